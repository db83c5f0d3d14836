from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Table, func, select

from flowdesigner.errors import LeaseLostError
from flowdesigner.store import conversations, history, inbox, letters, outbox
from flowdesigner.store.commit import commit
from flowdesigner.store.history import Happening
from flowdesigner.store.leases import Lease
from flowdesigner.store.letters import DeadLetter
from flowdesigner.store.outbox import QueuedCall
from flowdesigner.store.retention import Retention
from flowdesigner.store.store import Store
from flowdesigner.store.tables import conversation as conversation_table
from flowdesigner.store.tables import history as history_table
from flowdesigner.store.tables import inbox as inbox_table
from flowdesigner.store.tables import outbox as outbox_table
from flowdesigner.store.upkeep import AT_ONCE, forget, forget_old
from tests.store.samples import NOON, after, arrival, claimed, progress, taken

KEPT_FOR = timedelta(days=30)
LATER = after(1) + KEPT_FOR


def over(store: Store, name: str, status: str = "ended") -> Lease:
    """A conversation in which everything was done at noon."""
    lease = claimed(store, name)
    row = lease.conversation
    numbers = [waiting.number for waiting in store.read(lambda conn: inbox.pending(conn, row))]
    call = QueuedCall(action=1, call={"kind": "reply", "body": "Hello"})
    step = replace(progress(status, calls=(call,)), history=[happening()])
    store.write(lambda conn: inbox.finish(conn, lease, numbers, NOON))
    store.write(lambda conn: commit(conn, lease, step, NOON))
    (queued,) = store.read(lambda conn: outbox.open_calls(conn, row))
    store.write(lambda conn: outbox.mark_done(conn, lease, queued.number, NOON))
    store.write(lambda conn: conversations.rest(conn, lease))
    return lease


def happening(at: datetime = NOON) -> Happening:
    return Happening(at=at, received_at=at, revision=1, event="message", status="ended", path=[], lines=[])


def left(store: Store) -> list[int]:
    """Rows of inbox, outbox, conversations and history."""

    def count(table: Table) -> int:
        return store.read(lambda conn: conn.execute(select(func.count()).select_from(table)).scalar_one())

    return [count(table) for table in (inbox_table, outbox_table, conversation_table, history_table)]


def test_what_is_over_is_forgotten_after_its_time(store: Store) -> None:
    over(store, "c1")
    assert left(store) == [1, 1, 1, 1]
    assert store.write(lambda conn: forget_old(conn, NOON + KEPT_FOR)) == 1
    assert left(store) == [1, 1, 1, 1]
    assert store.write(lambda conn: forget_old(conn, LATER)) == 4
    assert left(store) == [0, 0, 0, 0]


def test_what_calls_said_is_forgotten_before_the_calls(store: Store) -> None:
    lease = over(store, "c1")
    store.write(lambda conn: forget_old(conn, after(-1) + timedelta(days=1)))
    (row,) = store.read(lambda conn: outbox.of(conn, lease.conversation))
    assert row.call == {"kind": "reply", "body": "Hello"}
    store.write(lambda conn: forget_old(conn, after(1) + timedelta(days=1)))
    (row,) = store.read(lambda conn: outbox.of(conn, lease.conversation))
    assert (row.call, row.result, row.state) == ({"kind": "reply"}, None, "done")


def test_each_kind_has_days_of_its_own(store: Store) -> None:
    over(store, "c1")
    kept = Retention(transcripts=1, notifications=2, calls=3, conversations=4)
    counts = []
    for days in range(1, 6):
        store.write(lambda conn, days=days: forget_old(conn, after(1) + timedelta(days=days), kept))  # type: ignore[misc]
        counts.append(left(store))
    assert counts == [[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_more_than_one_bite_is_forgotten(store: Store) -> None:
    lease = claimed(store)
    happenings = [happening()] * (AT_ONCE + 20)
    store.write(lambda conn: history.add(conn, lease.conversation, happenings))
    store.write(lambda conn: history.add(conn, lease.conversation, [happening(LATER)]))
    assert store.write(lambda conn: forget_old(conn, LATER)) == AT_ONCE + 20
    assert left(store)[3] == 1


def test_a_conversation_is_forgotten_at_once_whatever_it_does(store: Store) -> None:
    lease, other = over(store, "c1", "waiting"), over(store, "c2", "waiting")
    letter = DeadLetter(kind="call", what="send a message", content={"calls": [{}]}, reason="No", attempts=1, at=NOON)
    store.write(lambda conn: letters.add(conn, lease.conversation, letter))
    assert store.write(lambda conn: forget(conn, lease.conversation)) == 5
    assert left(store) == [1, 1, 1, 1]
    assert store.read(letters.unsettled) == []
    with pytest.raises(LeaseLostError):
        store.write(lambda conn: commit(conn, lease, progress(calls=(QueuedCall(action=2, call={}),)), NOON))
    with pytest.raises(LeaseLostError):
        store.write(lambda conn: conversations.rest(conn, lease))
    assert store.read(lambda conn: conversations.get(conn, other.conversation)) is not None
    assert taken(store, arrival("later", conversation="c1")).fresh == 1


def test_conversations_that_wait_or_that_people_have_stay(store: Store) -> None:
    over(store, "c1", "waiting")
    over(store, "c2", "handed_over")
    store.write(lambda conn: forget_old(conn, LATER))
    assert left(store) == [0, 0, 2, 0]


def test_what_was_not_acted_on_or_not_heard_stays(store: Store) -> None:
    claimed(store, "c1")
    lease = over(store, "c2")
    store.write(lambda conn: outbox.queue_calls(conn, lease, [QueuedCall(action=2, call={})], NOON))
    (queued,) = store.read(lambda conn: outbox.open_calls(conn, lease.conversation))
    store.write(lambda conn: outbox.mark_failed(conn, lease, queued.number, NOON, error="gone"))
    store.write(lambda conn: forget_old(conn, LATER))
    assert left(store) == [1, 1, 2, 0]
