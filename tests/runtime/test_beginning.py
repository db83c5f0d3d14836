"""A conversation is begun in the transaction that takes its notification in, and nothing is lost where that fails."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime

import pytest

from flowdesigner.intercom.notification import parse
from flowdesigner.runtime.beginning import Beginning, Begun
from flowdesigner.runtime.dispatch_embedded import EmbeddedDispatcher
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.intake import Intake
from flowdesigner.runtime.outcome import Queued
from flowdesigner.runtime.steps import Claim, Steps
from flowdesigner.runtime.tenure import Sole
from flowdesigner.runtime.workspaces import Workspaces
from flowdesigner.store import conversations, inbox, outbox
from flowdesigner.store.conversations import ConversationRow
from flowdesigner.store.inbox import Arrival, InboxRow, TakenIn
from flowdesigner.store.leases import Lease
from flowdesigner.store.store import Store
from flowdesigner.store.transaction import Transaction
from tests.runtime.conftest import Clock, Starter
from tests.runtime.crowded import Crowded, FastTime
from tests.runtime.world import APP, CHANNEL, World, closed, deliver, only, until
from tests.store.commits import commits_of

MENU = ["1: comment Well?", "1: quick_reply [Billing] [People]"]


class Stumbling(Steps):
    """Begins nothing."""

    def begin(self, conn: Transaction, found: ConversationRow, arrived: InboxRow | None) -> Claim:
        super().begin(conn, found, arrived)
        raise RuntimeError("stumbled")


async def test_a_notification_and_the_first_call_that_it_leads_to_are_one_commit(
    start: Starter, world: World, store: Store
) -> None:
    if store.is_shared:
        return
    engine = await start()
    await deliver(engine, world.notification("user.created", "warm"))
    await until(lambda: len(world.calls) == 2 and engine.at_work == 0)
    world.calls.clear()
    commits = await commits_of(store)
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: engine.at_work == 0)
    assert world.calls == MENU
    # The notification with the intent of both calls, then what became of them.
    assert len(commits) == 2


async def test_what_cannot_be_begun_is_kept_and_found_by_the_sweep(start: Starter, world: World, store: Store) -> None:
    engine = await start(live=False)
    workspaces = only(CHANNEL, world.intercom())
    steps = Stumbling(engine.programs, lambda: workspaces, engine.now, engine.limits, Sole())
    begun, body = Begun(steps), world.notification("user.created", "1")
    taken = await intake(store, workspaces).take_in(parse(body), body, keep=True, beginning=Beginning(begun))
    assert taken is not None
    assert taken.fresh == 1
    assert begun.claims == {}
    row = store.read(lambda conn: conversations.find(conn, APP, "1"))
    assert row is not None
    assert (row.woken, row.epoch, row.status) == (True, 0, "new")
    assert store.read(inbox.waiting) == 1
    assert store.read(lambda conn: outbox.open_calls(conn, row.id)) == []
    engine.live = True
    await until(lambda: world.calls == MENU)


async def test_the_sweep_leaves_alone_what_was_begun(start: Starter, world: World, store: Store) -> None:
    engine = await start(live=False)
    workspaces, begun = nothing_begun(engine, world)
    beginning, body = Beginning(begun), world.notification("user.created", "1")
    await intake(store, workspaces).take_in(parse(body), body, keep=True, beginning=beginning)
    (row,) = begun.claims
    dispatcher = EmbeddedDispatcher(store)
    await dispatcher.sweep(begun.claims)
    assert len(dispatcher) == 0
    beginning.forget()
    await dispatcher.sweep(begun.claims)
    assert len(dispatcher) == 1
    assert begun.take(row) is None


async def test_one_that_is_given_its_place_before_a_worker_looks_does_not_wait_for_another_wake_up(
    store: Store, world: World
) -> None:
    crowded = Crowded(world, FastTime(1), 40)
    engine = Engine(store, only(CHANNEL, crowded.intercom()), clock=crowded.time)
    begun = Begun(Steps(engine.programs, lambda: engine.workspaces, engine.now, engine.limits, Sole()))
    (workspace,) = engine.workspaces
    workspace.intercom.window.close()
    body = world.notification("user.created", "1")
    taken = await intake(store, engine.workspaces).take_in(parse(body), body, keep=True, beginning=Beginning(begun))
    assert taken is not None
    (row,) = taken.woken
    claim = begun.claims[row]
    assert isinstance(claim, tuple)
    assert claim[1] == Queued()
    assert begun.take(row) is None
    assert begun.claims == {}
    await engine.stop(0)
    await closed(engine)


async def test_no_worker_goes_on_before_the_transaction_is_on_the_disk(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start(live=False)
    workspaces, begun = nothing_begun(engine, world)
    body = world.notification("user.created", "1")
    early: list[tuple[Claim, bool]] = []

    class Hasty(Beginning):
        def begin(self, conn: Transaction, arrival: Arrival) -> TakenIn:
            taken = super().begin(conn, arrival)
            early.extend((begun.take(row), begun.is_under_way(row)) for row in taken.woken)
            return taken

    await intake(store, workspaces).take_in(parse(body), body, keep=True, beginning=Hasty(begun))
    assert early == [(None, True)]
    (row,) = begun.claims
    assert not begun.is_under_way(row)
    assert begun.take(row) is not None
    assert begun.take(row) is None


async def test_a_worker_that_is_woken_before_the_commit_leaves_the_conversation_to_the_one_after_it(
    start: Starter, world: World, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place in the rate window is given out at any time."""
    engine = await start()
    await until(engine._dispatcher.has_free_hands)
    loop, begin, looked = asyncio.get_running_loop(), Steps.begin, threading.Event()

    def slow(self: Steps, conn: Transaction, found: ConversationRow, arrived: InboxRow | None) -> Claim:
        claim = begin(self, conn, found, arrived)
        loop.call_soon_threadsafe(engine._dispatcher.wake, [found.id])
        loop.call_soon_threadsafe(loop.call_later, 0.05, looked.set)
        looked.wait(10)
        return claim

    monkeypatch.setattr(Steps, "begin", slow)
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: world.calls == MENU and engine.at_work == 0)
    row = store.read(lambda conn: conversations.find(conn, APP, "1"))
    assert row is not None
    assert row.epoch == 1


