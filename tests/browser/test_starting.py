"""Starting: a new bot from the gallery or a file in a few clicks, and what the canvas of an empty one says first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from flowdesigner.bot import Bot
from tests.browser.designer import DesignerPage
from tests.processes import Program

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def empty(page: Page, folder: Path, environ: dict[str, str]) -> Iterator[DesignerPage]:
    """The designer with the empty bot “Desk”, in `folder / "bots"`."""
    bot = Bot.create(folder / "bots/desk", "Desk")
    with Program("design", str(bot.folder), "--port", "0", "--no-browser", environ=environ) as program:
        designer = DesignerPage(page)
        designer.open(program.wait_for(r"http://\S+")[0])
        expect(designer.card("Start")).to_be_visible()
        yield designer


def name_it(designer: DesignerPage, name: str) -> None:
    """In the dialog that asks for the new bot's name."""
    dialog = designer.page.get_by_role("dialog")
    dialog.get_by_label("What is it called?").fill(name)
    dialog.get_by_role("button", name="Make and open").click()


def expect_bot(designer: DesignerPage, name: str) -> None:
    """The page that comes has this bot on its canvas."""
    crumb = designer.page.get_by_role("navigation", name="Bot and flow")
    expect(crumb).to_contain_text(name, timeout=60_000)
    expect(designer.card("Start")).to_be_visible(timeout=60_000)


def test_a_bot_of_the_gallery_speaks_at_once(empty: DesignerPage, folder: Path) -> None:
    page = empty.page
    empty.go_to("Bots")
    card = page.get_by_role("article", name="Satisfaction survey")
    expect(card.get_by_role("img", name="The flow of Satisfaction survey")).to_be_visible()
    expect(card).to_contain_text("6 tests")
    expect(card).to_contain_text("Needs: Your page for reviews, and a team for bad ratings.")
    empty.button("Use Satisfaction survey").click()
    expect(page.get_by_role("dialog").get_by_label("What is it called?")).to_have_value("Satisfaction survey")
    name_it(empty, "desk")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text(
        "There is a bot “desk” already. Find another name."
    )
    name_it(empty, "How was it")
    expect_bot(empty, "How was it")
    assert Bot.load(folder / "bots/how-was-it").run_chats().failures == []
    empty.button("Try it").click()
    chat = page.get_by_role("complementary", name="Try it")
    chat.get_by_role("textbox", name="Write as the customer").fill("Hello")
    chat.get_by_role("button", name="Send").click()
    expect(chat).to_contain_text("how was our help")

    page.get_by_role("navigation", name="Bot and flow").get_by_role("button", name="Bots").click()
    page.get_by_role("link", name="Open Desk").click()
    expect_bot(empty, "Desk")
    expect(page.get_by_text("What does the bot do first?")).to_be_visible()


def test_a_file_becomes_a_bot_of_its_own(empty: DesignerPage, folder: Path) -> None:
    page = empty.page
    other = Bot.create(folder / "elsewhere", "Night shift", example="faq")
    (folder / "night.json").write_text(other.export("json"), "utf-8")
    (folder / "bad.json").write_text("{", "utf-8")
    empty.go_to("Bots")
    for file in ("bad.json", "night.json"):
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="From a file…").click()
        chooser.value.set_files(folder / file)
        field = page.get_by_role("dialog").get_by_label("What is it called?")
        expect(field).to_have_value("" if file == "bad.json" else "Night shift")
        if file == "bad.json":
            name_it(empty, "Bad")
            expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("The file is no bot: ")
            page.keyboard.press("Escape")
    name_it(empty, "Late shift")
    expect_bot(empty, "Late shift")
    assert Bot.load(folder / "bots/late-shift").flows == other.flows
    assert sorted(path.name for path in (folder / "bots").iterdir()) == ["desk", "late-shift"]


def test_an_empty_bot_says_the_first_step_and_each_is_a_click(empty: DesignerPage) -> None:
    page = empty.page
    lead = page.get_by_role("region", name=re.compile("What does the bot do first"))
    lead.get_by_role("button", name="Ask a question").click()
    expect(empty.line("Customer writes", "Start", "Ask question")).to_have_count(1)
    expect(empty.panel).to_be_visible()
    expect(lead).to_have_count(0)
    empty.undo()
    lead.get_by_role("button", name="an example").click()
    empty.button("Take Triage").click()
    expect(empty.card("What is it about?")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    empty.undo()
    expect(lead).to_be_visible()
    expect(empty.card("What is it about?")).to_have_count(0)
