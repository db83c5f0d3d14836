"""A small Intercom with a rate limit, whose time runs faster than ours: windows of ten seconds are over in two."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from flowdesigner.intercom.client import Intercom
from flowdesigner.sandbox.rate_limit import RateLimit
from flowdesigner.sandbox.refusal import RefusedError
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from tests.runtime.world import APP, World

SPEED = 5.0


class FastTime:
    """So many seconds in each of ours, from the begin of a window on; `later` is added to the engine's only."""

    def __init__(self, speed: float = SPEED) -> None:
        self._began, self._steady, self._speed = time.time() // 10 * 10, time.monotonic(), speed
        self.later = timedelta()

    def unix(self) -> float:
        return self._began + (time.monotonic() - self._steady) * self._speed

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.unix(), UTC) + self.later

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)


class Crowded:
    """A world that refuses more calls than its window has."""

    def __init__(self, world: World, time: FastTime, per_window: int) -> None:
        self.world = world
        self.time = time
        self.limit = RateLimit(time.unix, per_window)
        self.refused: list[float] = []
        self.answered: list[float] = []

    async def answer(self, request: httpx.Request) -> httpx.Response:
        now = self.time.unix()
        try:
            self.limit.count()
        except RefusedError:
            self.refused.append(now)
            return httpx.Response(429, json=error("rate_limit_exceeded"), headers=self.limit.headers)
        self.answered.append(now)
        headers = self.limit.headers
        response = self.world.answer(request)
        response.headers.update(headers)
        await asyncio.sleep(0.01)
        return response

    def others_call(self) -> None:
        """Somebody else's call with the same app, refused or not."""
        with suppress(RefusedError):
            self.limit.count()

    def intercom(self) -> Intercom:
        """A client of it."""
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        return Intercom("token", client=client, repeats_writes=False, clock=self.time.unix, sleep=self.time.sleep)

    def windows(self) -> dict[int, int]:
        """Calls that were answered, window by window."""
        counts: dict[int, int] = {}
        for at in self.answered:
            counts[int(at // 10)] = counts.get(int(at // 10), 0) + 1
        return counts


def error(code: str) -> dict[str, Any]:
    return {"type": "error.list", "errors": [{"code": code, "message": "No"}]}


def row_of(store: Store, conversation: str) -> int:
    """The row of the conversation."""
    found = store.read(lambda conn: conversations.find(conn, APP, conversation))
    assert found is not None
    return found.id
