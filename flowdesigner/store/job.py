"""`Job`: a function that waits for its turn to write, and whom to tell what became of it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any

from sqlalchemy import URL, Connection

from flowdesigner.store.wording import translate


class Job:
    """It runs on a thread of the writer's; `wait` for coroutines, `block` for everybody else."""

    __slots__ = ("error", "function", "future", "loop", "result", "waiter")

    def __init__(self, function: Callable[[Connection], Any]) -> None:
        self.function = function
        self.result: Any = None
        self.error: BaseException | None = None
        self.waiter: asyncio.Future[Any] | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.future: Future[Any] | None = None

    @classmethod
    def awaited(cls, function: Callable[[Connection], Any]) -> tuple[Job, asyncio.Future[Any]]:
        """A job, and what the coroutine that runs now can await."""
        job = cls(function)
        job.loop = asyncio.get_running_loop()
        job.waiter = job.loop.create_future()
        return job, job.waiter

    @classmethod
    def blocking(cls, function: Callable[[Connection], Any]) -> tuple[Job, Future[Any]]:
        """The same for a thread without an event loop."""
        job = cls(function)
        job.future = Future()
        return job, job.future

    def settle(self) -> None:
        """Tell the caller, on the caller's own thread for coroutines."""
        if self.future is not None:
            _settle(self.future, self)
        elif self.waiter is not None and not self.waiter.done():
            _settle(self.waiter, self)


def _settle(future: Future[Any] | asyncio.Future[Any], job: Job) -> None:
    if job.error is None:
        future.set_result(job.result)
    else:
        future.set_exception(job.error)


def settle(jobs: Iterable[Job], url: URL) -> None:
    """Tell every caller; each event loop is woken once for all of its coroutines."""
    loops: defaultdict[asyncio.AbstractEventLoop, list[Job]] = defaultdict(list)
    for job in jobs:
        if job.error is not None:
            job.error = translate(job.error, url)
        if job.loop is None:
            job.settle()
        else:
            loops[job.loop].append(job)
    for loop, theirs in loops.items():
        _wake(loop, theirs)


def _settle_all(jobs: list[Job]) -> None:
    for job in jobs:
        job.settle()


def _wake(loop: asyncio.AbstractEventLoop, jobs: list[Job]) -> None:
    try:
        loop.call_soon_threadsafe(_settle_all, jobs)
    except RuntimeError:
        # The loop was closed while the write was under way: nobody waits for it any more.
        return
