"""The one thread that writes to an SQLite file: what several want written at one moment goes to the disk in one commit.

A function given to the writer runs inside a transaction, behind a savepoint of its own, so that one that fails does not
undo the others. Its result is handed back after the commit, so whoever has it may act on it.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine

from flowdesigner.errors import StoreError
from flowdesigner.store.job import Job, settle
from flowdesigner.store.prepared import as_sqlalchemy_says_it

T = TypeVar("T")
GROUP = 256
PACE = 0.01
"""Seconds from one group to the next at least: what comes sooner after a group waits for others to go with it."""
CLOSED = "The store is closed or open for reading only: open it again to write to it."


class Writes(Protocol):
    """Who runs functions on the database: `Writer` for SQLite, `WriterPool` for PostgreSQL, `NoWriter` for readers."""

    async def run(self, function: Callable[[Connection], T], *, about: Hashable = None) -> T:
        """Run the function in a transaction; returns when it is on the disk.

        Functions `about` the same thing run in the order in which they were given.
        """

    def call(self, function: Callable[[Connection], T]) -> T:
        """The same for pages and commands: blocks, and no two of them run at once, whatever else runs."""

    def close(self) -> None:
        """Write what is queued, then end."""


class NoWriter:
    """Of a store that is open for reading."""

    async def run(self, function: Callable[[Connection], T], *, about: Hashable = None) -> T:
        """StoreError."""
        raise StoreError(CLOSED)

    def call(self, function: Callable[[Connection], T]) -> T:
        """StoreError."""
        raise StoreError(CLOSED)

    def close(self) -> None:
        """Nothing is queued."""


class Writer:
    """Runs functions on the database one group after another."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._connection: Connection | None = None
        self._next_at = 0.0

    async def run(self, function: Callable[[Connection], T], *, about: Hashable = None) -> T:
        """Run the function in a transaction, after all that were given before; returns when it is on the disk."""
        job, waiter = Job.awaited(function)
        self._put(job)
        result: T = await waiter
        return result

    def call(self, function: Callable[[Connection], T]) -> T:
        """The same for code without an event loop: blocks until it is on the disk."""
        job, future = Job.blocking(function)
        self._put(job)
        result: T = future.result()
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
            if self._closed:
                raise StoreError(CLOSED)
            self._queue.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="flowdesigner-writer", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        open_ = True
        while open_:
            jobs = self._next_group()
            open_ = None not in jobs
            self._write([job for job in jobs if job is not None])
        self._let_go()

    def _write(self, jobs: list[Job]) -> None:
        """Run all of them in one transaction, and tell their callers after its commit."""
        try:
            if jobs:
                # Kept from one group to the next: to borrow a connection takes longer than to write.
                connection = self._connection = self._connection or self.engine.connect()
                with transaction(connection) as driver:
                    together(jobs, connection, driver)
        except BaseException as error:
            self._let_go()
            for job in jobs:
                job.error = job.error or error
        settle(jobs, self.engine.url)

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _next_group(self) -> list[Job | None]:
        jobs = [self._queue.get()]
        # A commit takes more of the processor than most of what it commits. Those who block until it is done are few.
        is_awaited = jobs[0] is not None and jobs[0].future is None
        if is_awaited and (pause := self._next_at - time.monotonic()) > 0:
            time.sleep(pause)
        self._next_at = time.monotonic() + PACE
        while len(jobs) < GROUP and jobs[-1] is not None:
            try:
                jobs.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return jobs


@contextmanager
def transaction(connection: Connection) -> Iterator[Any]:
    """A transaction by the driver's own words; the driver's connection.

    SQLAlchemy's takes as long as two statements. It never learns of the end of the one that it begins with its first
    statement on the connection.
    """
    driver: Any = connection.connection.dbapi_connection
    with as_sqlalchemy_says_it(connection, "BEGIN IMMEDIATE"):
        driver.execute("BEGIN IMMEDIATE")
        try:
            yield driver
            driver.execute("COMMIT")
        except BaseException:
            if driver.in_transaction:
                driver.execute("ROLLBACK")
            raise


def together(jobs: list[Job], connection: Connection, driver: Any) -> None:  # noqa: ANN401 (the driver's own)
    """Run them so that one that fails undoes nothing of the others."""
    if len(jobs) == 1:
        jobs[0].result = jobs[0].function(connection)
        demand_open(driver)
        return
    for job in jobs:
        behind_a_savepoint(job, connection, driver)


def behind_a_savepoint(job: Job, connection: Connection, driver: Any) -> None:  # noqa: ANN401
    """Run one; an error is kept for the caller."""
    # Written out: SQLAlchemy's own nested transactions take five times as long as what runs in them.
    driver.execute("SAVEPOINT job")
    try:
        job.result = job.function(connection)
    except BaseException as error:
        job.error = error
        demand_open(driver)
        driver.execute("ROLLBACK TO SAVEPOINT job")
    demand_open(driver)
    driver.execute("RELEASE SAVEPOINT job")


def demand_open(driver: Any) -> None:  # noqa: ANN401
    """Refuse to go on when SQLite gave up the whole transaction by itself, as it does when the disk is full.

    What ran before is undone then, and what ran after would be committed by its own savepoint.
    """
    if not driver.in_transaction:
        raise StoreError("The database gave up the whole group of writes: none of it was kept.")
