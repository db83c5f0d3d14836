"""The log of a runner that nobody has in a terminal: `BOT/.flowdesigner/runner.log`, for its owner to read."""

from __future__ import annotations

from pathlib import Path

from flowdesigner.bot import STATE
from flowdesigner.watching.logfile import LARGEST

NAME = "runner.log"


def log_of(bot_folder: Path) -> Path:
    """Where it is, or would be."""
    return bot_folder / STATE / NAME


def begun_log_of(bot_folder: Path) -> Path:
    """The log, there to be appended to; a large one gives way to a new one."""
    path = log_of(bot_folder)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_name(f"{NAME}.1"))
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path
