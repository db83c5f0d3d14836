"""Calls wait for Intercom's rate limit, before they are intended; replies first; nobody is ever refused for it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from flowdesigner import Bot
from flowdesigner.runtime.engine import Engine
from flowdesigner.store import outbox, rate_limit
from flowdesigner.store.store import Store
from tests.runtime.crowded import Crowded, FastTime, row_of
from tests.runtime.world import APP, CHANNEL, World, closed, deliver, only, until

MENU = 2
"""Calls of the menu: the question, and its buttons."""


@pytest.fixture
def time() -> FastTime:
    return FastTime()


async def engine_on(store: Store, crowded: Crowded, concurrency: int = 8) -> Engine:
    engine = Engine(store, only(CHANNEL, crowded.intercom()), clock=crowded.time, concurrency=concurrency)
    await engine.start()
    return engine


async def end(*engines: Engine) -> None:
    for engine in engines:
        await engine.stop(2)
        await closed(engine)


@pytest.fixture
def crowded(world: World, time: FastTime) -> Crowded:
    return Crowded(world, time, 40)


def names(number: int, first: int = 100) -> list[str]:
    return [str(first + place) for place in range(number)]


def waiting(engine: Engine, urgency: str = "") -> int:
    """How many wait for the limit."""
    return sum(state["by_class"][urgency] if urgency else state["waiting"] for state in engine.limits.state())


def later_than_the_first(crowded: Crowded) -> list[float]:
    """When calls were refused after the first window, in which nobody knows yet who else uses the app."""
    return [at for at in crowded.refused if at // 10 > crowded.answered[0] // 10]


async def begin(engine: Engine, world: World, who: list[str]) -> None:
    await asyncio.gather(*(deliver(engine, world.notification("user.created", name)) for name in who))


async def test_many_at_once_are_all_answered_and_none_is_refused(store: Store, world: World, crowded: Crowded) -> None:
    engine = await engine_on(store, crowded)
    who = names(80)
    await begin(engine, world, who)
    await until(lambda: len(world.calls) == len(who) * MENU, 40)
    assert crowded.refused == []
    windows = crowded.windows()
    assert max(windows.values()) <= 40
    middle = sorted(windows)[1:-1]
    assert all(windows[window] >= 30 for window in middle), windows
    assert engine.status()["rate_limit"][0]["refused"] == 0
    await end(engine)


async def test_what_waits_holds_no_worker_and_is_not_intended(store: Store, world: World) -> None:
    crowded = Crowded(world, FastTime(2), 40)
    engine = await engine_on(store, crowded, concurrency=2)
    await begin(engine, world, ["1"])
    await until(lambda: len(world.calls) == MENU)
    crowded.limit.exhaust()
    who = names(6)
    await begin(engine, world, who)
    await until(lambda: waiting(engine) == len(who) and len(engine._dispatcher) == 0)
    rows = [row_of(store, name) for name in who]
    states = store.read(lambda conn: {call.state for row in rows for call in outbox.open_calls(conn, row)})
    assert states == {"queued"}
    await until(lambda: len(world.calls) == (1 + len(who)) * MENU, 20)
    await end(engine)


async def test_it_is_seen_who_waits_and_at_which_place(store: Store, world: World, crowded: Crowded) -> None:
    engine = await engine_on(store, crowded)
    await begin(engine, world, ["1"])
    await until(lambda: len(world.calls) == MENU)
    crowded.limit.exhaust()
    who = names(30)
    await begin(engine, world, who)
    await until(lambda: len(store.read(rate_limit.waiting)) == 1 and waiting(engine) > 10)
    [queue] = store.read(rate_limit.waiting)
    assert queue.app_id == APP
    assert queue.waiting["by_class"]["reply"] == queue.waiting["waiting"] == len(queue.waiting["order"])
    assert queue.waiting["since"] < queue.waiting["until"]
    last = queue.waiting["order"][-1]
    assert store.read(lambda conn: rate_limit.place_of(conn, APP, last)) == len(queue.waiting["order"])
    assert store.read(lambda conn: rate_limit.place_of(conn, "another", last)) is None
    await until(lambda: len(world.calls) == (1 + len(who)) * MENU, 20)
    await until(lambda: store.read(rate_limit.waiting) == [])
    assert waiting(engine) == 0
    await end(engine)


async def test_who_just_wrote_is_answered_before_those_who_did_not(
    store: Store, world: World, crowded: Crowded, time: FastTime
) -> None:
    engine = await engine_on(store, crowded)
    silent = names(60)
    await begin(engine, world, silent)
    await until(lambda: len(world.calls) == len(silent) * MENU, 40)
    time.later = timedelta(minutes=11)
    await until(lambda: waiting(engine, "unasked") > 20, 20)
    before = len(world.calls)
    asking = names(10, first=500)
    await begin(engine, world, asking)
    await until(lambda: len(world.calls) == before + len(asking) * MENU + 60 - closed_of(world, before), 40)
    since = world.calls[before:]
    last_reply = max(place for place, call in enumerate(since) if int(call.split(":")[0]) >= 500)
    bulk_before = sum(call.endswith("close Bye") for call in since[:last_reply])
    assert bulk_before <= 20, since
    assert crowded.refused == []
    await end(engine)


def closed_of(world: World, until_call: int) -> int:
    return sum(call.endswith("close Bye") for call in world.calls[:until_call])


async def test_a_conversation_that_is_taken_over_leaves_the_line(store: Store, world: World, crowded: Crowded) -> None:
    engine = await engine_on(store, crowded)
    await begin(engine, world, ["1"])
    await until(lambda: len(world.calls) == MENU)
    crowded.limit.exhaust()
    await begin(engine, world, names(20))
    await until(lambda: waiting(engine) > 10)
    name = next(name for name in reversed(names(20)) if row_of(store, name) in engine.limits._lines[APP].order())
    row = row_of(store, name)
    teammate = {"type": "admin", "id": "814861", "name": "Mara"}
    await deliver(engine, world.wrote(name, "I do it", teammate))
    await until(lambda: row not in engine.limits._lines[APP].order())
    await until(lambda: waiting(engine) == 0, 20)
    await until(lambda: store.read(lambda conn: outbox.open_calls(conn, row)) == [])
    assert not [call for call in world.calls if call.startswith(f"{name}: ")]
    await end(engine)


async def test_others_who_use_the_same_app_are_made_room_for(store: Store, world: World, time: FastTime) -> None:
    crowded = Crowded(world, time, 60)
    engine = await engine_on(store, crowded)
    who = names(70)
    await begin(engine, world, who)
    while len(world.calls) < len(who) * MENU:
        crowded.others_call()
        await asyncio.sleep(0.1)
    assert later_than_the_first(crowded) == []
    await end(engine)


async def test_two_bots_with_stores_of_their_own_share_by_what_answers_tell(
    bot: Bot, store: Store, world: World, time: FastTime, tmp_path_factory: pytest.TempPathFactory
) -> None:
    crowded = Crowded(world, time, 60)
    place = tmp_path_factory.mktemp("other") / "bot.sqlite"
    with Store.open(place) as other:
        live = store.revisions.live()
        assert live is not None
        other.revisions.publish(live.document)
        engines = [await engine_on(store, crowded), await engine_on(other, crowded)]
        mine, theirs = names(50), names(50, first=500)
        await asyncio.gather(begin(engines[0], world, mine), begin(engines[1], world, theirs))
        await until(lambda: len(world.calls) == 100 * MENU, 40)
        assert later_than_the_first(crowded) == []
        windows = crowded.windows()
        for window in sorted(windows)[1:-2]:
            assert windows[window] >= 40, windows
        await end(*engines)


async def test_runners_that_share_a_database_share_the_limit(store: Store, world: World, time: FastTime) -> None:
    if not store.is_shared:
        pytest.skip("an SQLite file has one runner")
    crowded = Crowded(world, time, 60)
    with Store.open(str(store._place.render_as_string(hide_password=False))) as twin:
        engines = [await engine_on(store, crowded), await engine_on(twin, crowded)]
        mine, theirs = names(60), names(60, first=500)
        await asyncio.gather(begin(engines[0], world, mine), begin(engines[1], world, theirs))
        await until(lambda: len(world.calls) == 120 * MENU, 40)
        assert later_than_the_first(crowded) == []
        windows = crowded.windows()
        for window in sorted(windows)[1:-2]:
            assert windows[window] >= 40, windows
        await end(*engines)
