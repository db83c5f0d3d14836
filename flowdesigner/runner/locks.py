"""Locks on a bot's state, held by the operating system: a process that dies has let go of them at once.

A bot whose database several runners share has one of each for every folder.
"""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from flowdesigner.bot import STATE
from flowdesigner.errors import AlreadyRunningError, StoreError
from flowdesigner.runner.registry import find
from flowdesigner.settings import DATABASE_URL, from_environment
from flowdesigner.store.place import database_url, is_shared, place_of_bot

ORPHAN_PATIENCE = 5.0
"""Seconds that a new engine waits for one whose supervisor has died: it ends by itself within a third of a second."""


def supervisor_lock(bot_folder: Path) -> FileLock:
    """Held as long as a bot's runner is wanted; AlreadyRunningError when another one has it."""
    return _hold(bot_folder, "runner", 0)


def engine_lock(bot_folder: Path) -> FileLock:
    """Held by the one process that moves the bot's conversations."""
    return _hold(bot_folder, "engine", ORPHAN_PATIENCE)


def _hold(bot_folder: Path, what: str, patience: float) -> FileLock:
    state = bot_folder / STATE / "bot.sqlite"
    url = database_url(place_of_bot(from_environment(DATABASE_URL), bot_folder, state))
    if not is_shared(url):
        state = Path(url.database or "")
    state.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(state.with_name(f"{state.name}.{what}.lock"), timeout=patience, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise AlreadyRunningError(_who(bot_folder, lock.lock_file)) from None
    except OSError as error:
        where = f"{lock.lock_file} cannot be written: {error.strerror}."
        raise StoreError(f"{where} Look whether you may write there, and whether the disk has room.") from None
    return lock


def _who(bot_folder: Path, lock_file: str) -> str:
    other = find(bot_folder)
    if other is None:
        return f"Another process runs this bot: it holds {lock_file}. Stop it first."
    return f"This bot runs already: {other}. To end it: flowdesigner stop {bot_folder}"
