"""`Limits`: lets the engine's calls wait for Intercom's rate limit, before they are intended, without holding a worker.

A conversation that finds no place is left alone and woken when it has one; nothing of its call is written before. The
reserved places travel with the task that makes the call.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flowdesigner.errors import StoreError
from flowdesigner.intercom.place import PLACE
from flowdesigner.intercom.rate_window import RateWindow
from flowdesigner.runtime.line import Line
from flowdesigner.runtime.share import Share
from flowdesigner.runtime.urgency import Urgencies, Urgency
from flowdesigner.runtime.workspaces import Workspace
from flowdesigner.store import rate_limit
from flowdesigner.store.store import Store
from flowdesigner.store.transaction import Transaction

log = logging.getLogger(__name__)

TICK = 0.05
"""Seconds between two looks while anybody waits."""
SAID_AGAIN = 1.0
"""Seconds between two notes of who waits, for pages."""
LOST = 60.0
"""Seconds after which a conversation that waits is looked at anyway."""


class Limits:
    """The lines of all workspaces of a bot; `wake` has a conversation looked at."""

    def __init__(
        self, store: Store, runner: str, clock: Callable[[], datetime], wake: Callable[[Iterable[int]], None]
    ) -> None:
        self.urgencies = Urgencies()
        self._store = store
        self._runner = runner
        self._clock = clock
        self._wake = wake
        self._lines: dict[str, Line] = {}
        self._stirred = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._said: set[str] = set()
        self._said_at = 0.0

    # Places for conversations

    def place(self, workspace: Workspace, row: int, requests: int = 1, kind: str = "") -> bool:
        """Whether so many requests of the conversation may be made now; otherwise it waits, and is woken.

        Called on the writer's threads as well.
        """
        if not requests:
            return True
        line = self._line(workspace)
        return line.place(row, lambda: self.urgencies.of(row, kind), requests, lambda: self._wake((row,)))

    def add(self, workspace: Workspace, row: int, requests: int) -> bool:
        """Whether so many more places are the conversation's, which has one: where there is room for everybody."""
        return self._line(workspace).add(row, requests)

    def using(self, workspace: Workspace, row: int) -> Using:
        """Requests made within take the places that the conversation was given; those left over go back."""
        return Using(self._line(workspace), row)

    @contextmanager
    def in_line(self, workspace: Workspace, urgency: Urgency) -> Iterator[None]:
        """Requests made within wait in line, each by itself."""
        token = PLACE.set(InLine(self._line(workspace), urgency))
        try:
            yield
        finally:
            PLACE.reset(token)

    def leave(self, row: int) -> None:
        """The conversation needs no place any more."""
        for line in self._lines.values():
            line.leave(row)

    # Giving places out

    async def run(self) -> None:
        """Give places out while anybody waits, and write down who does."""
        self._loop = asyncio.get_running_loop()
        while True:
            if not self._waits():
                await self._stirred.wait()
            self._stirred.clear()
            try:
                await self._look()
            except Exception:
                log.exception("no places could be given out; it is tried again")
                await asyncio.sleep(SAID_AGAIN)
            if self._waits():
                await asyncio.sleep(TICK)

    async def _look(self) -> None:
        await self._fetch()
        for line in list(self._lines.values()):
            line.give_out()
        now = time.monotonic()
        if now - self._said_at >= SAID_AGAIN or not self._waits():
            self._said_at = now
            await self._say()

    def _waits(self) -> bool:
        return any(len(line) for line in self._lines.values())

    def _stir(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stirred.set)

    async def _fetch(self) -> None:
        for line in list(self._lines.values()):
            if line.share is not None and line.share.is_wanted:
                try:
                    await line.share.fetch(line.window, line.kept(Urgency.REPLY))
                except StoreError as error:
                    log.warning("%s", error)

    def _line(self, workspace: Workspace) -> Line:
        app_id, window = workspace.channel.settings.app_id, workspace.intercom.window
        line = self._lines.get(app_id)
        if line is None:
            share = Share(self._store, app_id) if self._store.is_shared else None
            line = self._lines.setdefault(app_id, Line(window, self._clock, self._stir, share))
        if line.window is not window:
            line.follow(window)
        return line

    # What is to be seen of it

    def state(self) -> list[dict[str, Any]]:
        """Each workspace's limit, and what waits for it; JSON."""
        return [{"app_id": app_id, **line.state()} for app_id, line in sorted(self._lines.items())]

    async def _say(self) -> None:
        """Write down who waits, and once that nobody does."""
        for app_id, line in list(self._lines.items()):
            if len(line) or app_id in self._said:
                await self._write(app_id, {**line.state(), "order": line.order()})

    async def _write(self, app_id: str, state: dict[str, Any]) -> None:
        def note(conn: Transaction) -> None:
            if state["waiting"]:
                rate_limit.say(conn, app_id, self._runner, state)
            else:
                rate_limit.forget(conn, app_id, self._runner)

        try:
            await self._store.writer.run(note, about=(rate_limit.WAITING, app_id))
        except StoreError as error:
            log.warning("who waits for the rate limit could not be written down: %s", error)
        (self._said.add if state["waiting"] else self._said.discard)(app_id)


class Using:
    """Lets requests use the places that were given for this key."""

    __slots__ = ("_held", "_line", "_token")

    def __init__(self, line: Line, key: Hashable) -> None:
        self._line = line
        self._held = line.use(key)

    def __enter__(self) -> None:
        self._token = PLACE.set(self._held)

    def __exit__(self, *_error: object) -> None:
        PLACE.reset(self._token)
        self._line.give_back(self._held)


class InLine:
    """Requests that stand in line, each by itself, and hold up whoever makes them meanwhile."""

    def __init__(self, line: Line, urgency: Urgency) -> None:
        self._line = line
        self._urgency = urgency

    async def admit(self, window: RateWindow) -> bool:
        """Wait for a place."""
        key, there = object(), asyncio.Event()
        try:
            if not self._line.place(key, lambda: self._urgency, 1, there.set):
                await there.wait()
            return window is self._line.window and self._line.use(key) is not None
        finally:
            self._line.leave(key)
