"""Conversations under way and versions: how many could go on with another one, and letting them.

A conversation stays on the version it began with, unless whoever publishes moves it. It can go on with another version
where the block that it waits at is there too, and so are those that wait for its flow to end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flowdesigner.errors import ConfigurationError
from flowdesigner.flow.files import kind_of
from flowdesigner.interpreter.program import Program, compile_program
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.runtime.programs import Programs
from flowdesigner.store import conversations
from flowdesigner.store.store import Store

ROUNDS = 10
"""So often is a conversation looked at that is being answered, before it is left where it is."""
PAUSE = 0.1
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Conversations under way on other versions: those that can go on with this one, and those whose block is gone."""

    can_move: int
    must_stay: int

    @property
    def all(self) -> int:
        """Both."""
        return self.can_move + self.must_stay

    def __str__(self) -> str:
        if not self.all:
            return ""
        stand = "conversation under way is" if self.all == 1 else "conversations under way are"
        return f"{self.all} {stand} on another version; {self.can_move} can go on with this one."


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of them: `busy` were being answered the whole time and stay where they were."""

    moved: int
    must_stay: int
    busy: int

    def __str__(self) -> str:
        words = [f"{self.moved} of {self.moved + self.must_stay + self.busy} conversations under way moved."]
        words += stay(self.must_stay, "their block is gone", "its block is gone")
        words += stay(self.busy, "they were being answered", "it was being answered")
        return " ".join(words)


def stay(number: int, why: str, why_one: str) -> list[str]:
    """How many stay where they are; nothing when none do."""
    if number == 1:
        return [f"1 stays on its version, because {why_one}."]
    return [f"{number} stay on their version, because {why}."] if number else []


def look(store: Store, document: Mapping[str, Any], number: int | None = None) -> UnderWay:
    """How many could go on with this document; those on the version of this number are on it already."""
    fits = Fits(store, compile_program(document))
    found = store.read(lambda conn: conversations.under_way(conn, number))
    can_move = sum(fits(row.session, row.revision) for row in found)
    return UnderWay(can_move, len(found) - can_move)


def move(store: Store, number: int, *, sleep: Callable[[float], None] = time.sleep) -> Moved:
    """Let the conversations under way go on with this version, each in a transaction of its own.

    One that is being answered is looked at again later: it moves between two events, never within one.
    """
    fits = Fits(store, Programs(store).get(number))
    left = [row.id for row in store.read(lambda conn: conversations.under_way(conn, number))]
    counts = {"moved": 0, "stays": 0, "busy": 0}
    for attempt in range(ROUNDS):
        if attempt:
            sleep(PAUSE)
        busy = []
        for row in left:
            done = store.write(partial(conversations.turn_to, conversation_row=row, revision=number, is_fit=fits))
            if done == "busy":
                busy.append(row)
            else:
                counts[done] += 1
        if not (left := busy):
            break
    return Moved(counts["moved"], counts["stays"], len(left))


class Fits:
    """Whether a conversation of some version can go on with this program."""

    def __init__(self, store: Store, program: Program) -> None:
        self._programs = Programs(store)
        self._program = program

    def __call__(self, session: Mapping[str, Any], revision: int) -> bool:
        """Every block that it needs is in the program, and of the same kind."""
        state = Session.from_data(session)
        places = [frame.position for frame in state.stack]
        if state.position is not None:
            places.append(state.position)
        return all(self._is_same(place, revision) for place in places)

    def _is_same(self, place: Position, revision: int) -> bool:
        there = self._program.node(place)
        try:
            before = self._programs.get(revision).node(place)
        except ConfigurationError:
            before = None
        return there is not None and (before is None or kind_of(before.block) == kind_of(there.block))
