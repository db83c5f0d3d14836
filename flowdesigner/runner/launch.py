"""Starts and stops runners: detached ones for pages and notebooks, one in the foreground for the command line."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.errors import AlreadyRunningError, ConfigurationError, PortTakenError
from flowdesigner.runner.attached import Attached
from flowdesigner.runner.life import without_parent
from flowdesigner.runner.logbook import begun_log_of, log_of
from flowdesigner.runner.registry import Registration, find
from flowdesigner.settings import LISTENER_PORT

PATIENCE = 60.0
"""Seconds in which a runner must answer or say why it does not."""
END_PATIENCE = 20.0
SOON = 2.0
FIRST_NOTE = "Published by the first run"


def start(bot_folder: Path | str, *, port: int = LISTENER_PORT, live: bool = True) -> Registration:
    """Start the bot's runner, which outlives this process; returns when it answers.

    One that runs already goes live if it only listens, on the port that is named here. A bot that never was published
    is published before it goes live. ConfigurationError, in words, when it cannot: the port is taken, the token
    refused, there is no network.
    """
    folder = Path(bot_folder).resolve()
    Bot.without_draft(folder)  # a folder without a bot gets no state
    if live:
        publish_first(folder)
    running = _settled(folder)
    if running is not None and running.state == "listening" and port not in (0, running.port):
        stop(folder)
        running = None
    if running is None:
        return _launch(folder, port, live=live)
    if live and not running.live:
        set_live(folder, True)
    return find(folder) or running


def _settled(folder: Path) -> Registration | None:
    """The runner that is there, after a start or an end that is under way."""
    deadline = time.monotonic() + PATIENCE
    while (running := find(folder)) is not None and running.state in ("starting", "stopping"):
        if time.monotonic() > deadline:
            raise AlreadyRunningError(f"This bot runs already and does not settle: {running}.")
        time.sleep(0.05)
    return running


def publish_first(folder: Path) -> None:
    """Publish a bot that never was, and say so; what runs is a version, never a draft."""
    with Bot.without_draft(folder).store() as store:
        if store.revisions.live() is not None:
            return
    bot = Bot.load(folder)
    if errors := [problem for problem in bot.check() if problem.severity == "error"]:
        raise ConfigurationError(f"“{bot.name}” was never published and cannot be yet: {errors[0]}")
    number = bot.publish(FIRST_NOTE).number
    print(f"“{bot.name}” was never published: published it as version {number}.", flush=True)


def set_live(bot_folder: Path | str, live: bool) -> None:
    """Let the running bot answer, or only listen; ConfigurationError, in words, when it cannot answer."""
    with attach(bot_folder) as attached:
        attached.evaluate("runner.go_live()" if live else "runner.listen_only()")
    deadline = time.monotonic() + SOON
    # The kernel has done it; the registration, which others read, follows at once.
    while (running := find(bot_folder)) is not None and running.live != live and time.monotonic() < deadline:
        time.sleep(0.01)


def stop(bot_folder: Path | str) -> bool:
    """End the bot's runner, after its calls under way; False when there was none."""
    running = find(bot_folder)
    if running is None:
        return False
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(running.pid, number)
        if _has_ended(running):
            break
    return True


def _has_ended(running: Registration) -> bool:
    """Wait for the end of its process, also when nobody buries it."""
    deadline = time.monotonic() + END_PATIENCE
    while running.is_alive:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def attach(bot_folder: Path | str) -> Attached:
    """The running bot's kernel, to look into; ConfigurationError when it does not run."""
    running = find(bot_folder)
    if running is None:
        raise ConfigurationError(f"The bot in {bot_folder} does not run. To start it: flowdesigner run {bot_folder}")
    return Attached(running)


def _launch(folder: Path, port: int, *, live: bool) -> Registration:
    ours, theirs = os.pipe()
    command = [sys.executable, "-P", "-m", "flowdesigner.runner.supervisor_process", str(folder), str(port)]
    with begun_log_of(folder).open("ab") as log_file:
        process = subprocess.Popen(  # noqa: S603 (our own command)
            [*command, "live" if live else "listening", str(theirs)],
            cwd=folder,
            env=without_parent(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=log_file,
            stderr=log_file,
            pass_fds=[theirs],
            start_new_session=True,
        )
    os.close(theirs)
    # The process that was started is gone at once: it leaves a child that belongs to nobody.
    process.wait()
    return _outcome(ours, folder)


def _outcome(pipe: int, folder: Path) -> Registration:
    """What the supervisor says of its start."""
    said: dict[str, Any] = json.loads(_read_all(pipe) or "{}")
    if "registration" in said:
        return Registration(**said["registration"])
    kinds = {kind.__name__: kind for kind in (AlreadyRunningError, PortTakenError)}
    kind = kinds.get(said.get("error", ""), ConfigurationError)
    raise kind(said.get("message") or f"The bot did not start; {log_of(folder)} says why.")


def _read_all(pipe: int) -> bytes:
    """Until the other end is closed, or patience ends."""
    parts: list[bytes] = []
    deadline = time.monotonic() + PATIENCE
    try:
        while select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
            part = os.read(pipe, 65536)
            if not part:
                break
            parts.append(part)
    finally:
        os.close(pipe)
    return b"".join(parts)
