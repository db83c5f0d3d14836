"""The dispatcher of one process: an asyncio queue of conversations."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable
from typing import cast

from flowdesigner.errors import LeaseLostError, StoreError
from flowdesigner.runtime.dispatcher import Handler
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from flowdesigner.store.transaction import Transaction

log = logging.getLogger(__name__)

AFTER_A_FAULT = 2.0
"""Seconds until a conversation is looked at again whose handling failed in an unforeseen way."""


class EmbeddedDispatcher:
    """Conversations side by side, each by one handler at a time, in the order in which they were woken."""

    def __init__(
        self, store: Store, runner: str = "", failed: Callable[[StoreError], None] = lambda error: None
    ) -> None:
        self._store = store
        self._runner = runner
        self._failed = failed
        self._queue: asyncio.Queue[int] = asyncio.Queue()
        self._queued: set[int] = set()
        self._busy: set[int] = set()
        self._again: set[int] = set()
        self._later: dict[int, asyncio.TimerHandle] = {}
        self._workers: list[asyncio.Task[None]] = []
        self._at_work: set[asyncio.Task[None]] = set()
        self._swept_until = 0
        self.is_stopping = False

    def __len__(self) -> int:
        return len(self._queued) + len(self._busy)

    def has_free_hands(self) -> bool:
        """Whether a worker looks at once at what is woken now."""
        return not self.is_stopping and len(self) < len(self._workers)

    def is_busy(self, conversation: int) -> bool:
        """Whether a worker looks at it now."""
        return conversation in self._busy

    def wake(self, conversations: Iterable[int]) -> None:
        """Look at these as soon as a worker is free; one that is being looked at is looked at once more."""
        for row in conversations:
            if (handle := self._later.pop(row, None)) is not None:
                handle.cancel()
            if row in self._busy:
                self._again.add(row)
            elif row not in self._queued:
                self._queued.add(row)
                self._queue.put_nowait(row)

    def wake_later(self, conversation: int, seconds: float) -> None:
        """Look at it after a while."""
        if (handle := self._later.pop(conversation, None)) is not None:
            handle.cancel()
        loop = asyncio.get_running_loop()
        self._later[conversation] = loop.call_later(max(0.0, seconds), self._wake_now, conversation)

    def _wake_now(self, conversation: int) -> None:
        self._later.pop(conversation, None)
        self.wake([conversation])

    async def run(self, handler: Handler, concurrency: int) -> None:
        """Hand out until stopped."""
        self._workers = [asyncio.create_task(self._work(handler)) for _ in range(concurrency)]
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _work(self, handler: Handler) -> None:
        me = cast("asyncio.Task[None]", asyncio.current_task())
        while not self.is_stopping:
            row = await self._queue.get()
            self._queued.discard(row)
            self._busy.add(row)
            self._at_work.add(me)
            try:
                await handler(row)
            except LeaseLostError:
                log.info("conversation %s was claimed by another runner", row)
            except StoreError as error:
                # Where the database is in trouble all conversations are: it is said once.
                self._failed(error)
                self.wake_later(row, AFTER_A_FAULT)
            except Exception:
                log.exception("conversation %s could not be moved; it is looked at again", row)
                self.wake_later(row, AFTER_A_FAULT)
            finally:
                self._busy.discard(row)
                self._at_work.discard(me)
            if row in self._again:
                self._again.discard(row)
                self.wake([row])

    async def stop(self, grace: float) -> None:
        """Let the looks under way end, at most so many seconds, then end the workers."""
        self.is_stopping = True
        for handle in self._later.values():
            handle.cancel()
        for worker in set(self._workers) - self._at_work:
            worker.cancel()
        if self._at_work:
            await asyncio.wait(set(self._at_work), timeout=grace)
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def sweep(self, apart_from: Collection[int] = ()) -> None:
        """Wake what the store says is woken and nobody here knows of: a page of it, the next time what comes after it.

        Pages of which all is known are passed over.
        """
        while True:
            rows = await asyncio.to_thread(self._store.read, self._page)
            # Looked at only now: what somebody has come to know of meanwhile is known.
            known = self._queued | self._busy | self._later.keys() | set(apart_from)
            news = [row for row in rows if row not in known]
            self.wake(news)
            self._swept_until = rows[-1] if len(rows) == conversations.PAGE else 0
            if news or not self._swept_until:
                return

    def _page(self, conn: Transaction) -> list[int]:
        return conversations.woken(conn, self._runner, after=self._swept_until)
