"""Spare kernels that die while they wait are thrown away, so that no page is opened in one that came back empty."""

from __future__ import annotations

from asyncio import Task
from typing import Any


def mind_spare_kernels(manager: Any) -> None:  # noqa: ANN401 - Voila makes its class at run time
    """Let Voila's kernel manager replace a spare kernel that was restarted: its page was made for the one before."""
    fill = manager.fill_if_needed

    def fill_and_watch(*arguments: Any, **more: Any) -> None:  # noqa: ANN401
        fill(*arguments, **more)
        watch_all()

    def watch_all() -> None:
        for task in (task for pool in manager._pools.values() for task in pool):
            task.add_done_callback(watch)

    def watch(task: Task[dict[str, Any]]) -> None:
        if not task.cancelled() and not task.exception():
            kernel_id = task.result()["kernel_id"]
            manager.add_restart_callback(kernel_id, lambda: throw_away(manager, kernel_id))

    manager.fill_if_needed = fill_and_watch
    watch_all()  # the first ones were started with the manager


def throw_away(manager: Any, kernel_id: str) -> None:  # noqa: ANN401
    """Take the kernel out of the pool it waits in, and start another one; one that a page has already is left alone.

    The one that came back is ended with all that nobody is connected to: at this moment it cannot be, it is starting.
    """
    for notebook, pool in manager._pools.items():
        for place, item in enumerate(pool):
            if item.done() and not item.exception() and item.result()["kernel_id"] == kernel_id:
                item.result()["task"].cancel()
                del pool[place]
                manager.fill_if_needed(notebook_name=notebook)
                return
