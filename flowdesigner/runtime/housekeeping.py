"""`Housekeeping`: forgets what is over while the runner runs, a bite at a time, off the way of conversations."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Mapping
from datetime import datetime

from flowdesigner.errors import ConfigurationError, StoreError
from flowdesigner.store.repository import now
from flowdesigner.store.retention import Retention, retention_of
from flowdesigner.store.store import Store
from flowdesigner.store.upkeep import Bite, Chore, chores

log = logging.getLogger(__name__)

BETWEEN_BITES = 0.25
"""Seconds; a bite takes a few milliseconds, in which nobody else writes."""
BETWEEN_ROUNDS = 600.0


class Housekeeping:
    """Of one store. Several runners of a shared one may do the same: what one has forgotten is gone for the others."""

    def __init__(
        self, store: Store, environ: Mapping[str, str] = os.environ, clock: Callable[[], datetime] = now
    ) -> None:
        self._store = store
        self._environ = environ
        self._clock = clock
        self._went_on: dict[str, int] = {}

    async def run(self) -> None:
        """Round after round, until it is cancelled."""
        while True:
            try:
                await self.round(BETWEEN_BITES)
            except (StoreError, ConfigurationError) as error:
                log.warning("what is over is forgotten later: %s", error)
            except Exception:
                log.exception("what is over could not be forgotten; it is tried again")
            await asyncio.sleep(BETWEEN_ROUNDS)

    async def round(self, pause: float = 0.0) -> int:
        """Forget all that is over; how many rows that was."""
        retention = await asyncio.to_thread(retention_of, self._store, self._environ)
        return sum([await self._do(chore, retention, pause) for chore in chores()])

    async def _do(self, chore: Chore, retention: Retention, pause: float) -> int:
        before, count = retention.before(chore.name, self._clock()), 0
        bite = Bite((), self._went_on.get(chore.name, 0), is_end=False)
        while not bite.is_end:
            bite = await asyncio.to_thread(self._store.read, chore.looking(before, bite.after))
            if bite.rows:
                count += await self._store.writer.run(chore.doing(bite))
            if chore.goes_on:
                self._went_on[chore.name] = bite.after
            await asyncio.sleep(pause)
        return count
