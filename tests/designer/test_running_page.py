"""The Running page: how the bot is, its figures, its conversations, what failed, and the versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flowdesigner import Bot
from flowdesigner.designer.background import Background
from flowdesigner.designer.conversations import BlockNames, in_words
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.running import RunningPage
from flowdesigner.designer.release import Release
from flowdesigner.flow.check import CheckContext
from flowdesigner.runtime.views import Entry
from flowdesigner.store.store import Store
from tests.designer.customers import answered, connected, desk, write
from tests.designer.page import RecordingCanvas, RehearsedRunners
from tests.runtime.world import World

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return desk(tmp_path / "bot")


@pytest.fixture
def store(bot: Bot) -> Iterator[Store]:
    with bot.store() as store:
        yield store


class Opened:
    """The page, and what it asked of the rest of the designer."""

    def __init__(self, bot: Bot, store: Store, runners: RehearsedRunners | None = None) -> None:
        self.background = Background()
        self.asked: list[object] = []
        connections = connected(store)
        release = Release(RecordingCanvas(), bot, store, context=CheckContext, changed=lambda: None)
        live = Live(
            bot.folder, runners or RehearsedRunners(), connections, release, self.background,
            changed=lambda: None, notice=lambda text: None,
        )  # fmt: skip
        self.page = RunningPage(
            store, live, connections, BlockNames(store, lambda: bot.flows), self.background,
            channels=lambda: self.asked.append("channels"), live_canvas=lambda: self.asked.append("canvas"),
            show_block=lambda *block: self.asked.append(block), follow=self.asked.append,
        )  # fmt: skip

    async def enter(self) -> RunningPage:
        """Show it; returns when it has read what it shows."""
        self.page.enter()
        await self.background.idle()
        return self.page


async def test_without_conversations_the_page_says_what_to_do_first(bot: Bot, store: Store) -> None:
    page = await Opened(bot, store).enter()
    assert "No conversations yet" in page.list.rows.markup
    assert page.list.first.layout.display is None
    assert "The bot does not run" in page.title.value
    assert "Nothing needs a look" in page.letters.rows.markup
    assert "Nobody wrote in the last hour" in page.hour.value


async def test_conversations_stand_with_customer_block_status_turns_and_time(bot: Bot, store: Store) -> None:
    world = World()
    async with answered(store, world) as engine:
        await write(engine, store, world.notification("user.created", "1"))
    page = await Opened(bot, store).enter()
    for text in ("Mia Novak", "What is it about?", "waits for the customer", ">1</td>", " s</td>"):
        assert text in page.list.rows.markup
    assert "<b>1</b><span>conversations now" in page.figures.value
    assert "<b>1</b><span>messages in the last hour" in page.figures.value
    assert " ms</b><span>to answer, half of them" in page.figures.value
    assert "at most 1 a minute" in page.hour.value
    assert page.list.first.layout.display == "none"


async def test_conversations_are_searched_filtered_and_turned_over(
    bot: Bot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowdesigner.designer.pages.conversation_list.AT_ONCE", 2)
    world = World()
    async with answered(store, world) as engine:
        for id in ("11", "12", "13"):
            await write(engine, store, world.notification("user.created", id))
        await write(engine, store, world.wrote("12", "people"))
    opened = Opened(bot, store)
    page = await opened.enter()
    rows = page.list.rows

    def shown() -> int:
        return rows.markup.count("<tr data-press")

    assert shown() == 2
    page.list.older.click()
    await opened.background.idle()
    assert (shown(), page.list.older.disabled) == (1, True)
    page.list.status.value = "handed_over"
    await opened.background.idle()
    assert (shown(), "with your people" in rows.markup) == (1, True)
    page.list.status.value = ""
    page.list.search.value = "13"
    await opened.background.idle()
    assert shown() == 1
    page.list.search.value = ""
    page.list.block.value = "main menu"
    await opened.background.idle()
    assert (shown(), "To people" in rows.markup) == (2, False)
    page.list.search.value = "Nobody of that name"
    await opened.background.idle()
    assert "Nothing is found" in rows.markup


async def test_a_conversation_is_opened_and_left(bot: Bot, store: Store) -> None:
    world = World()
    async with answered(store, world) as engine:
        await write(engine, store, world.notification("user.created", "1"))
    opened = Opened(bot, store)
    page = await opened.enter()
    row = page.list.records.find_row("1")
    page.list.rows._receive(None, {"press": "open", "value": str(row)}, None)
    await opened.background.idle()
    assert page.view is not None
    assert page.children == (page.view,)
    assert "Mia Novak" in page.view.top.markup
    page.back()
    await opened.background.idle()
    assert page.children == page.all


async def test_the_version_that_new_conversations_follow_is_marked(bot: Bot, store: Store) -> None:
    store.revisions.publish(bot.data(), "second <b>", "Max")
    opened = Opened(bot, store)
    page = await opened.enter()
    shown = page.versions.value
    assert shown.index("Version 2") < shown.index("current") < shown.index("Max") < shown.index("Version 1")
    assert "second &lt;b&gt;" in shown
    store.revisions.go_to(1)
    page.reading.now()
    await opened.background.idle()
    assert page.versions.value.index("Version 1") < page.versions.value.index("current")


async def test_a_live_bot_names_its_version_and_what_its_limit_holds_back(bot: Bot, store: Store) -> None:
    until = datetime.now(UTC) + timedelta(minutes=12, seconds=24)
    limit = {"app_id": "app1", "waiting": 17, "by_class": {"reply": 12}, "until": until.isoformat()}
    runners = RehearsedRunners()
    runners.now = {
        "live": True, "revision": 7, "started_at": "2026-03-02T09:12:00+00:00", "rate_limit": [limit],
    }  # fmt: skip
    opened = Opened(bot, store, runners)
    opened.page.live.poll()
    await opened.background.idle()
    page = await opened.enter()
    assert "Version 7 answers in Intercom since " in page.title.value
    assert "17 answers wait for Intercom&#x27;s limit." in page.trouble.value
    assert "goes out in about 12 min" in page.trouble.value
    runners.now = {"live": True, "revision": 7}
    page.live.poll()
    await opened.background.idle()
    page.look()
    assert not page.trouble.value


def entry(status: str, wait: Any = "", **more: Any) -> Entry:
    """A conversation as it is listed."""
    known = {"has_trouble": False, "deleted": False, "timer_at": None, **more}
    return Entry(
        row=1, app_id="app1", conversation_id="1", customer_name="", status=status, wait=wait, revision=1,
        flow="", block="", turns=0, updated_at=NOW, **known,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        (entry("handed_over", "return"), "with your people"),
        (entry("ended"), "ended"),
        (entry("waiting", "reply", has_trouble=True), "a call failed"),
        (entry("waiting", "action"), "waits for Intercom"),
        (entry("ended", deleted=True), "deleted"),
        (entry("waiting", "time", timer_at=NOW), "waits until "),
    ],
)
def test_what_a_conversation_does_is_said_in_words(listed: Entry, words: str) -> None:
    assert in_words(listed, NOW)[0].startswith(words)
