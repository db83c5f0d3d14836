"""The Languages panel: one added, texts translated and taken back, what is missing, a table out and in, and spoken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from flowdesigner.blocks import OfferChoices, SendMessage
from flowdesigner.bot import Bot
from tests.browser.designer import DesignerPage
from tests.browser.server import Address
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def bot(folder: Path) -> Bot:
    """A greeting and a question with two choices."""
    bot = Bot.create(folder / "bot", "Desk")
    flow = bot.flow()
    hello = flow.add(SendMessage(name="Greeting", text="Hello {firstname}"), id="hello", at=(640, 120))
    topic = OfferChoices(name="Topic", text="What is it about?", choices=["Billing", "Other"])
    flow.connect("start", hello)
    flow.connect(hello, flow.add(topic, id="topic", at=(960, 120)))
    bot.save()
    return bot


@pytest.fixture
def designer(page: Page, bot: Bot, address: Address) -> DesignerPage:
    """The designer with the panel open, by its key, and German beside English."""
    designer = DesignerPage(page)
    designer.open(address(bot.folder))
    expect(designer.card("Greeting")).to_be_visible()
    page.keyboard.press("l")
    panel(designer).get_by_label("The bot is written in").select_option(label="English")
    panel(designer).get_by_label("Add a language").select_option(label="German")
    expect(language(designer)).to_contain_text("4 of 4 texts missing")
    return designer


def panel(designer: DesignerPage) -> Locator:
    return designer.page.get_by_role("complementary", name="Languages")


def language(designer: DesignerPage) -> Locator:
    return panel(designer).get_by_role("button", name=re.compile("^German"))


def text(designer: DesignerPage, name: str) -> Locator:
    return panel(designer).get_by_role("textbox", name=f"{name} in German")


def said(bot: Bot, block: str) -> dict[str, str]:
    return dict(Bot.load(bot.folder).flow().block(block).translations.get("de", {}))


def test_texts_are_translated_missing_ones_shown_and_spoken_in_try_it(designer: DesignerPage, bot: Bot) -> None:
    page = designer.page
    # The mend of a problem leads to the text.
    text(designer, "Text of Greeting").click()
    page.keyboard.type("Hallo")
    text(designer, "Question of Topic").click()
    expect(panel(designer)).to_contain_text("{firstname} is missing in German")
    expect(language(designer)).to_contain_text("3 of 4 texts missing")
    until(lambda: said(bot, "hello") == {"text": "Hallo"})
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile(r"\d+ warnings")).click()
    row = page.get_by_role("region", name="Problems").locator(".fd-problem", has_text="3 texts are not translated")
    row.get_by_role("button", name="Translate").click()
    expect(text(designer, "Question of Topic")).to_be_focused()
    page.keyboard.type("Worum geht es?")
    designer.button("Close problems").click()
    # Only what is missing, and the block on the canvas.
    panel(designer).get_by_label("Missing only").check()
    expect(text(designer, "Text of Greeting")).to_have_count(0)
    panel(designer).get_by_role("button", name="Topic", exact=True).click()
    expect(page.locator(".react-flow__node.selected")).to_have_attribute("aria-label", re.compile("^Topic,"))
    # Undo takes the last text back, here and in the file.
    until(lambda: said(bot, "topic") == {"text": "Worum geht es?"})
    designer.undo()
    expect(text(designer, "Question of Topic")).to_have_text("")
    until(lambda: said(bot, "topic") == {})
    # The customer speaks German.
    designer.button("Try it").click()
    chat = page.get_by_role("complementary", name="Try it")
    chat.get_by_role("button", name=re.compile("customer's language")).click()
    chat.get_by_role("menuitemradio", name="German").click()
    chat.get_by_role("textbox", name="Write as the customer").fill("Guten Tag")
    chat.get_by_role("button", name="Send").click()
    expect(chat).to_contain_text("Hallo")
    expect(chat.get_by_role("button", name=re.compile("spoken now: German"))).to_be_visible()


def test_a_table_goes_out_and_comes_in_and_is_taken_back(designer: DesignerPage, bot: Bot, folder: Path) -> None:
    page = designer.page
    with page.expect_download() as download:
        panel(designer).get_by_role("button", name="Export CSV").click()
    assert download.value.suggested_filename == "desk-translations.csv"
    exported = Path(download.value.path()).read_text("utf-8-sig")
    assert exported.splitlines()[0] == "flow,block,text,where,English (en),German (de)"
    filled = folder / "german.csv"
    filled.write_text(
        "flow;block;text;German (de)\nmain;hello;text;Hallo {firstname}\nmain;topic;text;Worum geht es?\n"
        "main;topic;choices.billing.label;'=Rechnung\nmain;topic;choices.other.label;Anderes\nmain;gone;text;Weg\n",
        "utf-8",
    )
    with page.expect_file_chooser() as chooser:
        panel(designer).get_by_role("button", name="Import CSV").click()
    chooser.value.set_files(filled)
    expect(panel(designer)).to_contain_text("Changed texts: 4 in German.")
    expect(panel(designer)).to_contain_text("Not in this bot, left out: row 6 (gone: text).")
    expect(language(designer)).to_contain_text("All texts are there")
    until(lambda: said(bot, "topic").get("choices.billing.label") == "=Rechnung")
    page.get_by_role("button", name="Take it back").click()
    expect(language(designer)).to_contain_text("4 of 4 texts missing")
    assert said(bot, "topic") == {}
    # The language goes with one click, and comes back with one.
    panel(designer).get_by_role("button", name="More for German").click()
    page.get_by_role("menuitem", name="Remove, with its texts").click()
    expect(language(designer)).to_have_count(0)
    until(lambda: Bot.load(bot.folder).languages == ("en",))
    page.get_by_role("button", name="Take it back").last.click()
    expect(language(designer)).to_be_visible()
