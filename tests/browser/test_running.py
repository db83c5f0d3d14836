"""The Running page and the conversations on the canvas, with a bot that runs and customers in the sandbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from flowdesigner import runner
from flowdesigner.bot import Bot
from flowdesigner.ports import free_port
from flowdesigner.sandbox.server import RunningSandbox, running_sandbox
from flowdesigner.settings import WEBHOOK_PATH
from tests.browser.designer import DesignerPage
from tests.browser.test_accessibility import AXE, faults
from tests.processes import Program, own_folders

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]
SOON = 20_000


@dataclass
class Shop:
    """The designer of the example bot, which answers customers of a sandbox."""

    designer: DesignerPage
    sandbox: RunningSandbox

    @property
    def page(self) -> Page:
        return self.designer.page

    def open(self, customer: str) -> None:
        """Show a customer's conversation on the page Running, by keyboard."""
        self.designer.go_to("Running")
        button = self.page.get_by_role("button", name=f"Open the conversation with {customer}").first
        expect(button).to_be_visible(timeout=SOON)
        button.focus()
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", name=customer)).to_be_focused(timeout=SOON)


@pytest.fixture
def shop(page: Page, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    port, bot = free_port(), folder / "bot"
    Bot.create(bot, "Order support", example=True)
    with running_sandbox(webhook=f"http://127.0.0.1:{port}{WEBHOOK_PATH}") as sandbox:
        for name, value in {**own_folders(folder), **sandbox.environ}.items():
            monkeypatch.setenv(name, value)
        runner.start(bot, port=port)
        try:
            with Program("design", str(bot), "--port", "0", "--no-browser") as program:
                designer = DesignerPage(page)
                designer.open(program.wait_for(r"http://\S+")[0])
                yield Shop(designer, sandbox)
        finally:
            runner.stop(bot)


def test_a_conversation_is_searched_read_and_leads_to_its_block(shop: Shop) -> None:
    shop.sandbox.visit("Sara Lind", "Hello").press("Billing").wait_for("Did this help?")
    shop.sandbox.visit("Mia Novak", "Good morning").wait_for("what can we help you with?")
    page = shop.page
    shop.designer.go_to("Running")
    rows = page.get_by_role("button", name=re.compile("Open the conversation with"))
    expect(rows).to_have_count(2, timeout=SOON)
    search = page.get_by_label("Search")
    search.fill("sara")
    search.press("Enter")
    expect(rows).to_have_count(1, timeout=SOON)
    expect(page.get_by_role("img", name=re.compile("3 messages"))).to_be_visible(timeout=SOON)
    shop.open("Sara Lind")
    for text in ("Hello", "Billing", "Did this help?", "version 1", "waits for the customer"):
        expect(page.get_by_role("region", name="Running")).to_contain_text(text)
    page.get_by_role("button", name="Show the block Did this help?").first.click()
    expect(shop.designer.card("Did this help?")).to_be_focused(timeout=SOON)


def test_what_is_read_again_and_again_leaves_the_keys_where_they_are(shop: Shop) -> None:
    shop.sandbox.visit("Sara Lind", "Hello").wait_for("what can we help you with?")
    page = shop.page
    shop.designer.go_to("Running")
    button = page.get_by_role("button", name="Open the conversation with Sara Lind")
    expect(button).to_be_visible(timeout=SOON)
    button.focus()
    shop.sandbox.visit("Mia Novak", "Good morning").wait_for("what can we help you with?")
    expect(page.get_by_role("button", name="Open the conversation with Mia Novak")).to_be_visible(timeout=SOON)
    expect(button).to_be_focused()


def test_the_canvas_counts_conversations_and_lights_the_way_of_one(shop: Shop) -> None:
    page, designer = shop.page, shop.designer
    shop.sandbox.visit("Sara Lind", "Hello").press("Billing").wait_for("Did this help?")
    designer.go_to("Live")
    panel = page.get_by_role("complementary", name="Live")
    expect(page.get_by_role("button", name="1 conversation at Did this help?")).to_be_visible(timeout=SOON)
    shop.sandbox.visit("Mia Novak", "Good morning").press("Billing").wait_for("Did this help?")
    count = page.get_by_role("button", name="2 conversations at Did this help?")
    expect(count).to_be_visible(timeout=SOON)
    count.press("Enter")
    expect(panel).to_contain_text("At “Did this help?”")
    panel.get_by_role("button", name=re.compile("Sara Lind")).click()
    expect(panel.get_by_role("log")).to_contain_text("Did this help?")
    expect(designer.card("Did this help?")).to_contain_text("The conversation is here")
    expect(page.locator(".fd-wire-lit")).to_have_count(3)
    panel.get_by_role("button", name="Open in Running").click()
    expect(page.get_by_role("heading", name="Sara Lind")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Show its way on the canvas").click()
    expect(panel.get_by_role("log")).to_contain_text("Did this help?", timeout=SOON)


def test_people_take_a_conversation_over_and_close_it_with_a_reason(shop: Shop) -> None:
    page = shop.page
    sara = shop.sandbox.visit("Sara Lind", "Hello").wait_for("what can we help you with?")
    shop.open("Sara Lind")
    page.get_by_role("button", name="Take over", exact=True).click()
    page.get_by_role("button", name="Take it over").click()
    expect(page.get_by_text("with your people")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="Take over", exact=True)).not_to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Close", exact=True).press("Enter")
    page.get_by_label("Reason, told to the customer").fill("We have phoned.")
    page.get_by_role("button", name="Close the conversation").press("Enter")
    sara.wait_for("We have phoned.").wait_for("closed")
    expect(page.get_by_text("ended", exact=True)).to_be_visible(timeout=SOON)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_anybody(shop: Shop, theme: str) -> None:
    if not AXE.exists():
        pytest.skip(f"needs axe-core at {AXE}")
    page, designer = shop.page, shop.designer
    switch = designer.button(f"Switch to the {theme} theme")
    if switch.is_visible():
        switch.click()
    page.add_script_tag(path=AXE)
    shop.sandbox.visit("Sara Lind", "Hello").press("Billing").wait_for("Did this help?")
    shop.open("Sara Lind")
    page.get_by_role("button", name="Close", exact=True).click()
    found = faults(page, f"conversation, {theme}")
    page.get_by_role("button", name="All conversations").click()
    expect(page.get_by_role("heading", name="What is kept")).to_be_visible()
    found += faults(page, f"running, {theme}")
    designer.go_to("Live")
    expect(page.get_by_role("button", name=re.compile("1 conversation at"))).to_be_visible(timeout=SOON)
    found += faults(page, f"live, {theme}")
    page.get_by_role("complementary", name="Live").get_by_role("button", name=re.compile("Sara Lind")).click()
    expect(page.get_by_role("log")).to_contain_text("Did this help?")
    found += faults(page, f"a conversation in live, {theme}")
    assert not found, "\n\n".join(found)
