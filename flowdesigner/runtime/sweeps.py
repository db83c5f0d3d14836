"""`Sweeps`: what an engine looks for by itself, again and again: timers that are due, conversations of which nobody
told it, newer revisions, messages whose notification never came."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any

from flowdesigner.errors import IntercomError, StoreError
from flowdesigner.runtime.beginning import Begun
from flowdesigner.runtime.dispatch_embedded import EmbeddedDispatcher
from flowdesigner.runtime.missed import Missed
from flowdesigner.runtime.timers import Timers
from flowdesigner.runtime.urgency import Urgency
from flowdesigner.runtime.workspaces import Workspace

if TYPE_CHECKING:
    from flowdesigner.runtime.engine import Engine

log = logging.getLogger(__name__)

TIMERS = 0.1
"""Seconds between two looks at the clock, whether a timer is due."""
WIDE = 1.0
"""Seconds between two looks for newer revisions, and for conversations and timers that nobody told of."""
MISSED = 300.0
"""Seconds between two looks for messages whose notification never came."""


class Sweeps:
    """Of one engine, which `withdraw` lets go of its conversations when a newer flowdesigner moves them."""

    def __init__(
        self, engine: Engine, dispatcher: EmbeddedDispatcher, begun: Begun, withdraw: Callable[[], Awaitable[None]]
    ) -> None:
        self._engine = engine
        self._dispatcher = dispatcher
        self._begun = begun
        self._withdraw = withdraw
        self._missed = Missed(engine.store, engine.now)
        self.timers = Timers(engine.store, engine.now)

    def all(self) -> Iterator[Coroutine[Any, Any, None]]:
        """Each of them, without end."""
        yield self.repeat(self._look_for_timers, TIMERS)
        yield self.repeat(self._look_widely, WIDE)
        yield self.repeat(self._look_for_missed, MISSED)

    async def repeat(self, look: Callable[[], Awaitable[None]], seconds: float) -> None:
        """Do it again and again, whatever the database does."""
        while True:
            try:
                await look()
            except StoreError as error:
                self._engine.database.failed(error)
            await asyncio.sleep(seconds)

    @property
    def _may_move(self) -> bool:
        return self._engine.live and not self._dispatcher.is_stopping

    async def _look_for_timers(self) -> None:
        if self._may_move:
            self._dispatcher.wake(await self.timers.look())

    async def _look_widely(self) -> None:
        database = self._engine.database
        await database.look()
        if database.is_newer and not self._dispatcher.is_stopping:
            await self._withdraw()
        await asyncio.to_thread(self._engine.programs.refresh)
        if self._may_move:
            await self._dispatcher.sweep(self._begun.claims)
            await self.timers.ask()

    async def _look_for_missed(self) -> None:
        for workspace in self._engine.workspaces:
            if self._engine.live and not workspace.channel.missing():
                await self._look_for_missed_in(workspace)

    async def _look_for_missed_in(self, workspace: Workspace) -> None:
        try:
            with self._engine.limits.in_line(workspace, Urgency.UPKEEP):
                woken = await self._missed.look(workspace)
        except IntercomError as error:
            log.warning("messages that were never told are looked for later: %s", error)
            return
        except StoreError:
            raise
        except Exception:
            log.exception("messages that were never told could not be looked for; they are looked for later")
            return
        self._engine.counts["missed"] += len(woken)
        self._dispatcher.wake(woken)
