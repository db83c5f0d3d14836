"""`Readiness`: whether notifications should come to this runner now, and if not, why; for `GET /ready`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from flowdesigner.errors import StoreError
from flowdesigner.runtime.workspaces import Workspaces
from flowdesigner.store.sight import pulse
from flowdesigner.store.store import Store

PATIENCE = 2.0
"""Seconds in which the database must answer."""
FRESH = 1.0
"""Seconds for which its answer holds, however many ask."""

NOT_STARTED = "The engine has not started yet."
STOPPING = "The runner is stopping."
LISTENS_ONLY = "The bot listens only and answers nobody: let it go live."
NO_CHANNEL = "No workspace is connected completely: Channels says what is missing."
NO_DATABASE = "The database does not answer, or cannot be written to."


class Readiness:
    """Of one engine. `hindrance` gives what the engine itself knows, `workspaces` those of the bot.

    What it says is for everybody: no names of hosts, files or people.
    """

    def __init__(
        self,
        store: Store,
        hindrance: Callable[[], str],
        workspaces: Callable[[], Workspaces],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._patience = patience
        self._store = store
        self._hindrance = hindrance
        self._workspaces = workspaces
        self._asking: asyncio.Task[bool] | None = None
        self._asked_at = 0.0

    async def reason(self) -> str:
        """Why not, in a sentence; "" when it is ready."""
        if hindrance := self._hindrance():
            return hindrance
        if all(workspace.channel.missing() for workspace in self._workspaces()):
            return NO_CHANNEL
        return "" if await self.database_answers() else NO_DATABASE

    async def database_answers(self) -> bool:
        """Whether a transaction comes through; one is tried at a time, so that a database that hangs is left alone."""
        if self._asking is None or (self._asking.done() and time.monotonic() - self._asked_at > FRESH):
            self._asked_at = time.monotonic()
            self._asking = asyncio.create_task(self._ask())
        done, _ = await asyncio.wait([self._asking], timeout=self._patience)
        return bool(done) and self._asking.result()

    async def _ask(self) -> bool:
        try:
            await self._store.writer.run(pulse)
        except StoreError:
            return False
        return True
