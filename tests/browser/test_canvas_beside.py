"""What stands beside the blocks: notes, frames around several, and a part that becomes a flow of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from flowdesigner.flow.document import Flow
from tests.browser.designer import DesignerPage
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.processes]
PAIR = ["Email address", "Where invoices are"]


def choose(example: DesignerPage, first: str, second: str) -> None:
    example.card(first).click()
    example.press("Escape")
    example.card(second).click(modifiers=["Shift"])
    assert example.chosen() == sorted([first, second])


def notes(example: DesignerPage) -> Locator:
    return example.page.locator(".fd-sticky")


def test_a_note_is_written_coloured_and_deleted_by_keyboard(example: DesignerPage, folder: Path) -> None:
    file = folder / "bot/main.flow.json"
    example.page.mouse.move(720, 620)
    example.press("n")
    expect(example.page.get_by_label("Text of the note")).to_be_focused()
    example.page.keyboard.type("Ask Ana before this changes")
    example.press("Escape")
    expect(notes(example)).to_have_text("Ask Ana before this changes")
    example.page.get_by_role("radio", name="pink").click()
    until(lambda: [note.colour for note in Flow.load(file).notes.values()] == ["pink"])
    example.page.locator(".react-flow__node:has(.fd-sticky)").focus()
    example.press("Delete")
    expect(notes(example)).to_have_count(0)
    example.undo()
    expect(notes(example)).to_have_text("Ask Ana before this changes")
    example.undo(3)
    expect(notes(example)).to_have_count(0)


def test_a_frame_is_named_folded_and_taken_away(example: DesignerPage) -> None:
    choose(example, *PAIR)
    example.button("Put a frame around them").click()
    name = example.page.get_by_label("Name of the group")
    name.fill("Invoices")
    name.press("Enter")
    example.button("Collapse Invoices").click()
    expect(example.card(PAIR[0])).to_be_hidden()
    expect(example.page.get_by_text("2 blocks", exact=True).last).to_be_visible()
    example.undo()
    expect(example.card(PAIR[0])).to_be_visible()
    example.button("Redo").click()
    example.button("Expand Invoices").click()
    expect(example.card(PAIR[0])).to_be_visible()
    example.page.get_by_label("Name of the group").hover()
    example.button("Take the frame away").click()
    expect(name).to_have_count(0)
    example.undo()
    expect(name).to_have_value("Invoices")


def test_a_part_becomes_a_flow_of_its_own(example: DesignerPage, folder: Path) -> None:
    file = folder / "bot/main.flow.json"
    example.card("Start").click()
    example.press("Escape", "Control+a")
    example.card("Start").click(modifiers=["Shift"])
    assert len(example.chosen()) == 7
    example.button("Make them a flow of their own").click()
    example.page.get_by_label("Name of the flow").fill("Topics")
    example.button("Make the flow").click()
    expect(example.page.get_by_text("The flow “Topics” is made.")).to_be_visible()
    expect(example.card("Where invoices are")).to_have_count(0)
    until(lambda: "Where invoices are" not in {block.title for block in Flow.load(file)})
    example.button("Flow: Main flow").click()
    example.page.get_by_role("menuitemradio", name="Topics").click()
    expect(example.card("Where invoices are")).to_be_visible()
