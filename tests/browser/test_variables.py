"""The Variables panel: found by search, renamed everywhere, led from to the blocks, masked, added and removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from flowdesigner.blocks import AskQuestion, SendMessage
from flowdesigner.bot import Bot
from flowdesigner.flow.document import Flow
from tests.browser.designer import DesignerPage
from tests.browser.server import Address
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def bot(folder: Path) -> Bot:
    """Two flows that share a variable."""
    bot = Bot.create(folder / "bot", "Desk")
    main = bot.flow()
    ask = main.add(AskQuestion(name="Ask it", text="Which order?", variable="parcel"), id="ask")
    main.connect("start", ask)
    other = Flow("Later", id="later")
    other.add(SendMessage(name="Say it", text="About {parcel|upper}: parcel"), id="say")
    bot.flows["later"] = other
    bot.save()
    return bot


@pytest.fixture
def designer(page: Page, bot: Bot, address: Address) -> DesignerPage:
    """The designer with the panel open, by its key."""
    designer = DesignerPage(page)
    designer.open(address(bot.folder))
    expect(designer.card("Ask it")).to_be_visible()
    page.keyboard.press("v")
    expect(panel(designer)).to_be_visible()
    return designer


def panel(designer: DesignerPage) -> Locator:
    return designer.page.get_by_role("complementary", name="Variables")


def row(designer: DesignerPage, name: str) -> Locator:
    """A variable's row."""
    return panel(designer).get_by_role("listitem").filter(has_text=name).first


def setting(bot: Bot, flow: str, block: str, name: str) -> object:
    """What the flow's file says."""
    return Flow.load(Path(bot.folder) / f"{flow}.flow.json").block(block).model_dump()[name]


def test_a_variable_is_renamed_in_all_flows_and_leads_to_its_blocks(designer: DesignerPage, bot: Bot) -> None:
    panel(designer).get_by_label("Find a variable").fill("parc")
    parcel = row(designer, "parcel")
    expect(parcel).to_contain_text("set in 1 block, read in 1 block")
    parcel.get_by_role("button", expanded=False).click()
    name = panel(designer).get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    name.fill("firstname")
    expect(panel(designer).get_by_text("There is a variable with this name already")).to_be_visible()
    panel(designer).get_by_label("Find a variable").fill("")
    name.fill("order_number")
    expect(panel(designer).get_by_text("Changes 2 blocks, in all flows")).to_be_visible()
    name.press("Enter")
    until(lambda: setting(bot, "later", "say", "text") == "About {order_number|upper}: parcel")
    until(lambda: setting(bot, "main", "ask", "variable") == "order_number")

    panel(designer).get_by_role("region", name="Read by").get_by_role("button", name="Say it").first.click()
    expect(designer.card("Say it")).to_be_focused()
    designer.undo()
    expect(row(designer, "parcel")).to_contain_text("set in 1 block, read in 1 block")


def test_a_sensitive_variable_is_masked_and_one_that_nobody_uses_is_removed(designer: DesignerPage, bot: Bot) -> None:
    file = Path(bot.folder) / "main.flow.json"
    panel(designer).get_by_role("button", name="Add variable").click()
    form = panel(designer).get_by_role("form", name="New variable")
    form.get_by_label("Name", exact=True).fill("door_code")
    form.get_by_label("Description").fill("Opens the store")
    form.get_by_label("Type").select_option(label="Number")
    form.get_by_label("Begins as").fill("many")
    form.get_by_label("Sensitive").check()
    expect(form.get_by_text("Write a number")).to_be_visible()
    form.get_by_label("Begins as").fill("4711")
    form.get_by_role("button", name="Add", exact=True).click()
    until(lambda: "door_code" in Flow.load(file).variables)
    kept = Flow.load(file).variables["door_code"]
    assert (kept.type, kept.default, kept.sensitive) == ("number", 4711, True)

    code = row(designer, "door_code")
    expect(code).to_contain_text("Begins as ••••••")
    expect(code.get_by_label("Begins as")).to_have_attribute("type", "password")
    expect(panel(designer)).not_to_contain_text("4711")
    code.get_by_role("button", name="Remove").click()
    until(lambda: "door_code" not in Flow.load(file).variables)
    designer.button("Take it back").click()
    expect(row(designer, "door_code")).to_be_visible()


def test_variables_of_every_conversation_are_explained_with_examples(designer: DesignerPage) -> None:
    known = panel(designer).get_by_role("region", name="Known from the beginning")
    expect(known.get_by_role("listitem").filter(has_text="firstname")).to_contain_text("For example Mia")
    designer.press("Escape")
    expect(panel(designer)).to_have_count(0)
