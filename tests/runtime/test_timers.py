"""When an engine asks for timers that are due: seldom at rest, and in time all the same, whoever set them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from flowdesigner.errors import StoreError
from flowdesigner.intercom.notification import parse
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.intake import Intake
from flowdesigner.runtime.timers import Timers
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import CHANNEL, World, closed, only, until
from tests.store.samples import arrival, claim, taken

TEN_O_CLOCK = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
MENU = ["1: comment Well?", "1: quick_reply [Billing] [People]"]


def minutes(number: float) -> datetime:
    return TEN_O_CLOCK + timedelta(minutes=number)


def sleeping(store: Store, name: str, until: datetime) -> int:
    """A conversation that waits for a time."""
    (row,) = taken(store, arrival(f"of {name}", conversation=name)).woken
    return sleep_again(store, row, until)


def sleep_again(store: Store, row: int, until: datetime) -> int:
    """It goes on to wait for another one."""
    lease = claim(store, row)

    def rest(conn: Connection) -> None:
        conn.exec_driver_sql("UPDATE inbox SET done_at = 0")
        conversations.save(
            conn, lease, session={}, status="waiting", revision=1, timer_at=until, now=TEN_O_CLOCK, customer_name="Mia"
        )
        assert conversations.rest(conn, lease)

    store.write(rest)
    return row


@pytest.fixture
def clock() -> Clock:
    """One that stands at ten."""
    clock = Clock()
    clock.stands_at = TEN_O_CLOCK
    return clock


@pytest.fixture
def timers(store: Store, clock: Clock) -> Timers:
    return Timers(store, clock)


async def test_a_timer_fires_once_in_its_time(store: Store, clock: Clock, timers: Timers) -> None:
    later, sooner = sleeping(store, "later", minutes(5)), sleeping(store, "sooner", minutes(2))
    await timers.ask()
    assert await timers.look() == []
    clock.later = timedelta(minutes=2)
    assert await timers.look() == [sooner]
    clock.later = timedelta(minutes=4, seconds=59)
    assert [await timers.look(), await timers.look()] == [[], []]
    clock.later = timedelta(days=1)
    assert await timers.look() == [later]
    assert [await timers.look(), await timers.look()] == [[], []]


async def test_nothing_is_asked_before_one_can_be_due(store: Store, clock: Clock, timers: Timers) -> None:
    sleeping(store, "1", minutes(2))
    await timers.ask()
    store.close()
    clock.later = timedelta(minutes=1, seconds=59)
    assert await timers.look() == []
    clock.later = timedelta(minutes=2)
    with pytest.raises(StoreError, match="closed"):
        await timers.look()


async def test_nothing_is_asked_while_none_waits_for_a_time(store: Store, clock: Clock, timers: Timers) -> None:
    await timers.ask()
    store.close()
    clock.later = timedelta(days=9)
    assert await timers.look() == []


async def test_one_that_was_set_here_needs_no_asking(store: Store, clock: Clock, timers: Timers) -> None:
    await timers.ask()
    row = sleeping(store, "1", minutes(1))
    timers.hear(minutes(1))
    timers.hear(minutes(3))
    timers.hear(None)
    clock.later = timedelta(minutes=1)
    assert await timers.look() == [row]


async def test_one_that_is_set_while_the_store_answers_is_not_forgotten(
    store: Store, clock: Clock, timers: Timers
) -> None:
    asking = asyncio.create_task(timers.ask())
    await asyncio.sleep(0)
    timers.hear(minutes(1))
    await asking
    row = sleeping(store, "1", minutes(1))
    clock.later = timedelta(minutes=1)
    assert await timers.look() == [row]


async def test_one_that_was_set_again_fires_at_its_new_time(store: Store, clock: Clock, timers: Timers) -> None:
    row = sleeping(store, "1", minutes(1))
    await timers.ask()
    sleep_again(store, row, minutes(9))
    clock.later = timedelta(minutes=1)
    assert [await timers.look(), await timers.look()] == [[], []]
    clock.later = timedelta(minutes=9)
    assert await timers.look() == [row]


async def test_a_clock_that_is_set_back_only_delays(store: Store, clock: Clock, timers: Timers) -> None:
    row = sleeping(store, "1", minutes(1))
    await timers.ask()
    clock.later = -timedelta(hours=1)
    assert [await timers.look(), await timers.look()] == [[], []]
    await timers.ask()
    clock.later = timedelta(minutes=1)
    assert await timers.look() == [row]


async def test_an_engine_hears_of_the_timers_that_it_sets(store: Store, world: World, clock: Clock) -> None:
    workspaces = only(CHANNEL, world.intercom())
    engine = Engine(store, workspaces, clock=clock)
    body = world.notification("user.created", "1")
    (row,) = await begun_elsewhere(store, engine, body)
    # No sweep of it runs: nobody but itself tells it of the time.
    await engine._move(row)
    assert world.calls == MENU
    clock.later = timedelta(minutes=10)
    assert await engine._sweeps.timers.look() == [row]
    await closed(engine)


async def begun_elsewhere(store: Store, engine: Engine, body: bytes) -> tuple[int, ...]:
    """What a notification woke that another process took in."""
    taken_in = await Intake(store, lambda: engine.workspaces, engine.now).take_in(parse(body), body, keep=True)
    assert taken_in is not None
    return taken_in.woken


async def test_a_running_engine_finds_those_that_others_set(
    start: Starter, world: World, store: Store, clock: Clock
) -> None:
    engine = await start(live=False)
    other = Engine(store, engine.workspaces, clock=clock)
    (row,) = await begun_elsewhere(store, other, world.notification("user.created", "1"))
    await other._move(row)
    assert world.calls == MENU
    engine.live = True
    clock.later = timedelta(minutes=10)
    await until(lambda: "1: close Bye" in world.calls)
