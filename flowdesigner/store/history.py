"""The history: one row for each event that a conversation acted on, written with the session that it led to.

It is what pages show as transcript and path, and an event log for notebooks: `SELECT * FROM history`. What customers
wrote and what they were told stands in `lines` as JSON, sensitive values masked before they come here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, insert, literal_column, select

from flowdesigner.store.columns import ERROR_LIMIT, bounded
from flowdesigner.store.prepared import Prepared
from flowdesigner.store.tables import history

MINUTE = timedelta(minutes=1)
_MICROSECONDS = MINUTE // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event, and what the conversation made of it.

    `received_at` is when it was there to be acted on, `at` when it was. `path` has `[flow, block, port]` for each block
    visited, the port "" where no edge was taken; `lines` are what was said, as JSON.
    """

    at: datetime
    received_at: datetime
    revision: int | None
    event: str
    status: str
    path: Sequence[Sequence[str]]
    lines: Sequence[Mapping[str, Any]] = field(repr=False)
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow(Happening):
    """The same as it was kept."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinuteRow:
    """What happened in the minute that begins at `at`; `waited` and `longest` are seconds from receipt to act."""

    at: datetime
    events: int = 0
    messages: int = 0
    failures: int = 0
    waited: float = 0.0
    longest: float = 0.0


_NEW = ("conversation", "at", "received_at", "revision", "event", "status", "path", "lines", "error")
_ADD = Prepared(insert(history), *_NEW)
_COLUMNS = tuple(history.c[name] for name in ("number", *_NEW[1:]))
_OF = (
    select(*_COLUMNS)
    .where(history.c.conversation == bindparam("row"))
    .order_by(history.c.number.desc())
    .limit(bindparam("limit"))
)
_BEGAN: ColumnElement[int] = literal_column(f"history.at / {_MICROSECONDS}")
MINUTES = (
    select(
        _BEGAN.label("minute"),
        func.count().label("events"),
        func.sum(case((history.c.event == "message", 1), else_=0)).label("messages"),
        func.sum(case((history.c.event == "failed", 1), else_=0)).label("failures"),
        func.avg(literal_column("history.at - history.received_at")).label("waited"),
        func.max(literal_column("history.at - history.received_at")).label("longest"),
    )
    .where(history.c.at >= bindparam("since"))
    .group_by(literal_column("1"))
)
"""Answered by the index `ix_history_at` alone."""


def add(conn: Connection, conversation_row: int, happenings: Sequence[Happening]) -> None:
    """Keep what happened, in the transaction that writes what it led to."""
    for one in happenings:
        values = {
            "conversation": conversation_row,
            "at": one.at,
            "received_at": one.received_at,
            "revision": one.revision,
            "event": one.event,
            "status": one.status,
            "path": one.path,
            "lines": one.lines,
            "error": bounded(one.error, ERROR_LIMIT),
        }
        _ADD.send(conn, values)


def of(conn: Connection, conversation_row: int, limit: int = 1_000) -> list[HistoryRow]:
    """What happened in a conversation, oldest first; of a long one the latest events."""
    rows = conn.execute(_OF, {"row": conversation_row, "limit": limit}).all()
    return [HistoryRow(**row._mapping) for row in reversed(rows)]


def minutes(conn: Connection, now: datetime, number: int = 60) -> list[MinuteRow]:
    """The last minutes up to this one, oldest first; those without an event are there, too."""
    this = int(now.timestamp()) // 60
    since = datetime.fromtimestamp((this - number + 1) * 60, UTC)
    found = {int(row.minute): row for row in conn.execute(MINUTES, {"since": since})}
    return [_minute(place, found.get(place)) for place in range(this - number + 1, this + 1)]


def _minute(place: int, row: Any) -> MinuteRow:  # noqa: ANN401 (a row of the query above)
    at = datetime.fromtimestamp(place * 60, UTC)
    if row is None:
        return MinuteRow(at=at)
    return MinuteRow(
        at=at,
        events=row.events,
        messages=int(row.messages),
        failures=int(row.failures),
        waited=max(0.0, float(row.waited) / 1e6),
        longest=max(0.0, float(row.longest) / 1e6),
    )
