"""`Crew`: worker processes, each with a thread here that gives it one function after another and waits for it.

A worker shares nothing with another: whichever moment one is killed at, only the function is concerned that it runs.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from flowdesigner.functions import worker

CALLS_OF_A_WORKER = 200
"""After so many a worker is replaced: what functions leave behind does not pile up."""
SECONDS_TO_START = 60.0
SECONDS_TO_END = 3.0
STARTS = 3
"""So many workers may die one after another before they begin with a function; then it is given up."""
STEPS_BACK = 10
"""By so much (nice) the system prefers whoever answers customers; a core that nobody else wants is a worker's whole."""
_SPAWN = multiprocessing.get_context("spawn")
"""A fork of a process with threads may hang for ever."""


class WorkerEndedError(Exception):
    """The worker is gone; `code` says how, `has_begun` whether it had begun with the work."""

    def __init__(self, code: int | None, *, has_begun: bool) -> None:
        super().__init__(f"The worker ended ({code}).")
        self.code = code
        self.has_begun = has_begun


class Worker:
    """One process and the pipe to it. One thread uses it; any may `kill` it."""

    def __init__(self, folder: Path) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        # Not a daemon in multiprocessing's sense: functions may have processes of their own.
        self._process = _SPAWN.Process(
            target=worker.serve, args=(theirs, str(folder)), name="flowdesigner-worker", daemon=False
        )
        self._process.start()
        step_back(self._process.pid)
        theirs.close()
        self._is_ready = False
        self._calls = 0

    @property
    def is_fit(self) -> bool:
        """Whether it can be given one more."""
        return self._calls < CALLS_OF_A_WORKER and self._process.is_alive()

    def ask(self, work: Callable[..., str], arguments: tuple[Any, ...], seconds: float) -> str:
        """What the work gives; TimeoutError when it takes longer, WorkerEndedError when the process ends before."""
        if not self._is_ready:
            self._hear(SECONDS_TO_START, has_begun=False)
            self._is_ready = True
        self._calls += 1
        try:
            self._pipe.send((work, arguments))
        except OSError:
            raise self._ended(has_begun=False) from None
        deadline = time.monotonic() + seconds
        self._hear(SECONDS_TO_START, has_begun=False)
        answer = self._hear(max(0.0, deadline - time.monotonic()), has_begun=True)
        if isinstance(answer, BaseException):
            raise answer
        return str(answer)

    def _hear(self, seconds: float, *, has_begun: bool) -> object:
        """Its next word."""
        ready = wait([self._pipe, self._process.sentinel], seconds)
        try:
            # Also of one that has ended: its last word may still be in the pipe.
            if self._pipe.poll(0):
                return self._pipe.recv()
        except (EOFError, OSError):
            raise self._ended(has_begun=has_begun) from None
        if ready:
            raise self._ended(has_begun=has_begun)
        self.end()
        raise TimeoutError

    def _ended(self, *, has_begun: bool) -> WorkerEndedError:
        self._process.join(SECONDS_TO_END)
        code = self._process.exitcode
        self.end()
        return WorkerEndedError(code, has_begun=has_begun)

    def kill(self) -> None:
        """End the process; whoever waits for it hears of it."""
        with suppress(ValueError):  # closed already
            self._process.kill()

    def end(self) -> None:
        """Kill and bury it."""
        self.kill()
        with suppress(ValueError):
            self._process.join(SECONDS_TO_END)
        self._pipe.close()


def step_back(pid: int | None) -> None:
    """Put a process of ours behind ourselves, from its beginning: to load is most of what a short function costs."""
    if not pid:
        return
    with suppress(AttributeError, OSError):  # a system without priorities, a process that is gone
        os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0) + STEPS_BACK)


@dataclass(slots=True)
class _Job:
    work: Callable[..., str]
    arguments: tuple[Any, ...]
    seconds: float
    future: Future[str] = field(default_factory=Future)


class Crew:
    """At most so many workers; a worker is started when there is work and none is free."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._workers: set[Worker] = set()
        self._free = 0
        self._is_closed = False
        # Before multiprocessing's own, which waits for processes that nobody ends.
        atexit.register(self.close)

    def schedule(self, work: Callable[..., str], seconds: float, *arguments: Any) -> Future[str]:  # noqa: ANN401
        """Have it done by the first worker that is free."""
        job = _Job(work, arguments, seconds)
        with self._lock:
            if self._is_closed:
                job.future.cancel()
                return job.future
            self._jobs.put(job)
            if self._free:
                self._free -= 1
            elif len(self._threads) < self._most:
                name = f"flowdesigner-crew-{len(self._threads)}"
                self._threads.append(threading.Thread(target=self._work, name=name, daemon=True))
                self._threads[-1].start()
        return job.future

    def __len__(self) -> int:
        """How many workers there are now."""
        with self._lock:
            return len(self._workers)

    def close(self) -> None:
        """End the processes, whatever they do; what waits for one is cancelled."""
        atexit.unregister(self.close)
        with self._lock:
            self._is_closed = True
            for one in self._workers:
                one.kill()
        with suppress(queue.Empty):
            while (job := self._jobs.get_nowait()) is not None:
                job.future.cancel()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(SECONDS_TO_END)

    def _work(self) -> None:
        """What each thread does."""
        mine: Worker | None = None
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                mine = self._do(job, mine)
            with self._lock:
                # Those that wait already found nobody free; they are taken without being counted.
                self._free += self._jobs.empty()
        if mine is not None:
            self._dismiss(mine)

    def _do(self, job: _Job, mine: Worker | None) -> Worker | None:
        for last in (*[False] * (STARTS - 1), True):
            try:
                mine = self._fit(mine)
                job.future.set_result(mine.ask(job.work, job.arguments, job.seconds))
            except WorkerEndedError as error:
                if not error.has_begun and not last and not self._is_closed:
                    continue
                job.future.set_exception(CancelledError() if self._is_closed else error)
            except BaseException as error:
                job.future.set_exception(error)
            break
        return mine

    def _fit(self, mine: Worker | None) -> Worker:
        """The thread's worker, or a new one in its place."""
        if mine is not None and mine.is_fit:
            return mine
        if mine is not None:
            self._dismiss(mine)
        with self._lock:
            if self._is_closed:
                raise CancelledError
            mine = Worker(self._folder)
            self._workers.add(mine)
        return mine

    def _dismiss(self, one: Worker) -> None:
        with self._lock:
            self._workers.discard(one)
        one.end()
