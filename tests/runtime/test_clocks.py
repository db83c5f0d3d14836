"""Somebody sets the clock under a running bot: an hour back, a day forward. Nothing waits for the time to come again,
nothing is said twice or given up early, and timers fire once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from flowdesigner.channel.settings import Channel
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.missed import LOOKED_UNTIL
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import APP, CHANNEL, World, closed, deliver, only, until

MENU = ["1: comment Well?", "1: quick_reply [Billing] [People]"]
BYE = "1: close Bye"
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
PATIENCE = 20.0


async def keep(store: Store, world: World, clock: Clock, text: str) -> None:
    """What an engine takes in that ends before it has heard it."""
    engine = Engine(store, only(CHANNEL, world.intercom()), clock=clock)
    await deliver(engine, world.wrote("1", text))
    await closed(engine)


async def test_a_message_that_may_have_been_overtaken_does_not_wait_for_the_hour_to_come_again(
    start: Starter, world: World, store: Store, clock: Clock
) -> None:
    engine = await start()
    await deliver(engine, world.wrote("1", "hi"))
    await until(lambda: world.calls == MENU)
    await engine.stop(2)
    clock.later = AN_HOUR
    await keep(store, world, clock, "what?")
    clock.later = timedelta()
    await start()
    await until(lambda: world.calls == [*MENU, *MENU], PATIENCE)


async def test_nor_does_one_that_others_may_follow(world: World, store: Store, clock: Clock) -> None:
    clock.later = AN_HOUR
    await keep(store, world, clock, "hi")
    clock.later = timedelta()
    settings = CHANNEL.settings.model_copy(update={"gather_ms": 60_000, "pause_ms": 200})
    gathering = Channel(settings=settings, access_token="token", client_secrets=("secret",))
    engine = Engine(store, only(gathering, world.intercom()), clock=clock)
    await engine.start()
    await until(lambda: world.calls == MENU, PATIENCE)
    await engine.stop(1)
    await closed(engine)


async def test_a_call_in_doubt_is_decided_all_the_same(
    start: Starter, world: World, store: Store, clock: Clock
) -> None:
    landed = asyncio.Event()

    async def hang(request: httpx.Request) -> httpx.Response:
        world.answer(request)
        landed.set()
        await asyncio.Event().wait()
        raise AssertionError

    clock.later = AN_HOUR
    engine = Engine(store, only(CHANNEL, world.intercom(httpx.MockTransport(hang))), clock=clock)
    await engine.start()
    await deliver(engine, world.wrote("1", "hi"))
    await asyncio.wait_for(landed.wait(), PATIENCE)
    await engine.stop(0)
    await closed(engine)
    clock.later = timedelta()
    await start()
    await until(lambda: world.calls == MENU, PATIENCE)


async def test_a_call_that_lands_late_is_not_made_again_because_the_clock_says_it_is_tomorrow(
    world: World, store: Store, clock: Clock
) -> None:
    late: list[asyncio.Task[None]] = []

    async def land(request: httpx.Request) -> None:
        await asyncio.sleep(1)
        world.answer(request)

    async def lose_the_first(request: httpx.Request) -> httpx.Response:
        if late or request.method != "POST":
            return world.answer(request)
        late.append(asyncio.create_task(land(request)))
        clock.later = A_DAY
        raise httpx.ReadTimeout("lost")

    engine = Engine(store, only(CHANNEL, world.intercom(httpx.MockTransport(lose_the_first))), clock=clock)
    await engine.start()
    await deliver(engine, world.wrote("1", "hi"))
    await until(lambda: world.calls[:2] == MENU, PATIENCE)
    await engine.stop(1)
    await closed(engine)
    assert world.calls.count(MENU[0]) == 1


async def test_a_call_that_fails_is_not_given_up_because_the_clock_says_it_is_tomorrow(
    start: Starter, world: World, clock: Clock
) -> None:
    refused: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response | None:
        if request.method != "POST":
            return None
        refused.append(request.url.path)
        return httpx.Response(401, json={"errors": [{"code": "unauthorized"}]})

    world.fault = refuse
    engine = await start()
    await deliver(engine, world.wrote("1", "hi"))
    await until(lambda: len(refused) >= 1)
    clock.later = A_DAY
    await until(lambda: len(refused) >= 3)
    world.fault = None
    await until(lambda: world.calls[:2] == MENU, PATIENCE)


@pytest.mark.parametrize(
    ("asked_at", "due_at", "then"),
    [(timedelta(), A_DAY, timedelta()), (AN_HOUR, timedelta(minutes=71), timedelta())],
    ids=["forward", "back"],
)
async def test_a_timer_fires_once(
    start: Starter, world: World, clock: Clock, asked_at: timedelta, due_at: timedelta, then: timedelta
) -> None:
    clock.later = asked_at
    engine = await start()
    await deliver(engine, world.wrote("1", "hi"))
    await until(lambda: world.calls == MENU)
    clock.later = timedelta()
    await deliver(engine, world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 4)
    assert BYE not in world.calls
    clock.later = due_at
    await until(lambda: BYE in world.calls)
    clock.later = then
    await deliver(engine, world.notification("user.created", "3"))
    await until(lambda: sum(call.startswith("3") for call in world.calls) == 2)
    assert world.calls.count(BYE) == 1


async def test_messages_that_were_missed_are_looked_for_although_the_last_look_lies_in_the_future(
    start: Starter, world: World, store: Store, clock: Clock
) -> None:
    store.settings.set(LOOKED_UNTIL.format(APP), (datetime.now(UTC) + AN_HOUR).isoformat())
    world.wrote("1", "Hi")
    await start()
    await until(lambda: world.calls == MENU, PATIENCE)
