"""Published revisions of a bot: numbered from 1, never changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from flowdesigner.store.columns import NOTE_LIMIT, bounded
from flowdesigner.store.repository import Database, now
from flowdesigner.store.tables import revision


@dataclass(frozen=True, slots=True)
class Revision:
    """A published state of the bot; `document` is what `Bot.data()` gave."""

    number: int
    published_at: datetime
    note: str
    document: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A revision without its document, for lists."""

    number: int
    published_at: datetime
    note: str


class Revisions:
    """The revisions of one bot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(self, document: dict[str, Any], note: str = "") -> Revision:
        """Keep the document as the next revision, which is then the live one."""
        return self._database.write(lambda conn: publish(conn, document, note, now()))

    def live(self) -> Revision | None:
        """The revision that new conversations follow: the newest."""
        return self._database.read(live)

    def get(self, number: int) -> Revision | None:
        """The revision with this number."""
        return self._database.read(lambda conn: get(conn, number))

    def list(self) -> list[RevisionLine]:
        """All revisions, the newest first."""
        return self._database.read(lines)


def publish(conn: Connection, document: dict[str, Any], note: str, at: datetime) -> Revision:
    """Keep the document as the next revision."""
    number = (conn.execute(select(func.max(revision.c.number))).scalar() or 0) + 1
    kept = Revision(number, at, bounded(note, NOTE_LIMIT), document)
    conn.execute(insert(revision), asdict(kept))
    return kept


def live(conn: Connection) -> Revision | None:
    """The newest revision."""
    row = conn.execute(select(revision).order_by(revision.c.number.desc()).limit(1)).one_or_none()
    return Revision(**row._mapping) if row else None


def live_number(conn: Connection) -> int | None:
    """The newest revision's number, without its document."""
    return conn.execute(select(func.max(revision.c.number))).scalar()


def get(conn: Connection, number: int) -> Revision | None:
    """The revision with this number."""
    row = conn.execute(select(revision).where(revision.c.number == number)).one_or_none()
    return Revision(**row._mapping) if row else None


def lines(conn: Connection) -> list[RevisionLine]:
    """All revisions without their documents, the newest first."""
    query = select(revision.c.number, revision.c.published_at, revision.c.note).order_by(revision.c.number.desc())
    return [RevisionLine(**row._mapping) for row in conn.execute(query)]
