"""Wakes snoozed conversations when their time has come, while the sandbox is served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from flowdesigner.sandbox import teammates
from flowdesigner.sandbox.workspace import Workspace

EVERY = 1.0


@asynccontextmanager
async def ringing(workspace: Workspace) -> AsyncIterator[None]:
    """Look every second."""
    task = asyncio.get_running_loop().create_task(_ring(workspace))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _ring(workspace: Workspace) -> None:
    while True:
        await asyncio.sleep(EVERY)
        teammates.wake(workspace)
