"""One conversation on the Running page: what was said, what is known, what happened, and what people do with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import ipywidgets as widgets  # type: ignore[import-untyped]
import pytest

from flowdesigner import Bot
from flowdesigner.designer.background import Background
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.conversations import BlockNames
from flowdesigner.designer.pages.conversation_view import ConversationView
from flowdesigner.designer.times import now
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.records import Records
from flowdesigner.store.store import Store
from tests.designer.customers import answered, connected, desk, write
from tests.runtime.world import World, until


class Opened:
    """A conversation on the page, with the engine that answers it."""

    def __init__(self, bot: Bot, store: Store, world: World, engine: Engine) -> None:
        self.store, self.world, self.engine = store, world, engine
        self.bot = bot
        self.background = Background()
        self.asked: list[object] = []
        self.connections: Connections = connected(store)

    async def show(self, conversation: str = "1") -> ConversationView:
        """The page with this conversation."""
        records = Records(self.store)
        row = records.find_row(conversation)
        assert row is not None
        view = ConversationView(
            row, records, BlockNames(self.store, lambda: self.bot.flows), self.background,
            connection=lambda app_id: self.connections.first, left=lambda: self.asked.append("left"),
            show_block=lambda *block: self.asked.append(block), follow=self.asked.append, now=now,
        )  # fmt: skip
        await self.again(view)
        return view

    async def again(self, view: ConversationView) -> None:
        """What it is a moment later."""
        view.reading.now()
        view.letters.reading.now()
        await self.background.idle()


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opened]:
    bot, world = desk(tmp_path / "bot"), World()
    with bot.store() as store:
        async with answered(store, world) as engine:
            await write(engine, store, world.notification("user.created", "1"))
            yield Opened(bot, store, world, engine)


async def test_it_shows_what_was_said_and_leads_to_the_blocks(opened: Opened) -> None:
    view = await opened.show()
    talk = view.talk.markup
    assert talk.index("Hello") < talk.index("Well?") < talk.index('class="fd-offer">Billing<')
    for text in ("Mia Novak", "waits for the customer", "version 1", "Acme &lt;i&gt;"):
        assert text in view.top.markup
    assert "https://app.intercom.com/a/inbox/app1/inbox/conversation/1" in view.top.markup
    assert 'data-press="block" data-value="main menu"' in talk
    view.talk._receive(None, {"press": "block", "value": "main menu"}, None)
    assert opened.asked == [("main", "menu", 1)]
    view.way.click()
    assert opened.asked[-1] == view.row


async def test_what_is_sensitive_is_nowhere_on_the_page(opened: Opened) -> None:
    await write(opened.engine, opened.store, opened.world.wrote("1", "billing"))
    await write(opened.engine, opened.store, opened.world.wrote("1", "sesame-7"))
    view = await opened.show()
    assert "code" in view.knows.value
    assert "sensitive" in view.knows.value
    shown = "".join((view.top.markup, view.talk.markup, view.knows.value, view.events.markup))
    assert "sesame-7" not in shown
    assert "Settings" in shown


async def test_each_event_has_its_way_and_its_time(opened: Opened) -> None:
    await write(opened.engine, opened.store, opened.world.wrote("1", "people"))
    view = await opened.show()
    assert view.events.markup.count("The customer wrote") == 2
    first = view.events.markup.index("To people")
    assert first < view.events.markup.index("Start")
    assert " ms</td>" in view.events.markup


async def test_people_take_it_over_after_a_second_yes(opened: Opened) -> None:
    view = await opened.show()
    view.take.ask.click()
    assert is_shown(view.take.form)
    view.take.keep.click()
    assert not is_shown(view.take.form)
    view.take.ask.click()
    view.take.yes.click()
    await opened.background.idle()
    assert 'class="fd-say ok"' in view.said.value
    await until(lambda: status(opened.store, view.row) == "handed_over")
    await opened.again(view)
    assert "with your people" in view.top.markup
    assert not is_shown(view.take.ask)


async def test_it_is_closed_and_the_customer_told_why(opened: Opened) -> None:
    view = await opened.show()
    view.close_it.ask.click()
    view.reason.value = "Solved by phone."
    view.close_it.yes.click()
    await opened.background.idle()
    assert 'class="fd-say ok"' in view.said.value
    await until(lambda: status(opened.store, view.row) == "ended")
    await until(lambda: any("Solved by phone." in call for call in opened.world.calls))
    await opened.again(view)
    assert not is_shown(view.close_it.ask)
    assert "Solved by phone." in view.talk.markup


async def test_a_failed_call_stands_there_and_is_retried(opened: Opened) -> None:
    refused = httpx.Response(422, json={"type": "error.list", "errors": [{"code": "invalid", "message": "No seat"}]})
    opened.world.fault = lambda request: refused if request.method == "POST" else None
    await write(opened.engine, opened.store, opened.world.wrote("1", "people"))
    view = await opened.show()
    assert is_shown(view.letters)
    assert "No seat" in view.letters.rows.markup
    opened.world.fault = None
    before = [one.number for one in view.letters._letters]
    number = before[-1]
    view.letters.rows._receive(None, {"press": "retry", "value": str(number)}, None)
    await opened.background.idle()
    if "Retry all the same" in view.letters.rows.markup:
        view.letters.rows._receive(None, {"press": "anyway", "value": str(number)}, None)
        await opened.background.idle()
    await until(lambda: number not in {one.number for one in Records(opened.store).letters(row=view.row)})
    await opened.again(view)
    assert [one.number for one in view.letters._letters] == before[:-1]


async def test_it_is_forgotten_for_good(opened: Opened) -> None:
    view = await opened.show()
    view.forget.ask.click()
    view.forget.yes.click()
    await opened.background.idle()
    assert opened.asked == ["left"]
    assert Records(opened.store).conversation(view.row) is None


def is_shown(part: widgets.Widget) -> bool:
    """Whether it is on the page."""
    return bool(part.layout.display != "none")


def status(store: Store, row: int) -> str:
    """What the store says of the conversation."""
    view = Records(store).conversation(row)
    assert view is not None
    return view.entry.status
