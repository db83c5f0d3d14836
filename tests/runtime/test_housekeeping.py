"""What is over is forgotten while conversations go on."""

from __future__ import annotations

from datetime import timedelta

from flowdesigner.runtime.housekeeping import Housekeeping
from flowdesigner.runtime.records import Records
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock, Starter
from tests.runtime.test_history import transcript, viewed
from tests.runtime.world import APP, World, deliver, until


async def test_a_round_forgets_what_is_over_and_leaves_what_goes_on(
    start: Starter, world: World, store: Store, clock: Clock
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"), world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 4)
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 6 and not store.read(conversations.woken))
    await engine.stop(2)
    row = Records(store).find_row("2", APP)
    keeping = Housekeeping(store, {"FLOWDESIGNER_KEEP_CONVERSATIONS_DAYS": "31"}, clock)
    assert await keeping.round() == 0
    clock.later = timedelta(days=2)
    assert await keeping.round() == 6
    assert await keeping.round() == 0
    clock.later = timedelta(days=30, hours=1)
    assert await keeping.round() > 0
    view = viewed(store, "1")
    assert (transcript(view), view.forgotten_before, view.entry.status) == ([], None, "ended")
    clock.later = timedelta(days=32)
    await keeping.round()
    assert Records(store).find_row("1", APP) is None
    assert Records(store).find_row("2", APP) == row
    clock.later = timedelta()
    again = await start()
    await deliver(again, world.wrote("2", "billing"))
    await until(lambda: len(world.calls) == 8)
    await until(
        lambda: transcript(viewed(store, "2")) == ["customer: billing", "bot: See Settings", "bot: Bye", "note: closed"]
    )
    assert viewed(store, "2").forgotten_before is not None


async def test_a_customers_conversations_are_found_and_forgotten(start: Starter, world: World, store: Store) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"), world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 4 and not store.read(conversations.woken))
    records = Records(store)
    assert records.rows_of_customer("c") == ()
    rows = records.rows_of_customer("c1")
    assert len(rows) == 2
    assert all(records.forget(row) > 3 for row in rows)
    assert records.find().lines == ()
    assert records.conversation(rows[0]) is None
