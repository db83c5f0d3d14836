"""What common tasks take by hand, in drags, clicks and keys: `python -m tests.benchmarks.tasks`.

A robot does each on the page as a person would who knows it, counts, and looks at the bot's files whether it is done.
Those of Node-RED and n8n were counted by hand on the same machine.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from flowdesigner.blocks import SendMessage
from flowdesigner.bot import Bot
from flowdesigner.store.revisions import live_number
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.designer import DesignerPage
from tests.browser.waiting import until
from tests.processes import Program, own_folders

Point = tuple[float, float]
COLOURS = ("Red", "Green", "Blue")
QUESTION = "Which one?"
NUMBER = "order_number"


@dataclass
class Hand:
    """Mouse and keyboard, with a count of what they did."""

    page: Page
    drags: int = 0
    clicks: int = 0
    keys: int = 0

    def drag(self, thing: Locator, to: Locator | Point) -> None:
        """From the middle of a thing to the middle of another, or to a point of the screen."""
        self.drags += 1
        x, y = to if isinstance(to, tuple) else middle(to)
        mouse = self.page.mouse
        mouse.move(*middle(thing))
        mouse.down()
        mouse.move(x - 12, y - 12, steps=8)
        mouse.move(x, y, steps=4)
        mouse.up()

    def click(self, thing: Locator) -> None:
        """One click."""
        self.clicks += 1
        thing.click()

    def press(self, *keys: str) -> None:
        """Keys of the keyboard; of `Control+f`, both count."""
        for key in keys:
            self.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """A key for each letter."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def __str__(self) -> str:
        """`1 drag, 2 clicks`, without what did not happen."""
        counted = ((self.drags, "drag"), (self.clicks, "click"), (self.keys, "key"))
        return ", ".join(f"{number} {noun}{'s' * (number > 1)}" for number, noun in counted if number) or "nothing"


@dataclass(frozen=True)
class Task:
    """What is to be done, from which bot, and what the peers took."""

    name: str
    make: Callable[[Path], Bot]
    do: Callable[[Hand, DesignerPage, Bot], None]
    node_red: str
    n8n: str


def middle(thing: Locator) -> Point:
    """Of what is on the screen."""
    expect(thing).to_be_visible()
    box = thing.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def lines(bot: Bot) -> set[tuple[str, str, str]]:
    """From, port's label and to, by titles, as the bot's file has them now."""
    flow = Bot.load(bot.folder).flow()
    labels = {(block.id, port.id): port.label for block in flow for port in block.ports()}
    return {
        (flow.block(edge.source).title, labels[edge.source, edge.port], flow.block(edge.target).title)
        for edge in flow.edges
    }


# The bots


def empty(folder: Path) -> Bot:
    """Only a start."""
    return Bot.create(folder, "Desk")


def with_three_answers(folder: Path) -> Bot:
    """A start, and a message for each colour that nothing leads to yet."""
    bot = Bot.create(folder, "Desk")
    for number, colour in enumerate(COLOURS):
        bot.flow().add(SendMessage(name=f"{colour} it is", text=f"{colour} it is."), at=(880, 120 + 180 * number))
    bot.save()
    return bot


def order_status(folder: Path) -> Bot:
    """An example that reads an order's number in several blocks."""
    return Bot.create(folder, "Order status", example="order_status")


def twice_published(folder: Path) -> Bot:
    """A bot whose second version is live."""
    bot = Bot.create(folder, "Order support", example=True)
    bot.publish("The first")
    flow = bot.flow()
    flow.rename(next(block.id for block in flow if block.kind == "close_conversation"), "Good bye")
    bot.save()
    bot.publish("The second")
    return bot


# The tasks


def add_and_connect(hand: Hand, page: DesignerPage, bot: Bot) -> None:
    """Lead the start's line to nothing, and choose the block that comes there."""
    x, y = middle(page.page.get_by_label("Customer writes of Start", exact=True))
    hand.drag(page.page.get_by_label("Customer writes of Start", exact=True), (x + 150, y))
    hand.click(page.page.get_by_role("option", name="Send message"))
    until(lambda: ("Start", "Customer writes", "Send message") in lines(bot))


