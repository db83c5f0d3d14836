"""Adding blocks: at the mouse, at the end of a line, into a line; and joining a line whose block is deleted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.designer import DesignerPage

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_a_key_asks_for_the_block_to_add_at_the_mouse(example: DesignerPage) -> None:
    example.page.mouse.click(700, 760)
    example.press("a")
    example.choose("Add a block", "wait")
    expect(example.panel).to_be_visible()
    box = example.card("Wait").bounding_box()
    assert box
    assert abs(box["x"] + box["width"] / 2 - 700) < 30
    example.undo()
    expect(example.card("Wait")).to_have_count(0)


def test_a_line_led_to_nothing_asks_for_the_block_that_comes_there(example: DesignerPage) -> None:
    x, y = example.middle_of(example.page.get_by_label("Failed of To the technicians", exact=True))
    example.page.mouse.move(x, y)
    example.page.mouse.down()
    example.page.mouse.move(x + 20, y + 60, steps=4)
    example.page.mouse.move(x + 20, y + 200, steps=4)
    example.page.mouse.up()
    menu = example.page.get_by_role("dialog", name="Block at the end of the line")
    expect(menu.get_by_role("option", name="Start", exact=True)).to_have_count(0)
    example.choose("Block at the end of the line", "send mess")
    expect(example.line("Failed", "To the technicians", "Send message")).to_have_count(1)
    example.undo()
    expect(example.card("Send message")).to_have_count(0)


def test_a_block_dropped_on_a_line_goes_in_between(example: DesignerPage) -> None:
    line = example.line("Customer writes", "Start", "What is it about?")
    example.drag("Set variable", *example.middle_of(line))
    expect(example.line("Customer writes", "Start", "Set variable")).to_have_count(1)
    expect(example.line("Next", "Set variable", "What is it about?")).to_have_count(1)
    expect(line).to_have_count(0)
    start, block, topic = (example.card(name).bounding_box() for name in ("Start", "Set variable", "What is it about?"))
    assert start
    assert block
    assert topic
    assert start["x"] + start["width"] < block["x"], "the cards cover each other"
    assert block["x"] + block["width"] < topic["x"], "nothing made way"
    example.undo()
    expect(line).to_have_count(1)


def test_a_card_without_lines_is_moved_into_one(example: DesignerPage) -> None:
    example.drag("Wait", 560, 780)
    example.press("Escape")
    example.page.wait_for_timeout(400)
    line = example.line("Customer writes", "Start", "What is it about?")
    x, y = example.middle_of(line)
    box = example.card("Wait").bounding_box()
    assert box
    mouse = example.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2 + 4, box["y"] + 20)
    mouse.move(x, y - 40, steps=8)
    mouse.move(x, y, steps=4)
    mouse.up()
    expect(example.line("Customer writes", "Start", "Wait")).to_have_count(1)
    expect(line).to_have_count(0)
    example.undo()
    expect(line).to_have_count(1)


def test_the_line_of_a_deleted_block_is_joined_if_wanted(example: DesignerPage) -> None:
    example.card("Where invoices are").click()
    example.press("Escape", "Delete")
    expect(example.card("Where invoices are")).to_have_count(0)
    example.button("Lead “What is it about?” on to “Did this help?”").click()
    expect(example.line("Billing", "What is it about?", "Did this help?")).to_have_count(1)
    example.undo(2)
    expect(example.line("Next", "Where invoices are", "Did this help?")).to_have_count(1)
