"""The runners that share a database: who they are, that they live, and which conversations they have.

A runner has a conversation from its claim until the conversation rests. It keeps what it has for as long as it says,
again and again, that it lives; all by the database's clock, since those of machines differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, exists, literal_column, or_, select, update

from flowdesigner.store.columns import Moment, bounded
from flowdesigner.store.tables import conversation, runner
from flowdesigner.store.upsert import put

LEASE = timedelta(seconds=3)
"""A runner that has said nothing for so long has lost its conversations."""
FORGOTTEN = timedelta(hours=1)

NOW: ColumnElement[datetime] = literal_column("(extract(epoch from clock_timestamp()) * 1000000)::bigint", Moment())
"""The database's time, as PostgreSQL writes it."""
_LEASE: ColumnElement[int] = literal_column(str(LEASE // timedelta(microseconds=1)))
IS_FREE = or_(
    conversation.c.runner.is_(None),
    ~exists().where(runner.c.id == conversation.c.runner, runner.c.seen_at > NOW - _LEASE).correlate(conversation),
)
"""Whether no runner that lives has the conversation."""


@dataclass(frozen=True, slots=True)
class RunnerLine:
    """A runner, for lists: `name` is its machine and process."""

    id: str
    name: str
    seen_at: datetime


def now(conn: Connection) -> datetime:
    """The database's time (UTC)."""
    if conn.dialect.name == "postgresql":
        found: datetime = conn.execute(select(NOW)).scalar_one()
        return found
    return datetime.now(UTC)


def beat(conn: Connection, id: str, name: str) -> datetime:
    """Say that the runner lives; the database's time."""
    seen_at = now(conn)
    put(conn, runner, {"id": id, "name": bounded(name), "seen_at": seen_at})
    return seen_at


def leave(conn: Connection, id: str) -> None:
    """The runner ends: others may have its conversations at once."""
    conn.execute(update(conversation).where(conversation.c.runner == id).values(runner=None))
    conn.execute(delete(runner).where(runner.c.id == id))


def forget_dead(conn: Connection) -> None:
    """Take away those that have said nothing for an hour."""
    conn.execute(delete(runner).where(runner.c.seen_at < now(conn) - FORGOTTEN))


def alive(conn: Connection) -> list[RunnerLine]:
    """Those that live, by their names."""
    query = select(runner).where(runner.c.seen_at > now(conn) - LEASE).order_by(runner.c.name, runner.c.id)
    return [RunnerLine(**row._mapping) for row in conn.execute(query)]
