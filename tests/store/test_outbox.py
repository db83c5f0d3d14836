from __future__ import annotations

import pytest

from flowdesigner.errors import LeaseLostError
from flowdesigner.store import conversations, outbox
from flowdesigner.store.commit import Progress, commit
from flowdesigner.store.leases import Lease
from flowdesigner.store.outbox import OutboxRow, QueuedCall
from flowdesigner.store.store import Store
from tests.store.samples import NOON, after, claim, claimed, progress


def call(action: int, *, last: bool = True, awaited: bool = False, text: str = "hi") -> QueuedCall:
    return QueuedCall(
        action=action, call={"kind": "reply", "text": text}, flow="main", block="b1", last=last, awaited=awaited
    )


def queue(store: Store, lease: Lease, *calls: QueuedCall) -> list[int]:
    store.write(lambda conn: outbox.queue_calls(conn, lease, calls, NOON))
    return [row.number for row in opened(store, lease)]


def opened(store: Store, lease: Lease) -> list[OutboxRow]:
    return store.read(lambda conn: outbox.open_calls(conn, lease.conversation))


def unheard(store: Store, lease: Lease) -> list[tuple[int, str, str]]:
    rows = store.read(lambda conn: outbox.unheard(conn, lease.conversation))
    return [(row.action, row.state, row.error) for row in rows]


def test_calls_wait_in_the_order_in_which_they_were_asked_for(store: Store) -> None:
    lease = claimed(store)
    queue(store, lease, call(1, text="one"), call(2, text="two"))
    queue(store, lease, call(3, text="three"))
    rows = opened(store, lease)
    assert [row.call["text"] for row in rows] == ["one", "two", "three"]
    assert {(row.state, row.flow, row.block, row.attempts) for row in rows} == {("queued", "main", "b1", 0)}


def test_an_intent_is_kept_until_its_call_is_done(store: Store) -> None:
    lease = claimed(store)
    store.write(
        lambda conn: commit(
            conn, lease, Progress(session=None, status="waiting", revision=1, timer_at=None, heard_at=after(5)), NOON
        )
    )
    (number,) = queue(store, lease, call(1))
    store.write(lambda conn: outbox.intend(conn, lease, number, after(9)))
    (row,) = opened(store, lease)
    assert (row.state, row.intended_at, row.since, row.attempts) == ("intended", after(9), after(5), 1)
    store.write(lambda conn: outbox.mark_done(conn, lease, number, after(10), part_id="77"))
    assert opened(store, lease) == []
    assert store.read(lambda conn: outbox.sent_parts(conn, lease.conversation)) == {"77"}


def test_to_look_in_vain_for_what_became_of_a_call_counts_as_an_attempt(store: Store) -> None:
    lease = claimed(store)
    (number,) = queue(store, lease, call(1))
    store.write(lambda conn: outbox.intend(conn, lease, number, after(9)))
    store.write(lambda conn: outbox.mark_in_doubt(conn, lease, number, error="Nobody answers."))
    (row,) = opened(store, lease)
    assert (row.state, row.intended_at, row.attempts, row.error) == ("intended", after(9), 2, "Nobody answers.")


def test_the_interpreter_hears_of_what_it_waits_for_once(store: Store) -> None:
    lease = claimed(store)
    said, awaited = queue(store, lease, call(1), call(2, awaited=True))
    for number in (said, awaited):
        store.write(lambda conn, n=number: outbox.mark_done(conn, lease, n, NOON, result={"team": "5"}))  # type: ignore[misc]
    assert unheard(store, lease) == [(2, "done", "")]
    (row,) = store.read(lambda conn: outbox.unheard(conn, lease.conversation))
    assert row.result == {"team": "5"}
    store.write(lambda conn: outbox.mark_reported(conn, lease, [awaited]))
    assert unheard(store, lease) == []


def test_of_an_action_in_several_calls_it_hears_after_the_last(store: Store) -> None:
    lease = claimed(store)
    first, last = queue(store, lease, call(1, last=False, awaited=True), call(1, awaited=True))
    store.write(lambda conn: outbox.mark_done(conn, lease, first, NOON))
    assert unheard(store, lease) == []
    store.write(lambda conn: outbox.mark_done(conn, lease, last, NOON))
    assert unheard(store, lease) == [(1, "done", "")]


def test_every_failure_is_heard_once_and_ends_its_action(store: Store) -> None:
    lease = claimed(store)
    first, _second, other = queue(store, lease, call(1, last=False), call(1), call(2))
    store.write(lambda conn: outbox.mark_failed(conn, lease, first, NOON, error="The team is gone."))
    assert unheard(store, lease) == [(1, "failed", "The team is gone.")]
    assert [row.number for row in opened(store, lease)] == [other]


