"""Work that must not hold up the page's kernel: done in a thread, its result handed back on the kernel's own loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
ONCE = "once"
log = logging.getLogger("flowdesigner.designer")


class Background:
    """Starts work beside the kernel's loop. Without a running loop (a plain script) the work is done at once."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Do `work` in a thread; give its result to `then`, or its error to `failed`, on the kernel's loop."""
        if loop := running_loop():
            self._keep(loop.create_task(in_thread(work, then, failed), name=ONCE))
        else:
            settle(work, then, failed)

    def every(self, seconds: float, work: Callable[[], None]) -> None:
        """Call `work` on the loop again and again; what it raises is logged, and it is called again all the same."""
        if loop := running_loop():
            self._keep(loop.create_task(repeat(seconds, work)))

    async def idle(self) -> None:
        """Wait until nothing that `run` started is under way."""
        while waiting := [task for task in self._tasks if task.get_name() == ONCE]:
            await asyncio.gather(*waiting)

    def close(self) -> None:
        """Start no more; what is under way in threads ends by itself, unheard."""
        for task in self._tasks:
            task.cancel()

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The loop that this code is called on, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def settle(work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
    """Do the work here and now."""
    try:
        result = work()
    except Exception as error:
        failed(error)
    else:
        then(result)


async def in_thread(work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
    """Do the work in a thread, hand over its result here."""
    try:
        result = await asyncio.to_thread(work)
    except Exception as error:
        failed(error)
    else:
        then(result)


async def repeat(seconds: float, work: Callable[[], None]) -> None:
    """Call `work` for ever."""
    while True:
        await asyncio.sleep(seconds)
        try:
            work()
        except Exception:
            log.exception("What the page does again and again has failed")
