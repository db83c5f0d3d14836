"""Calls that are intended at once: made one after another, and put back as soon as something is not as it was."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest

from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.intending import LATEST
from flowdesigner.store import conversations, outbox
from flowdesigner.store.outbox import OutboxRow
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import APP, CHANNEL, TEAMMATE, World, closed, deliver, only, until

MENU = ["1: comment Well?", "1: quick_reply [Billing] [People]"]
Before = Callable[[httpx.Request], Awaitable[None]]


class Slowly(httpx.AsyncBaseTransport):
    """The world's answers, each after something else has happened."""

    def __init__(self, world: World, before: Before) -> None:
        self.world = world
        self.before = before

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self.before(request)
        return self.world.answer(request)


@pytest.fixture
async def warm(start: Starter, world: World) -> Engine:
    """An engine that knows that Intercom has room: before its first answer it makes one call at a time."""
    engine = await start()
    await deliver(engine, world.notification("user.created", "warm"))
    await until(lambda: len(world.calls) == 2 and engine.at_work == 0)
    world.calls.clear()
    return engine


def calls_of(store: Store, conversation: str = "1") -> list[OutboxRow]:
    row = store.read(lambda conn: conversations.find(conn, APP, conversation))
    assert row is not None
    return store.read(lambda conn: outbox.of(conn, row.id))


def answer_slowly(engine: Engine, world: World, before: Before) -> None:
    """From now on, `before` happens before each call is answered."""
    slow = only(CHANNEL, world.intercom(Slowly(world, before)))
    for workspace in slow:
        workspace.intercom.window.answered({})
    engine.workspaces = slow


async def test_both_are_intended_before_the_first_is_made(warm: Engine, world: World, store: Store) -> None:
    seen: list[list[tuple[str, int]]] = []

    async def look(_request: httpx.Request) -> None:
        rows = await asyncio.to_thread(calls_of, store)
        seen.append([(row.state, row.attempts) for row in rows])

    answer_slowly(warm, world, look)
    await deliver(warm, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and warm.at_work == 0)
    assert seen == [[("intended", 1), ("intended", 1)]] * 2
    assert [(row.state, row.attempts, bool(row.part_id)) for row in calls_of(store)] == [("done", 1, True)] * 2


async def test_what_comes_meanwhile_is_heard_before_the_next_is_made(warm: Engine, world: World, store: Store) -> None:
    async def take_over(_request: httpx.Request) -> None:
        await deliver(warm, world.wrote("1", "Let me", TEAMMATE))

    answer_slowly(warm, world, take_over)
    await deliver(warm, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1 and warm.at_work == 0)
    assert world.calls == MENU[:1]
    first, second = calls_of(store)
    assert (first.state, second.state, second.attempts, second.intended_at) == ("done", "failed", 0, None)
    assert "TakenOver" in second.error


async def test_a_call_that_takes_long_puts_the_next_back(
    warm: Engine, world: World, store: Store, clock: Clock
) -> None:
    """What is in doubt is looked for by the time at which it began at the latest."""
    seen: list[timedelta] = []

    async def take_long(_request: httpx.Request) -> None:
        first, second = await asyncio.to_thread(calls_of, store)
        if first.intended_at is not None and second.intended_at is not None:
            seen.append(second.intended_at - first.intended_at)
        clock.later += timedelta(seconds=2)

    answer_slowly(warm, world, take_long)
    await deliver(warm, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and warm.at_work == 0)
    assert world.calls == MENU
    # The second was put back and intended once more, after the first had taken two seconds.
    assert seen[0] == LATEST
    assert seen[1] >= timedelta(seconds=2)
    assert [row.attempts for row in calls_of(store)] == [1, 1]


async def test_the_next_is_not_made_when_one_is_refused(warm: Engine, world: World, store: Store) -> None:
    world.fault = lambda _request: httpx.Response(422, json={"errors": [{"code": "parameter_invalid"}]})
    await deliver(warm, world.notification("user.created", "1"))
    await until(lambda: bool(calls_of(store)) and warm.at_work == 0)
    assert world.calls == []
    assert [(row.state, row.attempts) for row in calls_of(store)][:2] == [("failed", 1), ("failed", 0)]


async def test_only_the_one_that_was_begun_is_in_doubt_when_an_answer_is_lost(
    warm: Engine, world: World, store: Store, clock: Clock
) -> None:
    world.loses_answers = True
    await deliver(warm, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1 and warm.at_work == 0)
    assert [(row.state, row.attempts) for row in calls_of(store)] == [("intended", 1), ("queued", 0)]
    world.loses_answers = False
    clock.later = timedelta(seconds=6)
    await until(lambda: len(world.calls) == 2)
    assert world.calls == MENU


async def test_an_engine_that_ends_between_two_leaves_both_in_doubt_and_the_next_says_each_once(
    warm: Engine, start: Starter, world: World, store: Store, clock: Clock
) -> None:
    asked, never = asyncio.Event(), asyncio.Event()

    async def hang_on_the_second(_request: httpx.Request) -> None:
        if world.calls:
            asked.set()
            await never.wait()

    answer_slowly(warm, world, hang_on_the_second)
    await deliver(warm, world.notification("user.created", "1"))
    await asyncio.wait_for(asked.wait(), 8)
    await warm.stop(0)
    await closed(warm)
    assert [row.state for row in calls_of(store)] == ["intended", "intended"]
    clock.later = timedelta(seconds=7)
    await start()
    await until(lambda: len(world.calls) == 2)
    assert world.calls == MENU
    await until(lambda: [row.state for row in calls_of(store)] == ["done", "done"])
