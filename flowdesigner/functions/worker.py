"""What runs in a worker process: finding functions and running one, within its bounds. Answers are JSON texts.

A worker ends with the process that started it, holds none of flowdesigner's secrets, and writes nothing beside authors'
files.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from flowdesigner.flow.event import Value
from flowdesigner.flow.python_function import FoundFunctions, FunctionShape, FunctionTrouble
from flowdesigner.functions.library import Library
from flowdesigner.functions.masking import hide_ours, masked
from flowdesigner.functions.signature import Signature, UnfitFunctionError, as_json

MEGABYTE = 1024 * 1024
CPU_GRACE = 5
"""Seconds of computing after the time limit; by then the process is ended from outside, if anybody is there for it."""

READY, BEGUN = "ready", "begun"

_libraries: dict[str, Library] = {}


def begin(folder: str) -> None:
    """The worker's first act."""
    # An end that is asked for comes at once, also while a function holds the interpreter.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hide_ours()
    sys.dont_write_bytecode = True
    sys.path.insert(0, folder)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def serve(pipe: Connection, folder: str) -> None:
    """Do what comes through the pipe, one after another: say that it has begun, then what it gave."""
    begin(folder)
    with suppress(EOFError, BrokenPipeError):  # nobody wants anything any more
        pipe.send(READY)
        while True:
            work, arguments = pipe.recv()
            pipe.send(BEGUN)
            pipe.send(_done(work, arguments))


def _done(work: Callable[..., str], arguments: tuple[Any, ...]) -> object:
    try:
        return work(*arguments)
    except Exception as error:
        return RuntimeError(f"{type(error).__name__}: {error}")


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        wait([parent.sentinel])
        os._exit(1)


def library_of(folder: str) -> Library:
    """The functions, loaded once."""
    return _libraries.setdefault(folder, Library(Path(folder)))


def describe(folder: str) -> str:
    """All functions that there are, as FoundFunctions."""
    functions, troubles = library_of(folder).look()
    shapes: list[FunctionShape] = []
    unfit: list[FunctionTrouble] = []
    for name, found in sorted(functions.items()):
        try:
            shapes.append(Signature(found).shape(name))
        except UnfitFunctionError as error:
            unfit.append(FunctionTrouble(where=f"the function “{name}”", message=str(error)))
    return FoundFunctions(functions=tuple(shapes), troubles=(*troubles, *unfit)).model_dump_json()


def run(folder: str, name: str, arguments: Mapping[str, Value], seconds: int, megabytes: int) -> str:
    """Run it: `{"result": …}` as JSON, or `{"error": "why"}`."""
    functions, troubles = library_of(folder).look()
    if name not in functions:
        why = f" ({'; '.join(str(one) for one in troubles)})" if troubles else ""
        return _failed(f"There is no function “{name}”{why}.")
    try:
        signature = Signature(functions[name])
        bound = signature.bound(arguments)
        with limited(seconds, megabytes):
            return f'{{"result": {as_json(call(functions[name], bound))}}}'
    except UnfitFunctionError as error:
        return _failed(f"The function “{name}” cannot be run so: {error}")
    except MemoryError:
        return _failed(f"The function “{name}” wanted more than {megabytes} MB of memory.")
    except BaseException as error:  # SystemExit, too, is a failure of the function alone
        return _failed(f"The function “{name}” failed: {type(error).__name__}: {error}".rstrip(": "))


def _failed(reason: str) -> str:
    return json.dumps({"error": masked(reason)})


def call(found: Callable[..., Any], arguments: Mapping[str, Any]) -> object:
    """The function's result, also of a coroutine."""
    result = found(**arguments)
    return asyncio.run(_awaited(result)) if inspect.isawaitable(result) else result


async def _awaited(result: Any) -> object:  # noqa: ANN401 - whatever the function gives
    return await result


@contextmanager
def limited(seconds: int, megabytes: int) -> Iterator[None]:
    """Bounds of memory and computing time for what runs inside, where the system knows them."""
    try:
        import resource
    except ImportError:
        yield
        return
    memory, computing = resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)
    spent = resource.getrusage(resource.RUSAGE_SELF)
    used_seconds = int(spent.ru_utime + spent.ru_stime) + 1
    _set(resource.RLIMIT_AS, used_memory() + megabytes * MEGABYTE, memory[1])
    _set(resource.RLIMIT_CPU, used_seconds + seconds + CPU_GRACE, computing[1])
    try:
        yield
    finally:
        _set(resource.RLIMIT_AS, *memory)
        _set(resource.RLIMIT_CPU, *computing)


def _set(which: int, soft: int, hard: int) -> None:
    import resource

    if soft != resource.RLIM_INFINITY and hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    with suppress(OSError, ValueError):  # a system that does not know this bound
        resource.setrlimit(which, (soft, hard))


def used_memory() -> int:
    """Bytes of addresses that the process has now; the bound is for what a function takes besides."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
