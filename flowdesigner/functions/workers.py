"""`Workers`: the processes in which a bot's functions run. One that spins, hangs or dies is ended and replaced."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flowdesigner.errors import FunctionError, FunctionsBusyError
from flowdesigner.flow.event import Value
from flowdesigner.flow.python_function import CallFunction, FoundFunctions, FunctionShape
from flowdesigner.functions import worker
from flowdesigner.functions.crew import Crew, WorkerEndedError
from flowdesigner.functions.library import Stamp, sources

MOST_WAITING = 24
"""Calls that are run or wait for a worker; each keeps one of the engine's places."""
SECONDS_TO_DESCRIBE = 30.0


class Workers:
    """The workers of one bot; they are started when the first of them is needed."""

    def __init__(self, folder: Path | str, *, most: int = 0, most_waiting: int = MOST_WAITING) -> None:
        self.folder = Path(folder).resolve()
        self._most = most or min(4, max(2, os.cpu_count() or 1))
        self._places = threading.BoundedSemaphore(most_waiting)
        self._lock = threading.Lock()
        self._crew: Crew | None = None
        self._found: tuple[Stamp, FoundFunctions] | None = None

    # What there is

    def describe(self) -> FoundFunctions:
        """The functions as they are now; FunctionError when they cannot even be looked at."""
        stamp = sources(self.folder)
        if self._found is None or self._found[0] != stamp:
            future = self._schedule(worker.describe, SECONDS_TO_DESCRIBE)
            told = self._answer(lambda: future.result(), "Looking for functions", SECONDS_TO_DESCRIBE)
            self._found = stamp, FoundFunctions.model_validate_json(told)
        return self._found[1]

    async def shape(self, name: str) -> FunctionShape | None:
        """What is known of this function; None when there is none."""
        found = await asyncio.to_thread(self.describe)
        return found.named().get(name)

    # Running one

    def run(self, call: CallFunction) -> Value:
        """The result; FunctionError, in words, when there is none. It takes as long as the function."""
        with self._place():
            future = self._started(call)
            return self._result(call, lambda: future.result())

    async def call(self, call: CallFunction) -> Value:
        """The same for an event loop; FunctionsBusyError when too many wait already."""
        with self._place():
            future = await asyncio.to_thread(self._started, call)
            wrapped = asyncio.wrap_future(future)
            await asyncio.wait([wrapped])
            return self._result(call, wrapped.result)

    def _place(self) -> _Place:
        return _Place(self._places)

    def _started(self, call: CallFunction) -> Future[str]:
        given = dict(call.arguments)
        return self._schedule(worker.run, call.seconds, call.function, given, call.seconds, call.megabytes)

    def _result(self, call: CallFunction, result: Callable[[], str]) -> Value:
        told = json.loads(self._answer(result, call.title, call.seconds))
        if "error" in told:
            raise FunctionError(told["error"])
        found: Value = told["result"]
        return found

    def _answer(self, result: Callable[[], str], what: str, seconds: float) -> str:
        try:
            return result()
        except TimeoutError:
            raise FunctionError(f"{what} took longer than {seconds:g} seconds, so it was ended.") from None
        except WorkerEndedError as error:
            raise FunctionError(f"{what} ended its process ({how(error.code)}).") from None
        except (CancelledError, OSError, RuntimeError) as error:
            raise FunctionError(f"{what} was not finished: its worker process broke down.") from error

    # The processes

    def _schedule(self, work: Callable[..., str], seconds: float, *arguments: Any) -> Future[str]:  # noqa: ANN401
        with self._lock:
            if self._crew is None:
                self._crew = Crew(self.folder, self._most)
            return self._crew.schedule(work, seconds, str(self.folder), *arguments)

    @property
    def alive(self) -> int:
        """How many processes there are now."""
        with self._lock:
            return 0 if self._crew is None else len(self._crew)

    def close(self) -> None:
        """End the processes, whatever they do."""
        with self._lock:
            crew, self._crew = self._crew, None
        if crew is not None:
            crew.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Place:
    """One of the places of calls under way."""

    def __init__(self, places: threading.BoundedSemaphore) -> None:
        self._places = places

    def __enter__(self) -> None:
        if not self._places.acquire(blocking=False):
            raise FunctionsBusyError("All workers have functions to run; this one waits for its turn.")

    def __exit__(self, *_: object) -> None:
        self._places.release()


def how(code: int | None) -> str:
    """How a process ended."""
    if code is not None and code < 0:
        return {-9: "killed, perhaps for want of memory", -11: "it crashed", -24: "it computed too long"}.get(
            code, f"signal {-code}"
        )
    return f"exit code {code}"
