"""`Lender`: lends an engine's connections to whatever thread asks, until it is closed; none is left open behind it.

A coroutine that is cancelled leaves the thread it waited for at work, with a connection that would come back to a pool
which was disposed of meanwhile: there nobody closes it any more.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from flowdesigner.errors import StoreError

CLOSED = "The store is closed: open it again to read it."
PATIENCE = 5.0
"""Seconds that closing waits for what is lent; what comes back later is let go of then."""


class Lender:
    """Of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._came_back = threading.Condition()
        self._lent = 0
        self._closed = False

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection in a transaction of its own; StoreError when it is closed."""
        with self._came_back:
            if self._closed:
                raise StoreError(CLOSED)
            self._lent += 1
        try:
            with self._engine.begin() as connection:
                yield connection
        finally:
            with self._came_back:
                self._lent -= 1
                self._let_go_if_over()

    def close(self, patience: float = PATIENCE) -> None:
        """Lend nothing any more, and wait until all is back, at most so many seconds; closing twice is harmless."""
        with self._came_back:
            self._closed = True
            self._let_go_if_over()
            self._came_back.wait_for(lambda: not self._lent, patience)

    def _let_go_if_over(self) -> None:
        if self._closed and not self._lent:
            self._engine.dispose()
            self._came_back.notify_all()