def question_with_choices(hand: Hand, page: DesignerPage, bot: Bot) -> None:
    """Ask which colour, and lead each answer to its message."""
    x, y = middle(page.page.get_by_label("Customer writes of Start", exact=True))
    hand.drag(page.page.get_by_label("Customer writes of Start", exact=True), (x + 50, y + 40))
    hand.click(page.page.get_by_role("option", name="Offer choices"))
    expect(page.panel.get_by_role("textbox", name="Question")).to_be_focused()
    hand.type(QUESTION)
    hand.click(page.panel.get_by_role("button", name="Add choice"))
    for colour in COLOURS:
        hand.type(colour)
        if colour != COLOURS[-1]:
            hand.press("Enter")
    for colour in COLOURS:
        dot = page.page.get_by_label(f"{colour} of Offer choices", exact=True)
        hand.drag(dot, page.page.get_by_label(f"Into {colour} it is", exact=True))
    wanted = {("Offer choices", colour, f"{colour} it is") for colour in COLOURS}
    until(lambda: wanted | {("Start", "Customer writes", "Offer choices")} <= lines(bot))


def find_uses(hand: Hand, page: DesignerPage, bot: Bot) -> None:
    """Every block that sets or reads the order's number."""
    panel = page.page.get_by_role("complementary", name="Variables")
    hand.click(page.button("Variables"))
    hand.click(panel.get_by_role("button", name=re.compile(f"^{NUMBER} ")))
    blocks = [block for flow in bot.flows.values() for block in flow]
    sets = [block.title for block in blocks if NUMBER in block.writes()]
    reads = [block.title for block in blocks if NUMBER in block.reads()]
    assert sets
    assert reads
    for label, titles in (("Set by", sets), ("Read by", reads)):
        found = panel.get_by_role("region", name=label).get_by_role("button")
        expect(found).to_have_count(len(titles))
        assert sorted(found.all_inner_texts()) == sorted(titles)


def roll_back(hand: Hand, page: DesignerPage, bot: Bot) -> None:
    """Let new conversations use the first version again."""
    hand.click(page.button("Versions"))
    hand.click(page.button("Go back to version 1"))
    hand.click(page.page.get_by_role("dialog").get_by_role("button", name="Go back"))
    with bot.store() as store:
        until(lambda: store.read(live_number) == 1)


TASKS = (
    Task("Add a block and connect it", empty, add_and_connect, "2 drags", "not measured"),
    Task(
        "A question with three choices, all connected",
        with_three_answers,
        question_with_choices,
        "4 drags, 8 clicks, 33 keys",
        "not completed",
    ),
    Task("Find every use of a variable", order_status, find_uses, "10 keys", "none found"),
    Task("Roll the live version back", twice_published, roll_back, "not measured", "not measured"),
)


@contextmanager
def designer(browser: Browser, task: Task) -> Iterator[tuple[DesignerPage, Bot]]:
    """The task's bot on the canvas."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        folder = Path(name)
        bot = task.make(folder / "bot")
        with Program("design", str(bot.folder), "--port", "0", "--no-browser", environ=own_folders(folder)) as program:
            page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
            screen = DesignerPage(page)
            screen.open(program.wait_for(r"http://\S+")[0])
            expect(screen.card("Start")).to_be_visible()
            page.wait_for_timeout(1000)
            yield screen, bot
            page.close()


def main() -> None:
    """Do each task and print what it took."""
    print("| task | here | Node-RED | n8n |")
    print("|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for task in TASKS:
            with designer(browser, task) as (screen, bot):
                hand = Hand(screen.page)
                task.do(hand, screen, bot)
            print(f"| {task.name} | {hand} | {task.node_red} | {task.n8n} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
