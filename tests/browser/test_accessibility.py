"""axe-core on every page and dialog, in both themes: nothing serious."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.designer import DesignerPage
from tests.processes import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]
AXE = ROOT / "flowdesigner/designer/frontend/node_modules/axe-core/axe.min.js"
SERIOUS = {"serious", "critical"}


def faults(page: Page, where: str) -> list[str]:
    """What axe finds serious on what the page shows now."""
    page.wait_for_timeout(400)  # a colour that is still changing has a contrast of its own
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)"
    )
    return [
        f"{where}: {one['id']}: {node['target']}: {node['failureSummary']}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.fixture
def axe() -> Path:
    """axe-core as npm installed it; skips where it is not, and fails in CI."""
    if not AXE.exists():
        reason = f"needs axe-core at {AXE}: run npm ci in {AXE.parents[2]}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return AXE


def steps(example: DesignerPage) -> list[tuple[str, Callable[[], None]]]:
    """Every page and dialog, each reached from the one before."""
    page = example.page

    def panel() -> None:
        example.card("To the technicians").click()
        expect(example.panel).to_be_visible()

    def problems() -> None:
        example.press("Escape")
        page.get_by_role("group", name="To the technicians,").focus()
        example.press("Delete")
        page.get_by_role("button", name="error").click()
        expect(page.get_by_role("region", name="Problems")).to_be_visible()

    def talk() -> None:
        example.button("Close problems").click()
        example.undo()
        example.button("Try it").click()
        chat = page.get_by_role("complementary", name="Try it")
        chat.get_by_role("textbox", name="Write as the customer").fill("Hello")
        chat.get_by_role("button", name="Send").click()
        expect(chat.get_by_role("button", name="Billing", exact=True)).to_be_visible()

    def several() -> None:
        page.get_by_role("complementary", name="Try it").get_by_role("button", name="Close", exact=True).click()
        page.locator(".fd-root").focus()
        example.press("Control+a", "m")
        expect(page.get_by_role("toolbar", name="Selected blocks")).to_be_visible()

    def add() -> None:
        page.locator(".fd-root").focus()
        example.press("a")
        expect(page.get_by_role("dialog", name="Add a block")).to_be_visible()

    def find() -> None:
        example.press("Escape", "Control+f")
        page.keyboard.type("in")
        expect(page.get_by_role("dialog", name="Find in this flow")).to_be_visible()

    def keys() -> None:
        example.press("Escape", "?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()

    def publish() -> None:
        example.press("Escape")
        example.button("Publish").click()
        expect(page.get_by_role("dialog")).to_be_visible()

    def comparison() -> None:
        example.button("Publish version").click()
        expect(page.get_by_role("dialog")).not_to_be_visible()
        example.card("No answer").focus()
        example.press("Alt+ArrowDown")
        example.go_to("Versions")
        example.button("What changed").click()
        expect(page.get_by_role("complementary", name="What changed in words")).to_contain_text("Moved")

    def versions() -> None:
        example.press("Escape")
        expect(page.get_by_role("complementary", name="Versions")).to_contain_text("Version 1")

    def tests() -> None:
        example.press("Escape")
        example.go_to("Tests")
        page.get_by_role("switch", name="Mark on the canvas").click()
        page.get_by_role("complementary", name="Tests").get_by_role("listitem").first.get_by_role("button").click()
        expect(example.button("Edit")).to_be_visible()

    def chat() -> None:
        example.button("Edit").click()
        expect(page.get_by_role("dialog")).to_be_visible()

    def languages() -> None:
        example.press("Escape")
        page.locator(".fd-root").focus()
        example.press("l")
        page.get_by_label("The bot is written in").select_option(label="English")
        page.get_by_label("Add a language").select_option(label="German")
        expect(page.get_by_role("textbox", name="in German").first).to_be_visible()

    def goes_to(name: str) -> Callable[[], None]:
        def go() -> None:
            example.press("Escape")
            example.go_to(name)
            page.wait_for_timeout(1500)

        return go

    def new_bot() -> None:
        goes_to("Bots")()
        example.button("Use Triage").click()
        expect(page.get_by_role("dialog")).to_be_visible()

    pages = [(name, goes_to(name)) for name in ("Bots", "Channels", "Running", "Help")]
    names = [panel, problems, talk, several, add, find, keys, publish, comparison, versions, tests, chat, languages]
    return [*((step.__name__, step) for step in (*names, new_bot)), *pages]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious(example: DesignerPage, axe: Path, theme: str) -> None:
    switch = example.button(f"Switch to the {theme} theme")
    if switch.is_visible():
        switch.click()
    example.page.add_script_tag(path=axe)
    found = faults(example.page, f"flow, {theme}")
    for name, reach in steps(example):
        reach()
        found += faults(example.page, f"{name}, {theme}")
    assert not found, "\n\n".join(found)
