from __future__ import annotations

from sqlalchemy import Table, func, select

from flowdesigner.store import conversations, inbox, outbox
from flowdesigner.store.commit import commit
from flowdesigner.store.leases import Lease
from flowdesigner.store.outbox import QueuedCall
from flowdesigner.store.store import Store
from flowdesigner.store.tables import conversation as conversation_table
from flowdesigner.store.tables import inbox as inbox_table
from flowdesigner.store.tables import outbox as outbox_table
from flowdesigner.store.upkeep import KEPT_FOR, forget_old
from tests.store.samples import NOON, after, claimed, progress

LATER = after(1) + KEPT_FOR


def over(store: Store, name: str, status: str = "ended") -> Lease:
    """A conversation in which everything was done at noon."""
    lease = claimed(store, name)
    row = lease.conversation
    numbers = [waiting.number for waiting in store.read(lambda conn: inbox.pending(conn, row))]
    call = QueuedCall(action=1, call={"kind": "reply"})
    store.write(lambda conn: inbox.finish(conn, lease, numbers, NOON))
    store.write(lambda conn: commit(conn, lease, progress(status, calls=(call,)), NOON))
    (queued,) = store.read(lambda conn: outbox.open_calls(conn, row))
    store.write(lambda conn: outbox.mark_done(conn, lease, queued.number, NOON))
    store.write(lambda conn: conversations.rest(conn, lease))
    return lease


def left(store: Store) -> list[int]:
    def count(table: Table) -> int:
        return store.read(lambda conn: conn.execute(select(func.count()).select_from(table)).scalar_one())

    return [count(table) for table in (inbox_table, outbox_table, conversation_table)]


def test_what_is_over_is_forgotten_after_its_time(store: Store) -> None:
    over(store, "c1")
    assert store.write(lambda conn: forget_old(conn, NOON + KEPT_FOR)) == 0
    assert store.write(lambda conn: forget_old(conn, LATER)) == 3
    assert left(store) == [0, 0, 0]


def test_conversations_that_wait_or_that_people_have_stay(store: Store) -> None:
    over(store, "c1", "waiting")
    over(store, "c2", "handed_over")
    store.write(lambda conn: forget_old(conn, LATER))
    assert left(store) == [0, 0, 2]


def test_what_was_not_acted_on_or_not_heard_stays(store: Store) -> None:
    claimed(store, "c1")
    lease = over(store, "c2")
    store.write(lambda conn: outbox.queue_calls(conn, lease, [QueuedCall(action=2, call={})], NOON))
    (queued,) = store.read(lambda conn: outbox.open_calls(conn, lease.conversation))
    store.write(lambda conn: outbox.mark_failed(conn, lease, queued.number, NOON, error="gone"))
    store.write(lambda conn: forget_old(conn, LATER))
    assert left(store) == [1, 1, 2]
