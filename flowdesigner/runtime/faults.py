"""`Faults`: what fails in an unforeseen way is tried again with growing pauses, and given up in the end."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager

from flowdesigner.errors import StoreError
from flowdesigner.runtime.calling import MOST_ATTEMPTS
from flowdesigner.runtime.dispatcher import Dispatcher
from flowdesigner.runtime.giving_up import bury, in_words
from flowdesigner.runtime.outcome import Refused, Result
from flowdesigner.runtime.steps import Steps
from flowdesigner.store.outbox import OutboxRow
from flowdesigner.store.store import Store

log = logging.getLogger(__name__)

PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds until what failed in an unforeseen way is tried again; after the last it is given up."""


class Faults:
    """How often each conversation has failed one time after another, and what follows from it."""

    def __init__(self, store: Store, steps: Steps, dispatcher: Dispatcher, pauses: Sequence[float] = PAUSES) -> None:
        self.given_up = 0
        self._store = store
        self._steps = steps
        self._dispatcher = dispatcher
        self._pauses = pauses
        self._times: dict[int, int] = {}

    @asynccontextmanager
    async def around(self, row: int) -> AsyncIterator[None]:
        """Moving the conversation."""
        try:
            yield
        except StoreError:
            raise
        except Exception as error:
            await self._met(row, error)
        else:
            if self._times:
                self._times.pop(row, None)

    async def _met(self, row: int, error: Exception) -> None:
        """The conversation could not be moved: later, or without what it fails at."""
        times = self._times[row] = self._times.get(row, 0) + 1
        log.error("conversation %s could not be moved, for the time number %s", row, times, exc_info=error)
        if times <= len(self._pauses):
            self._dispatcher.wake_later(row, self._pauses[times - 1])
            return
        left = await self._store.writer.run(lambda conn: bury(self._steps, conn, row, error, times), about=row)
        self._times.pop(row, None)
        self._steps.at_work.pop(row, None)
        self.given_up += 1
        if left is not None:
            self._dispatcher.wake_later(row, left)

    async def ended(self, conversation_row: int, call: OutboxRow, result: Awaitable[Result]) -> Result:
        """What became of a call; one that fails each time is given up."""
        try:
            return await result
        except StoreError:
            raise
        except Exception as error:
            if call.attempts + 1 < MOST_ATTEMPTS and self._times.get(conversation_row, 0) < len(self._pauses):
                raise
            log.exception("a call in conversation %s is given up", conversation_row)
            return Refused(in_words(error))