async def test_what_was_begun_counts_no_more_when_somebody_has_claimed_the_conversation_since(
    start: Starter, world: World, store: Store
) -> None:
    begun, row = await one_begun(await start(live=False), world)
    begun.forget_older_than(Lease(row, 1))
    assert row in begun.claims
    claim = await store.writer.run(lambda conn: begun.steps.claim(conn, row))
    assert isinstance(claim, tuple)
    begun.forget_older_than(claim[0].lease)
    assert begun.take(row) is None
    assert begun.claims == {}


async def test_what_nobody_waits_for_any_more_is_left_to_the_sweep(start: Starter, world: World, store: Store) -> None:
    """Whoever delivered it was cut off while the transaction ran."""
    engine = await start(live=False)
    _, begun = nothing_begun(engine, world)
    beginning, arrival = Beginning(begun), arrival_of(world.notification("user.created", "1"), engine.now())
    beginning.forget()
    taken = await store.writer.run(lambda conn: beginning.begin(conn, arrival))
    assert taken.fresh == 1
    assert begun.claims == {}


async def test_a_call_that_nobody_will_make_any_more_is_queued_again(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start(live=False)
    begun, row = await one_begun(engine, world)
    assert [call.state for call in store.read(lambda conn: outbox.open_calls(conn, row))] == ["intended", "queued"]
    await store.writer.run(begun.give_back)
    assert [call.state for call in store.read(lambda conn: outbox.open_calls(conn, row))] == ["queued", "queued"]
    begun.forget()
    assert begun.claims == {}
    engine.live = True
    await until(lambda: world.calls == MENU)


async def one_begun(engine: Engine, world: World) -> tuple[Begun, int]:
    """A conversation that no worker has looked at yet, and its row."""
    workspaces, begun = nothing_begun(engine, world)
    body = world.notification("user.created", "1")
    await intake(engine.store, workspaces).take_in(parse(body), body, keep=True, beginning=Beginning(begun))
    (row,) = begun.claims
    return begun, row


def nothing_begun(engine: Engine, world: World) -> tuple[Workspaces, Begun]:
    """A bot's workspaces, and no claims yet."""
    workspaces = only(CHANNEL, world.intercom())
    return workspaces, Begun(Steps(engine.programs, lambda: workspaces, engine.now, engine.limits, Sole()))


def intake(store: Store, workspaces: Workspaces) -> Intake:
    return Intake(store, lambda: workspaces, Clock())


async def test_what_a_run_has_claimed_that_was_undone_was_never_claimed(
    start: Starter, world: World, store: Store
) -> None:
    """PostgreSQL has what it has ended run once more; meanwhile somebody woke the conversation."""
    engine = await start(live=False)
    _, begun = nothing_begun(engine, world)
    beginning, arrival = Beginning(begun), arrival_of(world.notification("user.created", "1"), engine.now())

    def undone(conn: Transaction) -> None:
        beginning.begin(conn, arrival)
        raise RuntimeError("ended for the sake of another")

    with pytest.raises(RuntimeError, match="for the sake"):
        await store.writer.run(undone)
    await store.writer.run(lambda conn: inbox.take_in(conn, [arrival]))
    await store.writer.run(lambda conn: beginning.begin(conn, arrival))
    beginning.keep()
    assert begun.claims == {}


def arrival_of(body: bytes, now: datetime) -> Arrival:
    return Arrival(
        app_id=APP, conversation_id="1", notification_id="n1", part_key="message:1", topic="conversation.user.created",
        body=body.decode(), part_at=now, received_at=now,
    )  # fmt: skip
