"""`Place`: where a bot's database is, and how it is opened: an SQLite file, or a schema of a PostgreSQL database."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from flowdesigner.errors import ConfigurationError
from flowdesigner.store import sqlite

FILE_EXAMPLE = "sqlite:////folder/bot.sqlite"
SERVER_EXAMPLE = "postgresql://user:password@host/database"
BOT = "{bot}"
"""In a URL: the name of the bot's folder, so that one variable serves several bots."""


def database_url(place: str | os.PathLike[str]) -> URL:
    """The URL of a store, given as URL or as path of an SQLite file; ConfigurationError for other databases."""
    if isinstance(place, os.PathLike) or "://" not in place:
        return URL.create("sqlite", database=str(Path(place).absolute()))
    try:
        url = make_url(place)
    except ArgumentError:
        raise ConfigurationError(
            f"The database URL cannot be read: write it like {FILE_EXAMPLE} or {SERVER_EXAMPLE}."
        ) from None
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        from flowdesigner.store.postgresql import url_of

        return url_of(url)
    if kind != "sqlite":
        raise ConfigurationError(f"Databases of the kind “{kind}” are not supported: use SQLite or PostgreSQL.")
    if not url.database or url.database == ":memory:":
        raise ConfigurationError(f"A database in memory forgets: use {FILE_EXAMPLE}.")
    return url.set(database=str(Path(url.database).absolute()))


def place_of_bot(given: str | None, folder: Path, file: Path) -> str | Path:
    """Where the bot of this folder keeps its state: what the environment names, else the file in its own folder."""
    return file if given is None else given.replace(BOT, folder.resolve().name)


def is_shared(url: URL) -> bool:
    """Whether several runners may move the conversations that are kept here."""
    return url.get_backend_name() == "postgresql"


def is_there(url: URL) -> bool:
    """Whether there is something to look into."""
    return is_shared(url) or sqlite.is_there(url)


def make_room(url: URL) -> None:
    """Make what the tables are to stand in, if it is not there."""
    _kind(url).make_room(url)


def reading_engine(url: URL) -> Engine:
    """An engine that cannot write; it sees what was committed and never waits for who writes."""
    engine: Engine = _kind(url).reading_engine(url)
    return engine


def writing_engine(url: URL) -> Engine:
    """An engine whose transactions are on the disk when they end."""
    engine: Engine = _kind(url).writing_engine(url)
    return engine


def _kind(url: URL) -> ModuleType:
    return _postgresql() if is_shared(url) else sqlite


def _postgresql() -> ModuleType:
    # Imported where it is needed: psycopg is an extra.
    from flowdesigner.store import postgresql

    return postgresql
