"""The bot's tests beside the canvas: what differs, new answers, texts by hand, and what none touches."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.designer import DesignerPage

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SILENT = "A customer who does not reply is told that we close"


def shown_tests(example: DesignerPage) -> Locator:
    """The list of tests, opened by its key."""
    example.page.locator(".fd-root").focus()
    example.press("t")
    panel = example.page.get_by_role("complementary", name="Tests")
    expect(panel.get_by_role("status")).to_have_text("All 7 pass")
    return panel


def test_the_line_that_differs_is_shown_and_the_new_answer_taken_and_given_back(
    example: DesignerPage, folder: Path
) -> None:
    file = folder / "bot/chats/no-answer.chat.txt"
    before = file.read_text()
    example.card("No answer").click()
    example.fill("Reason", "Goodbye")
    panel = example.page.get_by_role("complementary", name="Tests")
    example.go_to("Tests")
    expect(panel.get_by_role("status")).to_have_text("6 of 7 pass")
    failed = panel.get_by_role("listitem").filter(has_text=SILENT)
    expect(failed).to_contain_text("Line 8 expects")
    expect(failed).to_contain_text("bot: We have not heard from you")
    expect(failed).to_contain_text("bot: Goodbye")
    failed.get_by_role("button", name="Accept the new answer").click()
    expect(panel.get_by_role("status")).to_have_text("All 7 pass")
    assert "bot: Goodbye\n" in file.read_text()
    example.button("Take it back").click()
    expect(panel.get_by_role("status")).to_have_text("6 of 7 pass")
    assert file.read_text() == before
    failed.get_by_role("button", name="Open in Try it").click()
    chat = example.page.get_by_role("complementary", name="Try it")
    expect(chat).to_contain_text("Goodbye")


def test_a_test_is_written_by_hand_mended_at_its_line_and_removed(example: DesignerPage, folder: Path) -> None:
    panel = shown_tests(example)
    panel.get_by_role("button", name="Write a test").click()
    dialog = example.page.get_by_role("dialog", name="Write a test")
    text = dialog.get_by_role("textbox", name="The conversation")
    text.fill("# Says hello\n\ncustomer: Hello\nand so on\n")
    dialog.get_by_role("button", name="Save and run").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Line 4: “and so on” is nothing that can happen")
    example.page.keyboard.type("bot: Hi Mia, what can we help you with?")
    dialog.get_by_role("button", name="Save and run").click()
    expect(dialog).not_to_be_visible()
    expect(panel.get_by_role("status")).to_have_text("7 of 8 pass")
    fresh = panel.get_by_role("listitem").filter(has_text="Says hello")
    expect(fresh).to_contain_text("bot: [Billing] [A technical problem]")
    file = folder / "bot/chats/says-hello.chat.txt"
    fresh.get_by_role("button", name="Accept the new answer").click()
    expect(panel.get_by_role("status")).to_have_text("All 8 pass")
    fresh.get_by_role("button", expanded=False).click()
    fresh.get_by_role("button", name="Remove").click()
    removed = example.page.get_by_role("status", name="Messages").get_by_text("is removed").locator("..")
    expect(removed).to_be_visible()
    assert not file.exists()
    removed.get_by_role("button", name="Take it back").click()
    expect(panel.get_by_role("status")).to_have_text("All 8 pass")
    assert file.exists()


def test_what_no_test_touches_is_marked_on_the_canvas(example: DesignerPage) -> None:
    panel = shown_tests(example)
    coverage = panel.get_by_role("region", name="What the tests touch")
    expect(coverage).to_contain_text("11 of 11")
    untested = example.card("Did this help?").get_by_text("not tested")
    expect(untested).to_have_count(0)
    coverage.get_by_role("switch").click()
    expect(untested).to_have_count(1)
    legend = example.page.get_by_role("region", name="What no test touches")
    expect(legend).to_contain_text("No test goes this way")
    panel.get_by_role("button", name="Close", exact=True).click()
    example.drag("Send message", 500, 600)
    lonely = example.card("Send message")
    expect(lonely).to_contain_text("no test comes here")
    legend.get_by_role("button", name="Take the marks away").click()
    expect(untested).to_have_count(0)
