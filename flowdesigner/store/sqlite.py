"""Opens SQLite files, with the settings under which nothing that was committed is lost."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from flowdesigner.errors import StoreError
from flowdesigner.store.prepared import execute

BUSY_SECONDS = 10
STATE_FOLDER = ".flowdesigner"


def is_there(url: URL) -> bool:
    """Whether the file exists and holds something."""
    path = Path(url.database or "")
    return path.exists() and path.stat().st_size > 0


def make_room(url: URL) -> None:
    """Create the file and its folder, readable by their owner only."""
    path = Path(url.database or "")
    try:
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif path.parent.name == STATE_FOLDER:
            path.parent.chmod(0o700)
        with suppress(FileExistsError):
            # Only a new file: closing one that this process has open as a database would take away SQLite's locks on
            # it (POSIX drops all of a process's locks with the first close), and other processes would damage it.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}. Look whether you may write there.") from error


def writing_engine(url: URL) -> Engine:
    """An engine whose transactions take the write lock when they begin, and are on the disk when they end."""
    engine = _engine(url, begin="BEGIN IMMEDIATE")

    @event.listens_for(engine, "connect")
    def durable(connection: sqlite3.Connection, _record: object) -> None:
        write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")

    return engine


def write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on. SQLite itself does not wait when another process does the same at this moment."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def reading_engine(url: URL) -> Engine:
    """An engine that cannot write; it sees what was committed and never waits for the writer."""
    path = Path(url.database or "").as_uri()
    return _engine(url.set(database=f"{path}?mode=ro", query={"uri": "true"}), begin="BEGIN")


def _engine(url: URL, *, begin: str) -> Engine:
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def keep_references(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        # The thread that writes begins its transactions itself.
        if not driver.in_transaction:
            execute(connection, begin)

    return engine


def keep_copy(url: URL, state: str) -> Path:
    """Copy what was committed to a file beside it, before its tables are changed; all of it or none."""
    path = Path(url.database or "")
    copy, beside = path.with_name(f"{path.name}.before-{state}"), path.with_name(f"{path.name}.copying")
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(beside)) as target,
    ):
        source.backup(target)
    beside.replace(copy)
    return copy
