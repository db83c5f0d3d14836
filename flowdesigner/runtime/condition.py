"""`Condition`: how an engine is, for whoever asks: anybody, a load balancer, Prometheus, the page and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowdesigner.runtime.readiness import LISTENS_ONLY, NO_DATABASE, NOT_STARTED, STOPPING, Readiness
from flowdesigner.runtime.vitals import Vitals
from flowdesigner.store import conversations, inbox

if TYPE_CHECKING:
    from flowdesigner.runtime.engine import Engine


class Condition:
    """Of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._vitals = Vitals(engine)
        self._readiness = Readiness(engine.store, self._hindrance, lambda: engine.workspaces)

    @property
    def trouble(self) -> str:
        """What is wrong, in a sentence: with the database, or with the last call that failed."""
        return self._engine.database.trouble or self._engine.last_error

    def health(self) -> dict[str, Any]:
        """What anybody may know: not where the database is."""
        engine = self._engine
        ok = engine.started_at is not None and not engine.is_stopping
        trouble = engine.database.unnamed or engine.last_error
        return {"ok": ok, "live": engine.live, "revision": engine.programs.live_number, "trouble": trouble}

    async def ready(self) -> str:
        """Why no notifications should come to this runner now; "" when they should."""
        return await self._readiness.reason()

    def _hindrance(self) -> str:
        engine = self._engine
        if engine.is_stopping:
            return STOPPING
        if engine.database.trouble:
            return NO_DATABASE
        return NOT_STARTED if engine.started_at is None else "" if engine.live else LISTENS_ONLY

    def status(self) -> dict[str, Any]:
        """What the page and notebooks show; without anything that customers wrote."""
        engine = self._engine
        engine.programs.refresh()
        return {
            **self.health(),
            "started_at": engine.started_at.isoformat() if engine.started_at else None,
            "conversations": engine.store.read(conversations.count),
            "waiting": engine.store.read(inbox.waiting),
            "counts": dict(engine.counts),
            "trouble": self.trouble,
            "last_error": self.trouble,
            "rate_limit": engine.limits.state(),
        }

    async def metrics(self) -> bytes:
        """What was counted, and how things stand, as Prometheus reads it."""
        return self._engine.watch.meters.text(await self._vitals.look())
