from __future__ import annotations

import pytest
from sqlalchemy import text

from flowdesigner.errors import StoreError
from flowdesigner.store.revisions import live_number
from flowdesigner.store.store import Store


def test_the_newest_is_live(store: Store) -> None:
    assert (store.revisions.live(), store.read(live_number)) == (None, None)
    first = store.revisions.publish({"name": "Billing", "flows": {}}, "first try")
    second = store.revisions.publish({"name": "Billing 2"}, "")
    assert (first.number, second.number) == (1, 2)
    assert store.revisions.live() == second
    assert store.revisions.get(1) == first
    assert store.revisions.get(3) is None
    assert store.read(live_number) == 2


def test_the_list_names_the_newest_first(store: Store) -> None:
    for note in ("one", "two"):
        store.revisions.publish({}, note)
    assert [(line.number, line.note) for line in store.revisions.list()] == [(2, "two"), (1, "one")]


@pytest.mark.parametrize("statement", ["UPDATE revision SET note = 'better'", "DELETE FROM revision"])
def test_a_revision_never_changes(store: Store, statement: str) -> None:
    kept = store.revisions.publish({"name": "Billing"}, "note")
    with pytest.raises(StoreError, match="never changes"):
        store.write(lambda conn: conn.execute(text(statement)).rowcount)
    assert store.revisions.get(1) == kept


def test_a_note_is_kept_within_bounds(store: Store) -> None:
    assert len(store.revisions.publish({}, "n" * 9_999).note) == 2_000


def test_the_author_can_go_back_to_an_older_one_and_publish_again(store: Store) -> None:
    for name in ("one", "two"):
        store.revisions.publish({"name": name}, author="Mia")
    store.revisions.go_to(1)
    live = store.revisions.live()
    assert live is not None
    assert (live.number, live.document, store.read(live_number)) == (1, {"name": "one"}, 1)
    assert [(line.number, line.author) for line in store.revisions.list()] == [(2, "Mia"), (1, "Mia")]
    assert store.revisions.publish({}).number == store.read(live_number) == 3


def test_a_revision_that_is_not_there_cannot_be_gone_to(store: Store) -> None:
    store.revisions.publish({})
    with pytest.raises(StoreError, match="no version 2"):
        store.revisions.go_to(2)
    assert store.read(live_number) == 1
