"""What an engine's metrics say of conversations that really were answered."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime

import httpx

from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.vitals import Vitals
from flowdesigner.store.listing import LETTERS
from flowdesigner.store.store import Store
from flowdesigner.store.transaction import Transaction
from tests.metrics import Numbers, numbers
from tests.runtime.conftest import Clock, Starter
from tests.runtime.crowded import Crowded, FastTime
from tests.runtime.world import APP, CHANNEL, World, closed, deliver, only, until

CREATED, REPLIED = "conversation.user.created", "conversation.user.replied"


def notified(topic: str, outcome: str) -> str:
    return f'flowdesigner_notifications_total{{outcome="{outcome}",topic="{topic}"}}'


def called(kind: str, outcome: str) -> str:
    return f'flowdesigner_calls_total{{kind="{kind}",outcome="{outcome}"}}'


def acted(event: str) -> str:
    return f'flowdesigner_events_total{{event="{event}"}}'


async def told(engine: Engine) -> Numbers:
    return numbers(await engine.metrics())


async def answered(engine: Engine, world: World, conversation: str = "1") -> None:
    """A customer says hello, presses a button, and is answered."""
    before = len(world.calls)
    await deliver(engine, world.notification("user.created", conversation))
    await until(lambda: len(world.calls) == before + 2)
    await deliver(engine, world.wrote(conversation, "billing"))
    await until(lambda: len(world.calls) == before + 4)
    await until(lambda: engine.at_work == 0)


async def test_notifications_events_and_calls_are_counted(start: Starter, world: World) -> None:
    engine = await start()
    await answered(engine, world)
    found = await told(engine)
    assert (found[notified(CREATED, "kept")], found[notified(REPLIED, "kept")]) == (1, 1)
    assert found[acted("message")] == 2
    assert found[called("reply", "made")] + found[called("quick_reply", "made")] == 3
    assert found[called("close", "made")] == 1
    assert found["flowdesigner_notification_to_call_seconds_count"] == 2
    assert 0 < found["flowdesigner_notification_to_call_seconds_sum"] < 10
    assert found['flowdesigner_call_seconds_count{kind="close"}'] == 1


async def test_what_comes_again_and_what_is_not_needed_is_counted_apart(start: Starter, world: World) -> None:
    engine = await start()
    hello = world.notification("user.created", "1")
    await deliver(engine, hello, hello)
    engine.live = False
    await deliver(engine, world.notification("user.created", "2"))
    found = await told(engine)
    assert (found[notified(CREATED, "kept")], found[notified(CREATED, "duplicate")]) == (1, 1)
    assert found[notified(CREATED, "not_needed")] == 1


async def test_a_topic_that_nobody_knows_makes_no_label(start: Starter, world: World) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1").replace(b"user.created", b"Mia Novak"))
    text = (await engine.metrics()).decode()
    assert numbers(text)[notified("other", "not_needed")] == 1
    assert "Mia" not in text


async def test_calls_in_doubt_and_looks_at_what_became_of_them_are_told_apart(start: Starter, world: World) -> None:
    engine = await start()
    world.fault = lambda request: httpx.Response(503)
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: engine.counts["read back"] > 1)
    found = await told(engine)
    assert found[called("reply", "in_doubt")] == 1
    assert found[called("read_back", "in_doubt")] >= 1


async def test_what_waits_and_how_conversations_stand_is_read_when_somebody_looks(
    start: Starter, world: World, clock: Clock
) -> None:
    engine = await start()
    await answered(engine, world)
    await deliver(engine, world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 6 and engine.at_work == 0)
    found = await told(engine)
    assert (found["flowdesigner_ready"], found["flowdesigner_live"], found["flowdesigner_database_up"]) == (1, 1, 1)
    assert found["flowdesigner_revision"] == 1
    assert found['flowdesigner_conversations{status="waiting"}'] == 1
    assert found['flowdesigner_conversations{status="ended"}'] == 1
    for name in ("inbox_waiting", "inbox_oldest_seconds", "timers_due", "calls_waiting", "dead_letters"):
        assert found[f"flowdesigner_{name}"] == 0
    assert 'flowdesigner_build_info{python="' in (await engine.metrics()).decode()


async def test_intercoms_limit_is_told_by_workspace(world: World, store: Store) -> None:
    time = FastTime()
    crowded = Crowded(world, time, 40)
    engine = Engine(store, only(CHANNEL, crowded.intercom()), clock=time)
    await engine.start()
    await deliver(engine, *(world.notification("user.created", str(number)) for number in range(100, 160)))
    await until(lambda: sum(state["waiting"] for state in engine.limits.state()) > 0)
    found = await told(engine)
    assert found[f'flowdesigner_rate_limit_calls{{workspace="{APP}"}}'] == 40
    assert found[f'flowdesigner_rate_limit_waiting{{workspace="{APP}"}}'] > 0
    assert 0 <= found[f'flowdesigner_rate_limit_left{{workspace="{APP}"}}'] <= 40
    assert found[f'flowdesigner_rate_limit_refused{{workspace="{APP}"}}'] == 0
    await engine.stop(2)
    await closed(engine)


async def test_what_was_given_up_is_told(start: Starter, world: World) -> None:
    engine = await start()
    refusal = httpx.Response(400, json={"errors": [{"code": "parameter_invalid", "message": "no"}]})
    world.fault = lambda request: refusal if request.method == "POST" else None
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: engine.store.read(lambda conn: conn.execute(LETTERS).scalar_one()) > 0)
    assert (await told(engine))["flowdesigner_dead_letters"] >= 1


async def test_what_a_stopped_bot_left_waiting_is_seen(start: Starter, world: World, store: Store) -> None:
    engine = await start()
    world.fault = lambda request: httpx.Response(503)
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: engine.counts["read back"] > 0)
    found = await told(engine)
    assert found["flowdesigner_calls_waiting"] == 2
    assert found["flowdesigner_conversations_woken"] == 1


async def test_a_database_that_is_gone_is_told_and_the_rest_still_is(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start()
    await answered(engine, world)
    store.write(rename_tables)
    found = await told(engine)
    assert (found["flowdesigner_database_up"], found["flowdesigner_ready"]) == (0, 0)
    assert found[called("close", "made")] == 1


class Stuck(Clock):
    """Holds up whoever asks for the time beside the event loop, as a database that hangs would."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = threading.Event()
        self.asked = 0

    def __call__(self) -> datetime:
        if threading.current_thread().name.startswith("asyncio"):
            self.asked += 1
            self.goes_on.wait(20)
        return super().__call__()


async def test_a_database_that_hangs_is_told_and_asked_once(store: Store, world: World) -> None:
    clock = Stuck()
    engine = Engine(store, only(CHANNEL, world.intercom()), clock=clock)
    vitals = Vitals(engine, patience=0.05)
    standing = await vitals.look()
    await asyncio.sleep(0)
    again = await Vitals._look(vitals)
    for one in (standing, again):
        assert [gauge.values[0][1] for gauge in one.gauges if gauge.name == "database_up"] == [0]
    assert clock.asked == 1
    clock.goes_on.set()
    await asyncio.sleep(0)
    await closed(engine)


def rename_tables(conn: Transaction) -> None:
    """Nothing that is asked for is there any more."""
    for table in ("revision", "inbox"):
        conn.exec_driver_sql(f"ALTER TABLE {table} RENAME TO no_{table}")
