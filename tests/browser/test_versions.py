"""Versions on the page: publishing with a look at what it means, comparing on the canvas, restoring, going back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from flowdesigner.blocks import End, SendMessage, Start
from flowdesigner.bot import Bot
from flowdesigner.flow.block import BlockId
from flowdesigner.flow.document import Flow
from tests.browser.designer import DesignerPage
from tests.browser.server import Address
from tests.browser.under_way import stand, versions_of
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def published(page: Page, folder: Path, address: Address) -> DesignerPage:
    """A bot with two versions: the second says goodbye in other words, without “Solved”, and has an unfinished flow."""
    bot = Bot.create(folder / "bot", "Order support", example=True)
    bot.publish("The first one")
    flow = bot.flow()
    flow.update("quiet", reason="Goodbye")
    flow.remove("solved")
    flow.connect("survey", "quiet", port="yes")
    flow.connect("survey", "quiet", port="no_reply")
    flow.layout[BlockId("start")] = (0.0, -80.0)
    closed = bot.add_flow("After hours")
    closed.connect(closed.add(Start()), closed.add(SendMessage(name="We are closed", text="Back on Monday")))
    bot.save()
    bot.publish("Says goodbye", despite_failed_tests=True)
    designer = DesignerPage(page)
    designer.open(address(bot.folder))
    expect(designer.card("Start")).to_be_visible()
    return designer


def finish(folder: Path) -> None:
    """The flow that is not finished gets its last line, by an editor."""
    bot = Bot.load(folder)
    closed = bot.flow("after-hours")
    (message,) = [block for block in closed if block.kind == "send_message"]
    closed.connect(message, closed.add(End()))
    closed.save(folder / "after-hours.flow.json")


def test_an_error_of_another_flow_stops_a_publish_and_leads_there(published: DesignerPage) -> None:
    published.button("Publish").click()
    dialog = published.page.get_by_role("dialog", name="Publish version 3")
    dialog.get_by_role("button", name="Publish").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Customers would meet an error.")
    problems = dialog.get_by_role("region", name="Problems that were found")
    expect(problems).to_contain_text("“Next” leads nowhere")
    problems.get_by_role("button", name="Show it in After hours").click()
    expect(published.card("We are closed")).to_be_focused()


def test_publishing_shows_what_changed_which_tests_fail_and_moves_conversations(
    published: DesignerPage, folder: Path
) -> None:
    stand(folder / "bot", "1", "topic", 1)
    stand(folder / "bot", "2", "solved", 1)
    finish(folder / "bot")
    published.card("No answer").click()
    published.fill("Reason", "See you")
    published.press("Escape")
    published.button("Publish").click()
    dialog = published.page.get_by_role("dialog", name="Publish version 3")
    expect(dialog.get_by_role("region", name="Changes")).to_contain_text("Reason changed from “Goodbye” to “See you”")
    expect(dialog.get_by_role("region", name="Tests")).to_contain_text("You can publish all the same.")
    expect(dialog).to_contain_text("2 conversations are under way on an earlier version")
    dialog.get_by_role("radio", name="1 of 2 move to this one").check()
    dialog.get_by_label("What is new").fill("Other words")
    dialog.get_by_role("button", name="Publish anyway").click()
    news = published.page.get_by_role("status", name="Messages")
    expect(news).to_contain_text("1 of 2 conversations under way moved. 1 stays on its version")
    expect(dialog).not_to_be_visible()
    assert versions_of(folder / "bot") == [1, 3]


def test_two_versions_are_compared_on_the_canvas_and_one_is_restored(published: DesignerPage, folder: Path) -> None:
    published.go_to("Versions")
    published.button("Compare two versions").click()
    comparison = published.page.get_by_role("region", name="Comparison of two versions")
    expect(comparison.get_by_role("group", name="Solved, Close conversation, removed")).to_be_visible()
    expect(comparison.get_by_role("group", name="No answer, Close conversation, changed")).to_be_visible()
    expect(comparison.get_by_role("group", name="Start, Start, moved")).to_be_visible()
    words = comparison.get_by_role("complementary", name="What changed in words")
    expect(words).to_contain_text("Removed “Solved”.")
    expect(words).to_contain_text("“Did this help?”: “Yes” leads to “No answer”.")
    expect(words.get_by_role("listitem").filter(has_text="Before")).to_contain_text("Goodbye")
    comparison.get_by_role("button", name="After hours (added)").click()
    expect(comparison.get_by_role("group", name="We are closed, Send message, added")).to_be_visible()
    comparison.get_by_role("button", name="Main flow").click()
    words.get_by_role("button", name="Start").click()
    expect(comparison).to_contain_text("“Start” was here")
    comparison.get_by_role("button", name="Show the whole flow").click()
    comparison.get_by_role("group", name="No answer, Close conversation, changed").click()
    expect(words.get_by_role("button", name="No answer", pressed=True)).to_be_in_viewport()
    comparison.get_by_role("button", name="Restore version 1 as draft").click()
    expect(comparison).not_to_be_visible()
    expect(published.card("Solved")).to_be_visible()
    file = folder / "bot/main.flow.json"
    assert "solved" in Flow.load(file)
    published.button("Take it back").click()
    until(lambda: "solved" not in Flow.load(file))


def test_going_back_asks_what_becomes_of_conversations(published: DesignerPage, folder: Path) -> None:
    stand(folder / "bot", "1", "topic", 2)
    stand(folder / "bot", "2", "survey", 2)
    published.page.locator(".fd-root").focus()
    published.press("h")
    history = published.page.get_by_role("list", name="Published versions, the newest first")
    expect(history.get_by_role("listitem")).to_have_count(2)
    newest, first = history.get_by_role("listitem").all()
    expect(newest).to_contain_text("Says goodbye")
    expect(newest).to_contain_text("2 conversations under way")
    back = first.get_by_role("button", name="Go back to version 1")
    back.click()
    dialog = published.page.get_by_role("dialog", name="Go back to version 1")
    expect(dialog).to_contain_text("2 conversations are under way on another version")
    published.press("Escape")
    expect(back).to_be_focused()
    back.click()
    dialog.get_by_role("radio", name="They move to this one").check()
    dialog.get_by_role("button", name="Go back", exact=True).click()
    expect(published.page.get_by_text("Not live: version 1")).to_be_visible()
    expect(first).to_contain_text("2 conversations under way")
    assert versions_of(folder / "bot") == [1, 1]
