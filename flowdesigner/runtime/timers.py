"""`Timers`: wakes conversations whose time has come, and asks the store only when there must be some."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from flowdesigner.store import conversations
from flowdesigner.store.store import Store


class Timers:
    """Of one engine, which says what timers it sets itself; those of others are found by asking now and then.

    `clock` may be set while it runs: it is looked at each time.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._earliest: datetime | None = None

    def hear(self, at: datetime | None) -> None:
        """A conversation sleeps until then, unless somebody wakes it before."""
        if at is not None and (self._earliest is None or at < self._earliest):
            self._earliest = at

    async def ask(self) -> None:
        """Learn from the store when the next one is due."""
        # What is heard while it answers counts as well.
        self._earliest = None
        self.hear(await asyncio.to_thread(self._store.read, conversations.next_timer))

    async def look(self) -> list[int]:
        """Mark those as woken whose time has come; their rows."""
        now = self._clock()
        if self._earliest is None or now < self._earliest:
            return []
        if due := await asyncio.to_thread(self._store.read, lambda conn: conversations.due_timers(conn, now)):
            return await self._store.writer.run(lambda conn: conversations.wake_due(conn, due))
        await self.ask()
        return []
