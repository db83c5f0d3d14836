"""The conversations on the canvas: counts on blocks, those that stand there, and the way of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdesigner import Bot
from flowdesigner.designer.background import Background
from flowdesigner.designer.conversations import BlockNames
from flowdesigner.designer.watching import Watching
from flowdesigner.runtime.records import Records
from flowdesigner.store.store import Store
from tests.designer.customers import answered, desk, write
from tests.designer.page import RecordingCanvas
from tests.runtime.world import World


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return desk(tmp_path / "bot")


@pytest.fixture
def store(bot: Bot) -> Iterator[Store]:
    with bot.store() as store:
        yield store


class Watched:
    """The canvas, and what it is told."""

    def __init__(self, bot: Bot, store: Store) -> None:
        self.canvas = RecordingCanvas()
        self.background = Background()
        self.pages: list[int] = []
        self.now = 0.0
        self.watching = Watching(
            self.canvas, Records(store), BlockNames(store, lambda: bot.flows), self.background,
            flows=lambda: bot.flows, to_page=self.pages.append, clock=lambda: self.now,
        )  # fmt: skip

    async def told(self, act: Callable[[], object]) -> list[dict[str, Any]]:
        """What the page is told after this."""
        before = len(self.canvas.told)
        act()
        await self.background.idle()
        return [message for message in self.canvas.told[before:] if message["type"] != "update"]

    async def ask(self, do: str, **more: Any) -> list[dict[str, Any]]:
        """What it is told when it asks."""
        return await self.told(lambda: self.canvas.hear({"type": "watch", "do": do, **more}))

    async def look(self) -> list[dict[str, Any]]:
        """What it is told a second later."""
        self.now += 1
        return await self.told(self.watching.look)


async def test_the_page_is_told_what_changed_and_nothing_else(bot: Bot, store: Store) -> None:
    world, watched = World(), Watched(bot, store)
    async with answered(store, world) as engine:
        await write(engine, store, world.notification("user.created", "1"), world.notification("user.created", "2"))
        standing, crowd = await watched.ask("on")
        assert standing == {
            "type": "standing", "whole": True, "version": None,
            "versions": [{"number": 1, "label": "version 1 (2)"}], "counts": {"main menu": 2},
        }  # fmt: skip
        assert (crowd["type"], len(crowd["conversations"]), crowd["rest"]) == ("crowd", 2, "")
        first = crowd["conversations"][0]
        assert (first["customer"], first["about"]) == ("Mia Novak", "What is it about?, waits for the customer")
        assert not [message for message in await watched.look() if message["type"] == "standing"]
        await write(engine, store, world.wrote("1", "people"))
        (changed, *_) = await watched.look()
        assert (changed["whole"], changed["counts"]) == (False, {"main menu": 1, "main people": 1})
        await watched.ask("off")
        await write(engine, store, world.notification("user.created", "3"))
        assert await watched.look() == []


async def test_those_at_a_block_are_listed_and_one_is_opened(bot: Bot, store: Store) -> None:
    world, watched = World(), Watched(bot, store)
    async with answered(store, world) as engine:
        await write(engine, store, world.notification("user.created", "1"), world.notification("user.created", "2"))
        await write(engine, store, world.wrote("1", "people"))
    await watched.ask("on")
    (crowd,) = await watched.ask("block", flow="main", block="people")
    assert (crowd["title"], len(crowd["conversations"])) == ("At “To people”", 1)
    row = crowd["conversations"][0]["row"]
    (message,) = await watched.ask("open", row=row)
    followed = message["followed"]
    assert (followed["customer"], followed["status"]) == ("Mia Novak", "with your people")
    assert followed["at"] == {"flow": "main", "block": "people"}
    assert followed["path"] == {"main": [["menu", "people", "people"], ["start", "next", "menu"]]}
    assert [line["who"] for line in followed["lines"]][:2] == ["customer", "bot"]
    assert [option["label"] for option in followed["lines"][1]["options"]] == ["Billing", "People"]
    (again,) = await watched.ask("back")
    assert again["block"] == "people"
    await watched.ask("page", row=row)
    assert watched.pages == [row]


async def test_the_list_says_what_it_does_not_show(bot: Bot, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowdesigner.designer.watching.LISTED", 1)
    world, watched = World(), Watched(bot, store)
    _, crowd = await watched.ask("on")
    assert crowd["rest"] == "Nobody is in a conversation with the bot now."
    (crowd,) = await watched.ask("block", flow="main", block="menu")
    assert crowd["rest"] == "Nobody stands here any more."
    async with answered(store, world) as engine:
        await write(engine, store, world.notification("user.created", "1"), world.notification("user.created", "2"))
    (*_, crowd) = await watched.look()
    assert crowd["rest"] == "And 1 conversation more: Running has all of them."


async def test_one_version_can_be_looked_at_alone(bot: Bot, store: Store) -> None:
    world, watched = World(), Watched(bot, store)
    async with answered(store, world) as engine:
        await write(engine, store, world.notification("user.created", "1"))
        store.revisions.publish(bot.data(), "second")
        engine.programs.refresh()
        await write(engine, store, world.notification("user.created", "2"))
    standing, crowd = await watched.ask("on")
    assert [one["number"] for one in standing["versions"]] == [2, 1]
    assert (standing["counts"], len(crowd["conversations"])) == ({"main menu": 2}, 2)
    standing, crowd = await watched.ask("on", version=1)
    assert (standing["counts"], len(crowd["conversations"])) == ({"main menu": 1}, 1)


async def test_a_page_leads_to_the_way_and_to_blocks(bot: Bot, store: Store) -> None:
    world, watched = World(), Watched(bot, store)
    async with answered(store, world) as engine:
        await write(engine, store, world.notification("user.created", "1"))
    row = Records(store).find_row("1")
    assert row is not None
    watched.canvas.page = "running"
    told = await watched.told(lambda: watched.watching.follow(row))
    assert watched.canvas.page == "flow"
    assert (told[-1]["type"], told[-1]["show"]) == ("followed", True)
    (told_of,) = await watched.told(lambda: watched.watching.send_to("main", "answer", 1))
    assert told_of == {"type": "sent_to", "flow": "main", "block": "answer", "version": None}
    bot.flow().remove("answer")
    (told_of,) = await watched.told(lambda: watched.watching.send_to("main", "answer", 1))
    assert told_of["version"] == 1
