"""A runner that was held up makes no call for a conversation that it claimed before, however fresh its last beat is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from flowdesigner.runtime import tenure
from flowdesigner.runtime.tenure import Shared
from flowdesigner.store.runners import LEASE
from flowdesigner.store.store import Store

START = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
FIRST = 1000.0


class Passing:
    """A clock that goes on when told to."""

    def __init__(self) -> None:
        self.seconds = FIRST

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Passing:
    passing = Passing()
    monkeypatch.setattr(tenure, "running_time", passing)
    return passing


class Slow:
    """A store whose database answers with its time after so many seconds, and was asked as late, or as early."""

    def __init__(self, time: Passing) -> None:
        self.writer = self
        self.time = time
        self.before = self.after = 0.0

    async def run(self, _beat: Callable[..., Any], *, about: object) -> datetime:
        self.time.seconds += self.before
        told = START + timedelta(seconds=self.time.seconds - FIRST)
        self.time.seconds += self.after
        return told


@pytest.fixture
def slow(time: Passing) -> Slow:
    return Slow(time)


@pytest.fixture
def shared(slow: Slow) -> Shared:
    return Shared(cast("Store", slow))


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


@pytest.mark.parametrize(("before", "after"), [(8.0, 0.0), (0.0, 8.0), (1.0, 0.5)])
async def test_a_beat_that_was_held_up_leaves_the_time_as_it_was(
    slow: Slow, shared: Shared, time: Passing, before: float, after: float
) -> None:
    await shared.beat()
    assert shared.now() == START
    slow.before, slow.after = before, after
    await shared.beat()
    assert shared.now() == START + timedelta(seconds=before + after)
    slow.before, slow.after = 0.01, 0.01
    time.seconds += 1
    await shared.beat()
    assert shared.now() == START + timedelta(seconds=before + after + 1.02)
