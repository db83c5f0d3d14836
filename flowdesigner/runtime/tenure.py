"""`Tenure`: how a runner that shares its database says that it lives, and knows that it still has its conversations.

One that was held up (a machine that was suspended, a process that was stopped) finds by a clock that ran on meanwhile
that others may have taken its conversations: it makes no call before the database has heard of it again.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from flowdesigner.store import runners
from flowdesigner.store.store import Store

BEAT = 0.5
"""Seconds between two signs of life."""
MARGIN = 0.5
"""Seconds by which it gives its conversations up before others may take them."""
PRECISE = 0.5
"""Seconds that a beat may take to tell the time: of one that was held up nobody knows when the database answered."""


class Tenure(Protocol):
    """Whose the conversations are."""

    id: str
    """The runner's name on its conversations; "" where nobody else may have any."""

    def now(self) -> datetime:
        """The time, the same for all who share the database."""

    term: int
    """Which one of its times of life without a break this is."""

    def holds(self, term: int) -> bool:
        """Whether the conversations that were claimed in this term are certainly still this runner's."""

    async def beat(self) -> None:
        """Say that the runner lives."""

    async def end(self) -> None:
        """Let others have the conversations at once."""


class Sole:
    """Of the one runner that a lock on the file lets in."""

    id = ""
    term = 0

    now = staticmethod(partial(datetime.now, UTC))
    """This machine's time; asked for some forty times a conversation."""

    def holds(self, term: int) -> bool:
        """Nobody else may claim any."""
        return True

    async def beat(self) -> None:
        """Nobody needs to know."""

    async def end(self) -> None:
        """Nobody waits for them."""


class Shared:
    """Of one among several runners."""

    def __init__(self, store: Store) -> None:
        self.id = uuid.uuid4().hex
        self._name = f"{socket.gethostname()}, process {os.getpid()}"
        self._store = store
        self.term = 0
        self._until = 0.0
        self._time: tuple[datetime, float] = (datetime.now(UTC), running_time())

    def now(self) -> datetime:
        """The database's, as it was told last and has gone on since."""
        told, at = self._time
        return told + timedelta(seconds=running_time() - at)

    def holds(self, term: int) -> bool:
        """Whether the last sign of life is young enough, and none since the claim came too late."""
        return term == self.term and running_time() < self._until

    async def beat(self) -> None:
        """Say that the runner lives, and learn the time."""
        asked = running_time()
        told = await self._store.writer.run(lambda conn: runners.beat(conn, self.id, self._name), about=self.id)
        heard = running_time()
        if heard - asked < PRECISE or self.term == 0:
            self._time = (told, (asked + heard) / 2)
        if heard >= self._until:
            # Others may have had its conversations meanwhile.
            self.term += 1
        self._until = asked + runners.LEASE.total_seconds() - MARGIN

    async def end(self) -> None:
        """Let others have what it had."""
        self._until = 0.0
        await self._store.writer.run(lambda conn: runners.leave(conn, self.id), about=self.id)


def tenure(store: Store) -> Tenure:
    """The one that suits the store."""
    return Shared(store) if store.is_shared else Sole()


def running_time() -> float:
    """Seconds on a clock that nobody sets and that goes on while the machine sleeps, where there is one."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
