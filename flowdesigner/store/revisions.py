"""Published revisions of a bot: numbered from 1, never changed. One of them is live: the newest, unless the author went
back to an older one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from flowdesigner.errors import StoreError
from flowdesigner.store import kept_files
from flowdesigner.store.columns import NOTE_LIMIT, bounded
from flowdesigner.store.repository import Database, now
from flowdesigner.store.setting import keep
from flowdesigner.store.tables import revision, setting

LIVE = "live_revision"
"""The setting with the live revision's number; a database of before has none, and its newest revision is live."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A published state of the bot; `document` is what `Bot.data()` gave."""

    number: int
    published_at: datetime
    note: str
    document: dict[str, Any] = field(repr=False)
    author: str = ""


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A revision without its document, for lists."""

    number: int
    published_at: datetime
    note: str
    author: str = ""


class Revisions:
    """The revisions of one bot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(
        self, document: dict[str, Any], note: str = "", author: str = "", files: Mapping[str, bytes] | None = None
    ) -> Revision:
        """Keep the document, with the `files` that it sends (by hash), as the next revision, which is then live."""
        return self._database.write(lambda conn: publish(conn, document, note, now(), author, files or {}))

    def live(self) -> Revision | None:
        """The revision that new conversations follow."""
        return self._database.read(live)

    def go_to(self, number: int) -> None:
        """Let new conversations follow this revision; a runner notices within a second. StoreError: there is none."""
        self._database.write(lambda conn: go_to(conn, number))

    def get(self, number: int) -> Revision | None:
        """The revision with this number."""
        return self._database.read(lambda conn: get(conn, number))

    def list(self) -> list[RevisionLine]:
        """All revisions, the newest first."""
        return self._database.read(lines)


def publish(
    conn: Connection,
    document: dict[str, Any],
    note: str,
    at: datetime,
    author: str = "",
    files: Mapping[str, bytes] | None = None,
) -> Revision:
    """Keep the document and its files as the next revision, and let it be live."""
    kept_files.keep(conn, files or {})
    number = (newest_number(conn) or 0) + 1
    kept = Revision(number, at, bounded(note, NOTE_LIMIT), document, bounded(author))
    conn.execute(insert(revision), asdict(kept))
    keep(conn, LIVE, number)
    return kept


def go_to(conn: Connection, number: int) -> None:
    """Let this revision be live."""
    if conn.execute(select(revision.c.number).where(revision.c.number == number)).scalar() is None:
        raise StoreError(f"There is no version {number} to go to.")
    keep(conn, LIVE, number)


def live(conn: Connection) -> Revision | None:
    """The live revision."""
    number = live_number(conn)
    return get(conn, number) if number else None


def live_number(conn: Connection) -> int | None:
    """The live revision's number, without its document: the one that was chosen, else the newest."""
    chosen = conn.execute(select(setting.c.value).where(setting.c.name == LIVE)).scalar()
    return chosen if isinstance(chosen, int) else newest_number(conn)


def newest_number(conn: Connection) -> int | None:
    """The number of the revision that was published last."""
    return conn.execute(select(func.max(revision.c.number))).scalar()


def get(conn: Connection, number: int) -> Revision | None:
    """The revision with this number."""
    row = conn.execute(select(revision).where(revision.c.number == number)).one_or_none()
    return Revision(**row._mapping) if row else None


def lines(conn: Connection) -> list[RevisionLine]:
    """All revisions without their documents, the newest first."""
    columns = [revision.c[name] for name in RevisionLine.__slots__]
    return [RevisionLine(**row._mapping) for row in conn.execute(select(*columns).order_by(revision.c.number.desc()))]
