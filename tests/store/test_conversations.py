from __future__ import annotations

import pytest

from flowdesigner.errors import LeaseLostError
from flowdesigner.store import conversations, inbox, outbox
from flowdesigner.store.commit import commit
from flowdesigner.store.conversations import ConversationRow
from flowdesigner.store.leases import Lease
from flowdesigner.store.outbox import QueuedCall
from flowdesigner.store.store import Store
from tests.store.samples import NOON, after, arrival, claim, claimed, progress, taken


def read(store: Store, lease: Lease) -> ConversationRow:
    row = store.read(lambda conn: conversations.get(conn, lease.conversation))
    assert row is not None
    return row


def act_on_everything(store: Store, lease: Lease) -> None:
    rows = store.read(lambda conn: inbox.pending(conn, lease.conversation))
    store.write(lambda conn: inbox.finish(conn, lease, [row.number for row in rows], after(1)))


def test_a_conversation_begins_new_awake_and_without_session(store: Store) -> None:
    row = read(store, claimed(store))
    assert (row.status, row.woken, row.epoch, row.session, row.revision) == ("new", True, 1, None, None)
    assert (row.app_id, row.conversation_id, row.timer_at) == ("app", "c1", None)


def test_what_is_saved_is_read_back(store: Store) -> None:
    lease = claimed(store)
    session = {"text": "naïve \ud800 \0 text", "steps": [1, 2.5, None, True]}
    store.write(
        lambda conn: conversations.save(
            conn,
            lease,
            session=session,
            status="waiting",
            revision=3,
            timer_at=after(60),
            now=after(1),
            customer_name="Mia",
        )
    )
    row = read(store, lease)
    assert (row.session, row.status, row.revision, row.timer_at) == (session, "waiting", 3, after(60))
    assert (row.customer_name, row.updated_at, row.heard_at) == ("Mia", after(1), None)


def test_a_name_that_is_not_given_stays(store: Store) -> None:
    lease = claimed(store)
    for name in ("M" * 300, None):
        store.write(
            lambda conn, name=name: conversations.save(  # type: ignore[misc]
                conn,
                lease,
                session=None,
                status="waiting",
                revision=1,
                timer_at=None,
                now=NOON,
                customer_name=name,
                heard_at=NOON if name else None,
            )
        )
    assert read(store, lease).customer_name == "M" * 199 + "…"
    assert read(store, lease).heard_at == NOON


def test_whoever_claims_fences_off_whoever_had_it(store: Store) -> None:
    first = claimed(store)
    second = claim(store, first.conversation)
    with pytest.raises(LeaseLostError):
        store.write(lambda conn: commit(conn, first, progress("ended"), NOON))
    with pytest.raises(LeaseLostError):
        store.write(lambda conn: conversations.rest(conn, first))
    store.write(lambda conn: commit(conn, second, progress("waiting"), NOON))
    assert read(store, second).status == "waiting"


def test_there_is_nothing_to_claim_where_no_conversation_is(store: Store) -> None:
    assert store.write(lambda conn: conversations.claim(conn, 99)) is None
    assert store.read(lambda conn: conversations.find(conn, "app", "nobody")) is None


def test_it_rests_only_when_the_inbox_is_empty(store: Store) -> None:
    lease = claimed(store)
    assert not store.write(lambda conn: conversations.rest(conn, lease))
    assert read(store, lease).woken
    act_on_everything(store, lease)
    assert store.write(lambda conn: conversations.rest(conn, lease))
    assert not read(store, lease).woken


def test_a_notification_after_the_rest_wakes_it_again(store: Store) -> None:
    lease = claimed(store)
    act_on_everything(store, lease)
    store.write(lambda conn: conversations.rest(conn, lease))
    assert taken(store, arrival("n2")).woken == (lease.conversation,)
    assert store.read(conversations.woken) == [lease.conversation]


def test_it_does_not_rest_while_a_call_is_open_or_unheard(store: Store) -> None:
    lease = claimed(store)
    act_on_everything(store, lease)
    call = QueuedCall(action=1, call={"kind": "reply"}, awaited=True)
    store.write(lambda conn: outbox.queue_calls(conn, lease, [call], NOON))
    assert not store.write(lambda conn: conversations.rest(conn, lease))
    store.write(lambda conn: outbox.mark_done(conn, lease, 1, NOON))
    assert not store.write(lambda conn: conversations.rest(conn, lease))
    store.write(lambda conn: outbox.mark_reported(conn, lease, [1]))
    assert store.write(lambda conn: conversations.rest(conn, lease))


def test_timers_are_found_when_due_the_earliest_first(store: Store) -> None:
    leases = [claimed(store, f"c{number}") for number in range(4)]
    for lease, seconds in zip(leases, (30, 10, 20, 99), strict=True):
        act_on_everything(store, lease)
        store.write(lambda conn, lease=lease, s=seconds: commit(conn, lease, progress(timer_at=after(s)), NOON))  # type: ignore[misc]
        store.write(lambda conn, lease=lease: conversations.rest(conn, lease))  # type: ignore[misc]
    due = store.read(lambda conn: conversations.due_timers(conn, after(30)))
    assert due == [leases[1].conversation, leases[2].conversation, leases[0].conversation]
    assert store.read(lambda conn: conversations.due_timers(conn, after(30), limit=1)) == due[:1]
    assert store.read(conversations.next_timer) == after(10)
    store.write(lambda conn: conversations.wake(conn, due))
    assert store.read(lambda conn: conversations.due_timers(conn, after(30))) == []
    assert store.read(conversations.woken) == sorted(due)
    assert store.read(conversations.next_timer) == after(99)
    store.write(lambda conn: conversations.wake(conn, [leases[3].conversation]))
    assert store.read(conversations.next_timer) is None


def test_conversations_are_counted_by_what_they_do(store: Store) -> None:
    for number in range(3):
        lease = claimed(store, f"c{number}")
        store.write(lambda conn, lease=lease, n=number: commit(conn, lease, progress(), after(n)))  # type: ignore[misc]
    claimed(store, "nobody's")
    assert store.read(conversations.count) == {"new": 1, "waiting": 3}


def test_a_session_does_not_show_in_what_is_printed(store: Store) -> None:
    lease = claimed(store)
    store.write(lambda conn: commit(conn, lease, progress(), NOON))
    assert "step" not in repr(read(store, lease))
