"""A Python function of one's own: chosen, given arguments, run once, its result kept, and missed when it goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from flowdesigner.blocks import PythonFunction
from flowdesigner.bot import Bot
from flowdesigner.flow.document import Flow
from tests.browser.designer import DesignerPage
from tests.browser.server import Address
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.processes]

FUNCTIONS = '''
from typing import Literal
import flowdesigner

@flowdesigner.function
def price(item: str, colour: Literal["red", "blue"] = "red", express: bool = False) -> dict:
    """What an item costs."""
    return {"amount": 12.5 if express else 10, "text": f"{item} in {colour}"}

@flowdesigner.function
def weight(item: str) -> float:
    return 1.5
'''


@pytest.fixture
def bot(folder: Path) -> Bot:
    """A bot with two functions, and a block that runs none yet."""
    bot = Bot.create(folder / "bot", "Shop")
    flow = bot.flow()
    flow.connect("start", flow.add(PythonFunction(), id="it"))
    bot.save()
    (bot.folder / "functions.py").write_text(FUNCTIONS, "utf-8")
    return bot


@pytest.fixture
def designer(page: Page, bot: Bot, address: Address) -> DesignerPage:
    designer = DesignerPage(page)
    designer.open(address(bot.folder))
    designer.card("Python function").click()
    return designer


def test_a_function_becomes_a_form(designer: DesignerPage, bot: Bot) -> None:
    page, panel = designer.page, designer.panel
    panel.get_by_label("Function", exact=True).select_option(label="price")
    expect(panel.get_by_text("What an item costs.")).to_be_visible()
    panel.get_by_role("textbox", name="item").click()
    page.keyboard.type("cup for {firstn")
    designer.press("Enter", "Tab")
    panel.get_by_role("combobox", name="colour").focus()
    designer.press("ArrowDown", "ArrowDown", "Enter", "Tab")
    panel.get_by_role("combobox", name="express").fill("yes")
    designer.press("Tab")
    expect(designer.card("Python function")).to_contain_text("price(item, colour, express)")
    panel.get_by_label("Value of firstname in the test call").fill("Mia")
    panel.get_by_role("button", name="Make a test call").click()
    expect(panel.get_by_text("Done in")).to_be_visible(timeout=30_000)
    panel.get_by_role("treeitem", name="amount").click()
    file = bot.folder / "main.flow.json"

    def kept() -> PythonFunction:
        block = Flow.load(file).block("it")
        assert block.kind == "python_function"
        return block

    wanted = {"item": "cup for {firstname}", "colour": "blue", "express": "yes"}
    until(lambda: {one.name: one.value for one in kept().arguments} == wanted)
    until(lambda: [one.path for one in kept().results] == ["amount"])
    (bot.folder / "functions.py").write_text(FUNCTIONS.replace("def price", "def cost"), "utf-8")
    expect(panel.get_by_text("There is no function “price” here")).to_be_visible()
    panel.get_by_label("Function", exact=True).select_option(label="cost")
    expect(panel.get_by_text("There is no function “price” here")).to_have_count(0)
