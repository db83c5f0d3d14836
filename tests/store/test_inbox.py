from __future__ import annotations

import pytest
from sqlalchemy import func, select

from flowdesigner.errors import LeaseLostError
from flowdesigner.store import conversations, inbox, tables
from flowdesigner.store.store import Store
from tests.store.samples import after, arrival, claim, claimed, taken


def bodies(store: Store, row: int) -> list[str]:
    return [pending.body for pending in store.read(lambda conn: inbox.pending(conn, row))]


def row_of(store: Store, conversation: str = "c1", app: str = "app") -> int:
    found = store.read(lambda conn: conversations.find(conn, app, conversation))
    assert found is not None
    return found.id


def test_notifications_wait_in_the_order_of_arrival(store: Store) -> None:
    result = taken(store, arrival("n1", body="one"), arrival("n2", body="two"))
    taken(store, arrival("n3", body="three"))
    row = row_of(store)
    assert result == inbox.TakenIn(woken=(row,), fresh=2, conversations=(row,))
    assert bodies(store, row) == ["one", "two", "three"]
    assert store.read(inbox.waiting) == 3


def test_a_notification_acts_once_per_app(store: Store) -> None:
    taken(store, arrival("n1", body="first"))
    assert taken(store, arrival("n1", body="again")).fresh == 0
    assert taken(store, arrival("n1", body="other workspace", app="app2")).fresh == 1
    assert bodies(store, row_of(store)) == ["first"]


def test_a_part_shown_by_several_topics_acts_once_for_each_kind_of_event(store: Store) -> None:
    result = taken(
        store,
        arrival("n1", part_key="assigned:7"),
        arrival("n2", part_key="assigned:7"),
        arrival("n3", part_key="replied:7"),
        arrival("n4", part_key="assigned:7", app="app2"),
    )
    assert result.fresh == 3


def test_notifications_without_a_part_or_an_id_are_never_taken_for_each_other(store: Store) -> None:
    assert taken(store, arrival("", part_key=""), arrival("", part_key=""), arrival("n1"), arrival("n2")).fresh == 4


def test_the_same_conversation_id_of_another_app_is_another_conversation(store: Store) -> None:
    taken(store, arrival("n1", body="ours"), arrival("n2", app="app2", body="theirs"))
    assert bodies(store, row_of(store)) == ["ours"]
    assert bodies(store, row_of(store, app="app2")) == ["theirs"]


def test_a_conversation_that_is_awake_is_not_woken_again(store: Store) -> None:
    assert len(taken(store, arrival("n1")).woken) == 1
    assert taken(store, arrival("n2")).woken == ()


def test_what_was_acted_on_is_not_pending_and_loses_its_text_but_is_still_known(store: Store) -> None:
    lease = claimed(store)
    waiting = store.read(lambda conn: inbox.pending(conn, lease.conversation))
    store.write(lambda conn: inbox.finish(conn, lease, [row.number for row in waiting], after(1)))
    assert bodies(store, lease.conversation) == []
    assert store.read(lambda conn: conn.execute(select(tables.inbox.c.body)).scalars().all()) == [""]
    assert taken(store, arrival("first of c1")).fresh == 0


def test_somebody_who_was_fenced_off_finishes_nothing(store: Store) -> None:
    lease = claimed(store)
    claim(store, lease.conversation)
    with pytest.raises(LeaseLostError, match="claimed by another worker"):
        store.write(lambda conn: inbox.finish(conn, lease, [1], after(1)))
    assert store.read(inbox.waiting) == 1


def test_parts_that_a_reading_showed_never_act_again(store: Store) -> None:
    lease = claimed(store)
    taken(store, arrival("n1", part_key="message:1", body="waits"))
    store.write(lambda conn: inbox.remember(conn, lease, ["message:1", "message:2"], after(1)))
    assert taken(store, arrival("n2", part_key="message:2", body="late")).fresh == 0
    assert taken(store, arrival("n3", part_key="message:3", body="new")).fresh == 1
    assert bodies(store, lease.conversation) == ["{}", "new"]


def test_text_that_no_database_takes_is_kept_without_it(store: Store) -> None:
    odd = arrival("n\0\ud800", conversation="c\0", part_key="x" * 1_000)
    assert taken(store, odd).fresh == 1
    assert taken(store, odd).fresh == 0
    longest = store.read(lambda conn: conn.execute(select(func.max(func.length(tables.inbox.c.part_key)))).scalar())
    assert longest == 200
