"""The whole work by keyboard: walking, opening, adding, connecting, moving, deleting, undoing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from flowdesigner.flow.document import Flow
from tests.browser.designer import DesignerPage
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.processes]
RUNS_OVER = """(path, card) => {
  const box = card.getBoundingClientRect(), onScreen = path.getScreenCTM(), length = path.getTotalLength();
  return Array.from({ length: 200 }, (_, step) => path.getPointAtLength(length * step / 200).matrixTransform(onScreen))
    .some(({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom);
}"""
"""Whether a line runs over a card."""


def test_a_flow_is_drawn_without_the_mouse(example: DesignerPage, folder: Path) -> None:
    file = folder / "bot/main.flow.json"
    example.page.locator(".fd-root").focus()
    example.press("Home")
    expect(example.card("Start")).to_be_focused()
    example.press("ArrowRight", "ArrowRight", "ArrowDown")
    expect(example.card("Email address")).to_be_focused()
    example.press("ArrowLeft")
    expect(example.card("What is it about?")).to_be_focused()
    example.press("Enter")
    expect(example.panel).to_be_visible()
    example.press("Escape")
    expect(example.card("What is it about?")).to_be_focused()

    example.press("c")
    example.choose("Which way out of What is it about?", "anything")
    example.choose("Lead “Anything else” of What is it about? to", "did this")
    expect(example.line("Anything else", "What is it about?", "Did this help?")).to_have_count(1)
    expect(example.card("What is it about?")).to_be_focused()

    example.press("c")
    example.choose("Which way out of What is it about?", "billing")
    example.choose("Lead “Billing” of What is it about? to", "new wait")
    expect(example.line("Billing", "What is it about?", "Wait")).to_have_count(1)
    expect(example.panel).to_be_visible()
    example.press("Escape")
    expect(example.card("Wait")).to_be_focused()

    until(lambda: len(Flow.load(file)) == 9)
    flow = Flow.load(file)
    wait = next(block.id for block in flow if block.title == "Wait")
    x, y = flow.layout[wait]
    example.press("Alt+ArrowDown", "Alt+ArrowRight")
    until(lambda: Flow.load(file).layout[wait] == (x + 20, y + 20))
    example.press("Delete")
    expect(example.card("Wait")).to_have_count(0)
    example.press("Control+z")
    expect(example.card("Wait")).to_be_visible()
    example.press("Control+y")
    expect(example.card("Wait")).to_have_count(0)


def test_lines_are_led_past_a_card_that_was_moved_by_key(example: DesignerPage) -> None:
    example.card("Email address").focus()
    line = example.line("Anything else", "What is it about?", "To the technicians").locator("path").first
    before = line.get_attribute("d")
    example.press("Alt+ArrowDown")
    expect(line).not_to_have_attribute("d", before or "")
    assert not line.evaluate(RUNS_OVER, example.card("Email address").element_handle())


def test_a_dialog_lists_the_keys(example: DesignerPage) -> None:
    example.page.locator(".fd-root").focus()
    example.press("?")
    keys = example.page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Lead a way out of the block to another one")
    example.press("Escape")
    expect(keys).to_have_count(0)
    example.button("More").click()
    example.page.get_by_role("menuitem", name="Keys").click()
    expect(keys).to_be_visible()
    keys.get_by_role("button", name="Close").click()


def test_several_blocks_are_chosen_by_keyboard(example: DesignerPage) -> None:
    example.page.locator(".fd-root").focus()
    example.press("Home", "ArrowRight", "Shift+Tab")
    focused = example.page.locator(".react-flow__node:focus")
    expect(focused).to_have_attribute("aria-label", re.compile("."))
    example.press("Space", "Space")
    assert len(example.chosen()) == 1
    example.press("Control+a", "Space")
    assert len(example.chosen()) == 7
