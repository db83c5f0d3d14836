"""`Vitals`: how an engine stands at the moment at which somebody looks; nothing of it is kept up to date meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from flowdesigner.errors import StoreError
from flowdesigner.store import conversations, sight
from flowdesigner.store.sight import Queues
from flowdesigner.watching.standing import Standing

if TYPE_CHECKING:
    from flowdesigner.runtime.engine import Engine

FRESH = 1.0
"""Seconds for which a look holds, however many look."""
PATIENCE = 2.0
"""Seconds in which the database must answer, for what stands in it to be told."""
SHARE = 20
"""A count that goes through all conversations is not begun again before this many times of what it took."""
DATABASE_UP = "1 when the database answers and takes what is written."
LIMITS = (
    ("rate_limit_calls", "limit", "Calls in ten seconds that Intercom takes, as its answers say."),
    ("rate_limit_left", "left", "Those of them that are left until the window ends."),
    ("rate_limit_waiting", "waiting", "Conversations that wait for a place."),
    ("rate_limit_refused", "refused", "Calls that Intercom refused for the limit since the runner's start."),
)
"""Gauges of each workspace: name, where it is in the limit's state, and what it is."""


class Vitals:
    """Of one engine."""

    def __init__(self, engine: Engine, *, patience: float = PATIENCE) -> None:
        self._engine = engine
        self._patience = patience
        self._reading: asyncio.Task[tuple[Queues, Mapping[str, int]]] | None = None
        self._looking: asyncio.Task[Standing] | None = None
        self._looked_at = 0.0
        self._counted: Mapping[str, int] = {}
        self._count_again = 0.0

    async def look(self) -> Standing:
        """How it stands; one look is taken at a time."""
        if self._looking is None or (self._looking.done() and time.monotonic() - self._looked_at > FRESH):
            self._looked_at = time.monotonic()
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._looking)

    async def _look(self) -> Standing:
        engine, standing = self._engine, Standing()
        reason = await engine.ready()
        standing.add("ready", "1 when notifications should come to this runner.", float(not reason))
        standing.add("live", "1 when the bot answers customers.", float(engine.live))
        standing.add("revision", "The version that new conversations follow.", engine.programs.live_number or 0)
        standing.add("conversations_at_work", "Conversations that this runner moves or is about to.", engine.at_work)
        functions = engine.means.functions
        standing.add("function_workers", "Processes that run functions.", functions.alive if functions else 0)
        self._add_limits(standing)
        await self._look_into_the_store(standing)
        return standing

    def _add_limits(self, standing: Standing) -> None:
        limits = self._engine.limits.state()
        for name, key, what in LIMITS:
            known = [(str(one["app_id"]), float(one[key])) for one in limits if one[key] is not None]
            standing.add_each(name, what, "workspace", known)

    async def _look_into_the_store(self, standing: Standing) -> None:
        try:
            found, counted = await self._what_waits()
        except (StoreError, TimeoutError):
            standing.add("database_up", DATABASE_UP, 0)
            return
        standing.add("database_up", DATABASE_UP, float(not self._engine.database.trouble))
        self._add_queues(standing, found)
        what = "Conversations by status, of all runners."
        standing.add_each("conversations", what, "status", dict(counted))

    async def _what_waits(self) -> tuple[Queues, Mapping[str, int]]:
        """TimeoutError when the database hangs; then it is not asked again before it has answered."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(asyncio.to_thread(self._read))
        return await asyncio.wait_for(asyncio.shield(self._reading), self._patience)

    def _read(self) -> tuple[Queues, Mapping[str, int]]:
        now = self._engine.now()
        found = self._engine.store.read(lambda conn: sight.queues(conn, now))
        began = time.monotonic()
        if began >= self._count_again:
            self._counted = self._engine.store.read(conversations.count)
            self._count_again = time.monotonic() + SHARE * (time.monotonic() - began)
        return found, self._counted

    def _add_queues(self, standing: Standing, found: Queues) -> None:
        age = (self._engine.now() - found.oldest).total_seconds() if found.oldest else 0.0
        standing.add("inbox_waiting", "Notifications that were not acted on yet.", found.inbox)
        standing.add("inbox_oldest_seconds", "How long the oldest of them has waited.", max(0.0, age))
        standing.add("conversations_woken", "Conversations that are to be looked at.", found.conversations)
        standing.add("timers_due", "Timers that are due and have not fired yet.", found.timers_due)
        standing.add("calls_waiting", "Calls that are queued or under way.", found.calls)
        standing.add("dead_letters", "What was given up, until somebody settles it.", found.letters)
