"""Says in words what a database refused, without the values that were being written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from flowdesigner.errors import StoreError

AWAY = "{name} does not answer. What is to be written waits; it is tried again until the server is back."
GONE = (
    *("connection to server", "connection failed", "connection is", "connection was", "connection timeout"),
    *("connection reset", "server closed", "terminating connection", "starting up", "shutting down"),
    *("recovery mode", "could not translate", "failed to resolve"),
)
"""What is said by and of a PostgreSQL server that is not there, or not yet."""
UNNAMED = "The database"
_SENTENCES = (
    (
        "file is not a database",
        "{name} is not a flowdesigner database. It was left alone: move it away, or name another.",
    ),
    ("malformed", "{name} is damaged. It was left alone: put back a copy of it, or move it away to start anew."),
    ("unable to open", "{name} cannot be opened. Look whether its folder exists and whether you may write there."),
    (
        "read-only transaction",
        "{name} takes no writes at the moment: its server only lets it be read. It is tried again until it does.",
    ),
    (
        "readonly",
        "{name} may not be written to. Look whose file it is, or whether the disk is mounted for reading only.",
    ),
    (
        "read-only",
        "{name} may not be written to. Look whose file it is, or whether the disk is mounted for reading only.",
    ),
    ("full", "{name} cannot grow: the disk is full. Make room; nothing that was acknowledged is lost."),
    ("locked", "{name} is held by another program for too long. Look what else has it open."),
    (
        "lock timeout",
        "{name} is held by another program for too long. Look which transaction is open (pg_stat_activity).",
    ),
    ("disk i/o", "{name} cannot be read or written: the disk reports an error."),
    ("password authentication", "{name} refuses the user or the password. Look at both in the database's URL."),
    ("no password supplied", "{name} wants a password: name it in the database's URL."),
    ('database "', "{name} does not exist. Make it (createdb), or name another one in the database's URL."),
    ("permission denied", "{name} does not let this user in. Give the user rights to the schema."),
    (
        "no space left",
        "{name} cannot grow: the server's disk is full. Make room; nothing that was acknowledged is lost.",
    ),
    ("too many clients", "{name} has no connection left: raise max_connections, or let fewer processes use it."),
    *((words, AWAY) for words in GONE),
    ("immutable", "A published revision never changes. Publish a new one instead."),
)


@contextmanager
def in_words(url: URL) -> Iterator[None]:
    """Turns the database's errors into a StoreError that says what happened and what to do."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translate(error, url) from error


def translate(error: BaseException, url: URL) -> BaseException:
    """The StoreError for a database's error; any other error as it is."""
    if not isinstance(error, SQLAlchemyError):
        return error
    told = StoreError(_sentence(error, url))
    told.unnamed = _unnamed(error)
    told.__cause__ = error
    return told


def _sentence(error: SQLAlchemyError, url: URL) -> str:
    name = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    return _known(error).format(name=name) or f"{name} refuses: {_said(error)}"


def _unnamed(error: SQLAlchemyError) -> str:
    """What a database says of itself may name host, port and user, too."""
    return _known(error).format(name=UNNAMED) or StoreError.unnamed


def _known(error: SQLAlchemyError) -> str:
    said = _said(error).lower()
    return next((sentence for words, sentence in _SENTENCES if words in said), "")


def _said(error: SQLAlchemyError) -> str:
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)
