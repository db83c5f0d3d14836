"""The dispatcher's sweep finds every conversation that is woken, however many there are and whatever is known."""

from __future__ import annotations

import pytest

from flowdesigner.runtime.dispatch_embedded import EmbeddedDispatcher
from flowdesigner.store.conversations import PAGE
from flowdesigner.store.store import Store
from tests.store.samples import arrival, taken

MANY = PAGE + 20


@pytest.fixture
def woken(store: Store) -> list[int]:
    """More than one look finds."""
    found = taken(store, *(arrival(str(number), conversation=str(number)) for number in range(MANY))).woken
    return sorted(found)


async def test_those_behind_many_that_are_known_are_found_as_well(store: Store, woken: list[int]) -> None:
    dispatcher = EmbeddedDispatcher(store)
    dispatcher.wake(woken[:-1])
    assert len(dispatcher) == MANY - 1
    await dispatcher.sweep()
    assert len(dispatcher) == MANY


async def test_those_behind_many_that_were_begun_here_are_found_as_well(store: Store, woken: list[int]) -> None:
    dispatcher = EmbeddedDispatcher(store)
    await dispatcher.sweep(apart_from=woken[:-1])
    assert len(dispatcher) == 1


async def test_those_behind_many_that_are_not_to_be_had_come_in_their_turn(store: Store, woken: list[int]) -> None:
    dispatcher, seen = EmbeddedDispatcher(store), set[int]()
    for _ in range(3):
        await dispatcher.sweep()
        # Looked at in vain: they stay woken, and nobody here knows of them any more.
        seen |= dispatcher._queued
        dispatcher._queued.clear()
    assert seen == set(woken)


async def test_the_sweep_begins_anew_behind_the_last(store: Store, woken: list[int]) -> None:
    dispatcher = EmbeddedDispatcher(store)
    for _ in range(2):
        await dispatcher.sweep()
    assert len(dispatcher) == MANY
    (late,) = taken(store, arrival("late", conversation="late")).woken
    await dispatcher.sweep()
    assert late in dispatcher._queued
    await dispatcher.sweep()
    assert len(dispatcher) == MANY + 1
