"""The threads that write to PostgreSQL: a transaction for each function, several side by side.

The server puts commits of the same moment to the disk together. A transaction has the row of one conversation locked,
or rows in the order of their numbers, so that no two wait for each other; where they do all the same, the server ends
one of them, and its function runs once more.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from flowdesigner.errors import StoreError
from flowdesigner.store.job import Job, settle
from flowdesigner.store.pipeline import FORGOTTEN, transaction
from flowdesigner.store.postgresql import THREADS, is_gone, lock_for_pages
from flowdesigner.store.writer import CLOSED

T = TypeVar("T")
TRIES = 5
AGAIN = frozenset({"40P01", "40001", FORGOTTEN})
"""SQLSTATEs of transactions that the server ended for the sake of another: deadlock, serialization; and `FORGOTTEN`."""


class WriterPool:
    """Runs functions on the database."""

    def __init__(self, engine: Engine, threads: int = THREADS) -> None:
        self.engine = engine
        self._threads = [_Thread(engine, number) for number in range(threads)]
        self._turns = itertools.count()
        self._closed = False

    async def run(self, function: Callable[[Connection], T], *, about: Hashable = None) -> T:
        """Run the function in a transaction; returns when it is on the disk.

        Functions `about` the same thing run in the order in which they were given.
        """
        job, waiter = Job.awaited(function)
        self._put(job, next(self._turns) if about is None else hash(about))
        result: T = await waiter
        return result

    def call(self, function: Callable[[Connection], T]) -> T:
        """For pages and commands: blocks until it is on the disk; no two of them, in any process, run at once."""

        def one_after_another(connection: Connection) -> T:
            lock_for_pages(connection)
            return function(connection)

        job, future = Job.blocking(one_after_another)
        self._put(job, next(self._turns))
        result: T = future.result()
        return result

    def close(self) -> None:
        """Write what is queued, then end the threads."""
        self._closed = True
        for thread in self._threads:
            thread.close()

    def _put(self, job: Job, number: int) -> None:
        if self._closed:
            raise StoreError(CLOSED)
        self._threads[number % len(self._threads)].put(job)


class _Thread:
    """One of them, with a connection of its own."""

    def __init__(self, engine: Engine, number: int) -> None:
        self._engine = engine
        self._name = f"flowdesigner-writer-{number}"
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._connection: Connection | None = None

    def put(self, job: Job) -> None:
        with self._lock:
            if self._closed:
                raise StoreError(CLOSED)
            self._queue.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._queue.put(None)
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            try:
                job.result = self._run(job.function)
            except BaseException as error:
                job.error = error
            settle([job], self._engine.url)
        if self._connection is not None:
            self._connection.close()

    def _run(self, function: Callable[[Connection], T]) -> T:
        for last in (*[False] * (TRIES - 1), True):
            try:
                return self._transaction(function)
            except DBAPIError as error:
                if last or getattr(error.orig, "sqlstate", None) not in AGAIN:
                    raise
        raise AssertionError("the last try returns or raises")

    def _transaction(self, function: Callable[[Connection], T]) -> T:
        connection = self._connection = self._connection or self._engine.connect()
        try:
            with transaction(connection):
                return function(connection)
        except BaseException:
            if connection.invalidated or is_gone(connection):
                # The server went away, with all of its connections: the next function gets a new one.
                self._connection = None
                connection.invalidate()
                connection.close()
            raise
