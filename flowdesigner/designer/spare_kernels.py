"""Spare kernels that die while they wait are thrown away, so that no page is opened in one that came back empty."""

from __future__ import annotations

from typing import Any

from tornado.ioloop import IOLoop


def mind_spare_kernels(manager: Any) -> None:  # noqa: ANN401 - Voila makes its class at run time
    """Let Voila's kernel manager replace a spare kernel that was restarted: its page was made for the one before."""
    initialize = manager._initialize

    async def initialize_and_watch(*arguments: Any, **more: Any) -> Any:  # noqa: ANN401
        made = await initialize(*arguments, **more)
        manager.add_restart_callback(made["kernel_id"], lambda: throw_away(manager, made["kernel_id"]))
        return made

    manager._initialize = initialize_and_watch


def throw_away(manager: Any, kernel_id: str) -> None:  # noqa: ANN401
    """Take the kernel out of the pool it waits in, and start another one; one that a page has already is left alone."""
    for notebook, pool in manager._pools.items():
        for place, item in enumerate(pool):
            if item.done() and not item.exception() and item.result()["kernel_id"] == kernel_id:
                item.result()["task"].cancel()
                del pool[place]
                manager.fill_if_needed(notebook_name=notebook)
                IOLoop.current().add_callback(manager.shutdown_kernel, kernel_id)
                return
