"""Compiled revisions: the live one for conversations that begin, older ones for those under way."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import NamedTuple

from flowdesigner.errors import ConfigurationError
from flowdesigner.interpreter.program import Program, compile_program
from flowdesigner.store import revisions
from flowdesigner.store.store import Store

KEPT = 16
"""Compiled revisions in memory; others are compiled again when a conversation needs them."""


class Live(NamedTuple):
    """The revision that conversations begin with."""

    number: int
    program: Program


class Programs:
    """The programs of one bot; `refresh` finds out whether a newer revision was published."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._compiled: OrderedDict[int, Program] = OrderedDict()
        self._lock = threading.Lock()
        self._live_number: int | None = None

    @property
    def live_number(self) -> int | None:
        """The live revision as it was found last."""
        return self._live_number

    def refresh(self) -> int | None:
        """Look for a newer revision; the live one's number, None when nothing was ever published."""
        self._live_number = self._store.read(revisions.live_number)
        return self._live_number

    def live(self) -> Live:
        """The live revision; ConfigurationError when nothing was ever published."""
        number = self._live_number or self.refresh()
        if number is None:
            raise ConfigurationError("The bot was never published: publish it first.")
        return Live(number, self.get(number))

    def get(self, number: int) -> Program:
        """The program of a revision."""
        with self._lock:
            if number in self._compiled:
                self._compiled.move_to_end(number)
                return self._compiled[number]
            revision = self._store.revisions.get(number)
            if revision is None:
                raise ConfigurationError(f"Version {number} of the bot is not in the store.")
            program = self._compiled[number] = compile_program(revision.document)
            while len(self._compiled) > KEPT:
                self._compiled.popitem(last=False)
            return program
