"""A runner that was held up makes no call for a conversation that it claimed before, however fresh its last beat is."""

from __future__ import annotations

import pytest

from flowdesigner.runtime import tenure
from flowdesigner.runtime.tenure import Shared
from flowdesigner.store.runners import LEASE
from flowdesigner.store.store import Store


class Passing:
    """A clock that goes on when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Passing:
    passing = Passing()
    monkeypatch.setattr(tenure, "running_time", passing)
    return passing


@pytest.fixture
def shared(store: Store) -> Shared:
    if not store.is_shared:
        pytest.skip("nobody shares an SQLite file")
    return Shared(store)


async def test_it_holds_while_it_says_so_again_and_again(shared: Shared, time: Passing) -> None:
    assert not shared.holds(shared.term)
    await shared.beat()
    term = shared.term
    for _ in range(5):
        time.seconds += LEASE.total_seconds() / 2
        assert shared.holds(term)
        await shared.beat()
        assert shared.term == term
    time.seconds += LEASE.total_seconds()
    assert not shared.holds(term)


async def test_a_beat_that_comes_too_late_begins_another_term(shared: Shared, time: Passing) -> None:
    await shared.beat()
    term = shared.term
    time.seconds += LEASE.total_seconds() + 1
    await shared.beat()
    assert shared.holds(shared.term)
    assert not shared.holds(term)


async def test_so_does_one_after_the_end(shared: Shared, time: Passing) -> None:
    await shared.beat()
    term = shared.term
    await shared.end()
    await shared.beat()
    assert shared.term != term
    assert not shared.holds(term)
