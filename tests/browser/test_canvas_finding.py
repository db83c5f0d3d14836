"""Finding the way: find by name, text and variable; what is around a block; the map, zoom and everything at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.designer import DesignerPage

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_find_goes_to_names_texts_and_uses_of_a_variable(example: DesignerPage) -> None:
    example.press("Control+f")
    example.choose("Find in this flow", "settings billing")
    assert example.chosen() == ["Where invoices are"]
    expect(example.card("Where invoices are")).to_be_focused()
    example.button("Find in this flow").click()
    example.page.keyboard.type("{firstname")
    row = example.page.get_by_role("option").filter(has_text="firstname").first
    expect(row).to_contain_text("used in")
    example.press("Enter")
    expect(example.page.get_by_role("group", name="Use firstname")).to_be_visible()
    example.press("Escape")
    expect(example.page.get_by_role("dialog")).to_have_count(0)
    example.press("Control+f")
    example.page.keyboard.type("no such words")
    expect(example.page.get_by_text("Nothing in this flow says that.")).to_be_visible()


def test_what_leads_to_a_block_and_what_comes_next(example: DesignerPage) -> None:
    example.card("Did this help?").click()
    example.press("Escape", "u")
    around = example.page.get_by_role("dialog", name="Around “Did this help?”")
    expect(around.get_by_role("group", name="Lead here")).to_contain_text("Where invoices are")
    expect(around.get_by_role("group", name="Come next")).to_contain_text("To the technicians")
    example.choose("Around “Did this help?”", "solved")
    assert example.chosen() == ["Solved"]


def test_the_map_the_zoom_and_everything_at_once(example: DesignerPage) -> None:
    example.page.mouse.click(700, 780)
    example.press("m")
    expect(example.page.get_by_label("Map of the flow").locator("visible=true").first).to_be_visible()
    expect(example.button("Map of the flow")).to_have_attribute("aria-pressed", "true")
    example.press("0")
    expect(example.button("Zoom is 100%, set to 100%")).to_be_visible()
    example.press("-")
    expect(example.button("Zoom is 100%, set to 100%")).to_have_count(0)
    example.press("f")
    expect(example.card("To the technicians")).to_be_in_viewport(ratio=0.99)
    expect(example.card("Start")).to_be_in_viewport(ratio=0.99)
