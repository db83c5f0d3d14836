"""`flowdesigner run`: the supervisor in the foreground, until Ctrl+C."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from flowdesigner.ports import free_port
from flowdesigner.runner.launch import publish_first
from flowdesigner.runner.nursery import Nursery
from flowdesigner.runner.registry import Registration
from flowdesigner.runner.sandbox_beside import sandbox_beside
from flowdesigner.runner.supervisor import Supervisor, supervise
from flowdesigner.settings import API_URL, LISTENER_PORT
from flowdesigner.watching import logs


def run_in_foreground(
    bot_folder: Path | str, *, port: int = LISTENER_PORT, sandbox: bool = False, nursery: Nursery | None = None
) -> int:
    """Answer customers until Ctrl+C or SIGTERM; the exit code. A bot that was never published is published first.

    ConfigurationError, in words, when it cannot be started. With `sandbox` an Intercom of its own runs beside it, and
    the bot answers there, whatever the environment says.
    """
    logs.set_up()
    folder = Path(bot_folder)
    publish_first(folder)
    if not sandbox:
        asyncio.run(_run(folder, port, nursery=nursery))
        return 0
    port = port or free_port()
    with sandbox_beside(port) as environ:
        url = environ[API_URL]
        print(f"Sandbox: {url}\n  messenger  {url}/messenger\n  inbox      {url}/inbox", flush=True)
        asyncio.run(_run(folder, port, environ))
    return 0


async def _run(
    folder: Path, port: int, environ: Mapping[str, str] | None = None, nursery: Nursery | None = None
) -> None:
    await supervise(Supervisor(folder, port=port, environ=environ, nursery=nursery, answers=greet))


def greet(registration: Registration) -> None:
    """Say where it answers."""
    print(
        f"“{registration.name}” answers, version {registration.revision}: {registration.webhook_url}\nCtrl+C ends it.",
        flush=True,
    )
