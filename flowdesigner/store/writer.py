"""The one thread that writes: what several callers want written at the same moment goes to the disk in one commit.

A function given to the writer runs inside a transaction, behind a savepoint of its own, so that one that fails does not
undo the others. Its result is handed back after the commit, so whoever has it may act on it.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from flowdesigner.errors import StoreError
from flowdesigner.store.wording import translate

T = TypeVar("T")
GROUP = 256


class Job:
    """A function that waits for its turn, and whom to tell."""

    __slots__ = ("error", "function", "future", "loop", "result", "waiter")

    def __init__(self, function: Callable[[Connection], Any]) -> None:
        self.function = function
        self.result: Any = None
        self.error: BaseException | None = None
        self.waiter: asyncio.Future[Any] | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.future: Future[Any] | None = None

    def run(self, connection: Connection) -> None:
        """Run behind a savepoint; an error is kept for the caller."""
        # Written out: SQLAlchemy's own nested transactions take five times as long as what runs in them.
        cursor = connection.connection.cursor()
        cursor.execute("SAVEPOINT job")
        try:
            self.result = self.function(connection)
        except BaseException as error:
            self.error = error
            still_open(connection)
            cursor.execute("ROLLBACK TO SAVEPOINT job")
        still_open(connection)
        cursor.execute("RELEASE SAVEPOINT job")
        cursor.close()

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


class Writer:
    """Runs functions on the database one group after another."""

    def __init__(self, engine: Engine | None) -> None:
        self.engine = engine
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    async def run(self, function: Callable[[Connection], T]) -> T:
        """Run the function in a transaction; returns when it is on the disk."""
        job = Job(function)
        job.loop = asyncio.get_running_loop()
        job.waiter = job.loop.create_future()
        self._put(job)
        result: T = await job.waiter
        return result

    def call(self, function: Callable[[Connection], T]) -> T:
        """The same for code without an event loop: blocks until it is on the disk."""
        job = Job(function)
        job.future = Future()
        self._put(job)
        result: T = job.future.result()
        return result

    def close(self) -> None:
        """Write what is queued, then end the thread."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
            thread = self._thread
        if thread is not None:
            thread.join()

    def _put(self, job: Job) -> None:
        with self._lock:
            if self._closed or self.engine is None:
                raise StoreError("The store is closed or open for reading only: open it again to write to it.")
            self._queue.put(job)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, args=(self.engine,), name="flowdesigner-writer", daemon=True
                )
                self._thread.start()

    def _work(self, engine: Engine) -> None:
        open_ = True
        while open_:
            jobs = self._next_group()
            open_ = None not in jobs
            write([job for job in jobs if job is not None], engine)

    def _next_group(self) -> list[Job | None]:
        jobs = [self._queue.get()]
        while len(jobs) < GROUP and jobs[-1] is not None:
            try:
                jobs.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return jobs


def write(jobs: list[Job], engine: Engine) -> None:
    """Run all of them in one transaction, and tell their callers after its commit."""
    try:
        if jobs:
            with engine.begin() as connection:
                for job in jobs:
                    job.run(connection)
    except BaseException as error:
        for job in jobs:
            job.error = job.error or error
    settle(jobs, engine)


def still_open(connection: Connection) -> None:
    """Refuse to go on when SQLite gave up the whole transaction by itself, as it does when the disk is full.

    What ran before is undone then, and what ran after would be committed by its own savepoint.
    """
    if not getattr(connection.connection.driver_connection, "in_transaction", True):
        raise StoreError("The database gave up the whole group of writes: none of it was kept.")


def settle(jobs: Iterable[Job], engine: Engine) -> None:
    """Tell every caller; each event loop is woken once for all of its coroutines."""
    loops: defaultdict[asyncio.AbstractEventLoop, list[Job]] = defaultdict(list)
    for job in jobs:
        if job.error is not None:
            job.error = translate(job.error, engine.url)
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
