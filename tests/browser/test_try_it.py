"""*Try it* beside the canvas: the customer, the clock, the teammate, calls that fail, other channels, and tests."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from flowdesigner.blocks import (
    AskQuestion,
    CallApi,
    CloseConversation,
    OfferChoices,
    OfficeHours,
    SendMessage,
    SendToOffloadProvider,
)
from flowdesigner.bot import Bot
from tests.browser.designer import DesignerPage
from tests.browser.server import Address
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.processes]


class Trial:
    """*Try it* as its author uses it."""

    def __init__(self, designer: DesignerPage, folder: Path) -> None:
        self.designer = designer
        self.page = designer.page
        self.folder = folder
        self.panel = designer.page.get_by_role("complementary", name="Try it")
        self.talk = self.panel.get_by_role("log", name="Conversation")
        self.standing = self.panel.get_by_role("status")

    def say(self, text: str, *, who: str = "customer") -> None:
        field = self.panel.get_by_role("textbox", name=f"Write as the {who}")
        field.fill(text)
        field.press("Enter")

    def press(self, button: str) -> None:
        self.talk.get_by_role("button", name=button, exact=True).last.click()

    def said(self, text: str, times: int = 1) -> None:
        """Wait until the conversation shows it so often."""
        expect(self.talk.get_by_text(text)).to_have_count(times)

    def menu(self, name: str) -> Locator:
        """Open one of the menus of the panel."""
        self.panel.get_by_role("button", name=name).click()
        return self.panel


@pytest.fixture
def trial(page: Page, folder: Path, address: Address) -> Trial:
    """A bot with a menu, a call, a question, people and hours; the panel is open."""
    bot = Bot.create(folder / "bot", "Shop")
    flow = bot.flow()
    menu = flow.add(OfferChoices(name="Menu", text="Well?", choices=["Order", "Name", "People"], no_reply_minutes=10))
    assert flow.start is not None
    flow.connect(flow.start, flow.add(OfficeHours(name="Open?", time_zone="UTC"), id="hours"))
    flow.connect("hours", menu, port="open")
    flow.connect("hours", flow.add(SendMessage(name="Shut", text="We are closed")), port="closed")
    look = flow.add(CallApi(name="Look", url="https://shop.example/order", example='{"state": "sent"}'))
    ask = flow.add(AskQuestion(name="Who", text="Who are you?", variable="nick"))
    people = flow.add(SendToOffloadProvider(name="People", team="7400101", only_if_there=True), id="people")
    bye = flow.add(CloseConversation(name="Silence", reason="Nobody wrote"))
    for port, target in (("order", look), ("name", ask), ("people", people), ("no_reply", bye), ("otherwise", menu)):
        flow.connect(menu, target, port=port)
    flow.connect(look, flow.add(SendMessage(name="Sent", text="It is on its way")), port="2xx")
    flow.connect(look, flow.add(SendMessage(name="Lost", text="We cannot look now")), port="failed")
    flow.connect(look, flow.add(SendMessage(name="None", text="There is no such order")), port="4xx")
    flow.connect(ask, flow.add(SendMessage(name="Hello", text="Hello {nick}")))
    flow.connect(people, flow.add(SendMessage(name="Away", text="They are all away")), port="closed")
    flow.connect(people, flow.add(SendMessage(name="Again", text="Here I am again")), port="given_back")
    bot.add_flow("Other")
    bot.save()
    designer = DesignerPage(page)
    designer.open(address(bot.folder))
    designer.button("Try it").click()
    trial = Trial(designer, Path(bot.folder))
    expect(trial.panel).to_be_visible()
    return trial


def expect_beside(card: Locator, panel: Locator) -> None:
    """Wait until the whole card can be seen: the canvas moves where the panel would hide it."""

    def is_beside() -> bool:
        box, side = card.bounding_box(), panel.bounding_box()
        return bool(box and side and box["x"] > 0 and box["x"] + box["width"] <= side["x"])

    until(is_beside)


def test_the_way_is_lit_turns_are_taken_back_and_a_block_is_a_beginning(trial: Trial) -> None:
    trial.say("Hi")
    trial.said("Well?")
    expect(trial.designer.card("Menu")).to_contain_text("The conversation is here")
    assert trial.page.locator(".fd-wire-lit").count() == 2
    trial.press("Name")
    trial.said("Who are you?")
    expect(trial.designer.card("Who")).to_contain_text("The conversation is here")
    expect_beside(trial.designer.card("Who"), trial.panel)
    trial.designer.button("One turn back").click()
    trial.said("Who are you?", 0)
    expect(trial.designer.card("Menu")).to_contain_text("The conversation is here")
    trial.designer.button("The turn again").click()
    trial.said("Who are you?")
    trial.designer.card("Who").click()
    trial.designer.panel.get_by_role("button", name="Try from here").click()
    trial.said("Who are you?")
    trial.said("Well?", 0)


def test_variables_are_shown_changed_and_used(trial: Trial) -> None:
    trial.say("Hi")
    trial.press("Name")
    trial.said("Who are you?")
    trial.say("Mia")
    trial.said("Hello Mia")
    known = trial.panel.get_by_role("textbox", name="Value of nick")
    expect(known).to_have_value("Mia")
    trial.designer.button("Restart").click()
    trial.said("Well?", 0)
    trial.panel.get_by_role("combobox", name="Another variable").fill("nick")
    trial.panel.get_by_role("textbox", name="Value of the other variable").fill("Ada")
    trial.panel.get_by_role("button", name="Set", exact=True).click()
    expect(known).to_have_value("Ada")
    trial.say("Hi")
    trial.press("Name")
    trial.said("Hello Ada")


def test_time_is_skipped_by_minutes_and_to_a_saturday(trial: Trial) -> None:
    trial.say("Hi")
    trial.said("Well?")
    trial.menu("Skip time").get_by_role("button", name="10 minutes later").click()
    trial.said("Nobody wrote")
    trial.designer.button("Restart").click()
    clock = trial.panel.locator("header small")
    panel = trial.menu("Skip time")
    day = panel.get_by_label("Day", exact=True)
    day.fill(saturday_after(day.input_value()))
    panel.get_by_label("Time", exact=True).fill("18:05")
    panel.get_by_role("button", name="Skip to this time").click()
    expect(clock).to_have_text("Saturday 18:05")
    trial.say("Hi")
    trial.said("We are closed")


def test_the_author_plays_the_teammate_and_sends_all_of_them_away(trial: Trial) -> None:
    trial.say("Hi")
    trial.said("Well?")
    trial.designer.button("As teammate").click()
    away = trial.panel.get_by_role("button", name="Nobody is there")
    away.click()
    expect(away).to_have_attribute("aria-pressed", "true")
    expect(trial.standing).to_contain_text("No teammate is there")
    trial.press("People")
    trial.said("They are all away")
    away.click()
    expect(away).to_have_attribute("aria-pressed", "false")
    trial.designer.button("As teammate").click()
    trial.say("Hi")
    trial.said("Well?", 2)
    trial.press("People")
    trial.designer.button("As teammate").click()
    expect(trial.panel).to_contain_text("The teammate has the conversation.")
    trial.say("I am Mara", who="teammate")
    trial.said("I am Mara")
    trial.panel.get_by_role("button", name="Give back to the bot").click()
    trial.said("Here I am again")
    trial.panel.get_by_role("button", name="Take over").click()
    expect(trial.panel).to_contain_text("The teammate has the conversation.")


def test_the_next_call_fails_or_is_answered_otherwise(trial: Trial) -> None:
    trial.say("Hi")
    trial.press("Order")
    trial.said("It is on its way")
    trial.designer.button("One turn back").click()
    trial.menu("Next call").get_by_label("The next call fails").fill("The shop is shut")
    trial.panel.get_by_role("button", name="Let it fail").click()
    expect(trial.standing).to_contain_text("The next call fails: The shop is shut")
    trial.press("Order")
    trial.said("We cannot look now")
    trial.designer.button("One turn back").click()
    trial.designer.button("One turn back").click()
    trial.menu("Next call").get_by_label("Status of the answer").fill("404")
    trial.panel.get_by_role("button", name="Set answer").click()
    expect(trial.standing).to_contain_text("Next answers of APIs: 404")
    trial.press("Order")
    trial.said("There is no such order")


def test_in_an_email_choices_are_numbered_and_the_conversation_is_kept_as_a_test(trial: Trial) -> None:
    trial.panel.get_by_role("button", name="Customers write by").click()
    trial.page.get_by_role("menuitemradio", name="Email").click()
    trial.say("Hi")
    expect(trial.talk).to_contain_text("1. Order")
    expect(trial.talk.get_by_role("button", name="Order", exact=True)).to_have_count(0)
    trial.say("2")
    trial.said("Who are you?")
    trial.menu("Keep as test").get_by_label("Name of the test").fill("By number")
    trial.panel.get_by_role("button", name="Keep", exact=True).click()
    file = trial.folder / "chats/by-number.chat.txt"
    until(file.exists)
    assert "customer: 2" in file.read_text()
    trial.designer.go_to("Tests")
    panel = trial.page.get_by_role("complementary", name="Tests")
    expect(panel.get_by_role("listitem").filter(has_text="By number")).to_be_visible()
    expect(panel.get_by_role("status")).to_have_text("The one test passes")


def test_another_flow_on_the_screen_disturbs_nothing(trial: Trial) -> None:
    trial.say("Hi")
    trial.said("Well?")
    crumb = trial.page.get_by_role("navigation", name="Bot and flow")
    crumb.get_by_role("button", name="Main flow").click()
    trial.page.get_by_role("menuitemradio", name="Other").click()
    expect(trial.standing).to_contain_text("The conversation is in Main flow.")
    trial.said("Well?")
    expect(trial.page.get_by_role("alert")).to_have_text("")
    trial.standing.get_by_role("button", name="Show it").click()
    expect(trial.designer.card("Menu")).to_contain_text("The conversation is here")


def saturday_after(day: str) -> str:
    """The Saturday after a day such as 2026-01-05."""
    given = date.fromisoformat(day)
    return (given + timedelta(days=(5 - given.weekday()) % 7)).isoformat()