def test_a_call_that_never_left_keeps_its_place(store: Store) -> None:
    lease = claimed(store)
    first, second = queue(store, lease, call(1), call(2))
    store.write(lambda conn: outbox.intend(conn, lease, first, NOON))
    store.write(lambda conn: outbox.mark_again(conn, lease, first, error="Refused."))
    rows = opened(store, lease)
    assert [(row.number, row.state, row.attempts, row.error) for row in rows] == [
        (first, "queued", 1, "Refused."),
        (second, "queued", 0, ""),
    ]
    assert rows[0].intended_at is None


def test_what_has_not_begun_is_dropped_when_people_take_over(store: Store) -> None:
    lease = claimed(store)
    first, _second = queue(store, lease, call(1), call(2))
    store.write(lambda conn: outbox.intend(conn, lease, first, NOON))
    assert store.write(lambda conn: outbox.drop_queued(conn, lease, NOON, reason="Tom took over.")) == 1
    assert [row.number for row in opened(store, lease)] == [first]
    assert unheard(store, lease) == []


def test_somebody_who_was_fenced_off_writes_nothing(store: Store) -> None:
    lease = claimed(store)
    (number,) = queue(store, lease, call(1))
    claim(store, lease.conversation)
    for write in (
        lambda conn: outbox.intend(conn, lease, number, NOON),
        lambda conn: outbox.mark_done(conn, lease, number, NOON),
        lambda conn: outbox.mark_again(conn, lease, number, error=""),
        lambda conn: outbox.mark_failed(conn, lease, number, NOON, error=""),
        lambda conn: outbox.mark_reported(conn, lease, [number]),
        lambda conn: outbox.queue_calls(conn, lease, [call(2)], NOON),
        lambda conn: outbox.drop_queued(conn, lease, NOON, reason=""),
    ):
        with pytest.raises(LeaseLostError):
            store.write(write)
    assert [(row.number, row.state) for row in opened(store, lease)] == [(number, "queued")]


def test_a_read_back_can_know_what_was_said_before(store: Store) -> None:
    lease = claimed(store)
    first, second, third = queue(store, lease, call(1, text="a"), call(2, text="a"), call(3, text="a"))
    store.write(lambda conn: outbox.mark_done(conn, lease, first, NOON, part_id="71"))
    store.write(lambda conn: outbox.mark_failed(conn, lease, second, NOON, error="lost"))
    earlier = store.read(lambda conn: outbox.earlier(conn, lease.conversation, third))
    assert [(row.number, row.part_id) for row in earlier] == [(first, "71")]


def test_an_error_is_kept_within_bounds(store: Store) -> None:
    lease = claimed(store)
    (number,) = queue(store, lease, call(1))
    store.write(lambda conn: outbox.intend(conn, lease, number, NOON))
    store.write(lambda conn: outbox.mark_failed(conn, lease, number, NOON, error="e" * 5_000))
    (failure,) = store.read(lambda conn: outbox.of(conn, lease.conversation))
    assert (failure.state, len(failure.error)) == ("failed", 1_000)


def test_what_is_said_does_not_show_in_what_is_printed(store: Store) -> None:
    lease = claimed(store)
    queue(store, lease, call(1, text="confidential"))
    assert "confidential" not in repr(opened(store, lease)) + repr(call(1, text="confidential"))


def test_one_write_holds_a_whole_step_or_nothing_of_it(store: Store) -> None:
    lease = claimed(store)
    earlier = queue(store, lease, call(1, awaited=True), call(2))
    store.write(lambda conn: outbox.mark_done(conn, lease, earlier[0], NOON))
    step = Progress(
        session={"at": "b2"},
        status="waiting",
        revision=1,
        timer_at=after(60),
        finished=[1],
        reported=[earlier[0]],
        calls=[call(3)],
        known_parts=["message:5"],
        drop_because="Asked something else.",
        customer_name="Mia",
    )
    claimed_again = claim(store, lease.conversation)
    with pytest.raises(LeaseLostError):
        store.write(lambda conn: commit(conn, lease, step, NOON))
    assert [row.action for row in opened(store, lease)] == [2]
    store.write(lambda conn: commit(conn, claimed_again, step, NOON))
    assert [row.action for row in opened(store, lease)] == [3]
    assert unheard(store, lease) == []
    row = store.read(lambda conn: conversations.get(conn, lease.conversation))
    assert row is not None
    assert (row.session, row.customer_name) == ({"at": "b2"}, "Mia")
    assert progress().calls == ()
