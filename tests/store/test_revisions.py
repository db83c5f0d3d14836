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
