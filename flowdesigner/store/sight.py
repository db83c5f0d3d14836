"""What is looked at from outside: whether the database answers, and what waits in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from flowdesigner.store import runners
from flowdesigner.store.columns import Moment
from flowdesigner.store.listing import LETTERS, OPEN_CALLS
from flowdesigner.store.setting import keep
from flowdesigner.store.tables import PENDING, WOKEN, conversation, inbox, revision

MARK = "written_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """What waits: each is found by an index, so that it costs as much as waits."""

    inbox: int
    oldest: datetime | None
    """When the oldest of it was received."""
    conversations: int
    """Those that are to be looked at."""
    timers_due: int
    calls: int
    """Those that are queued or under way."""
    letters: int
    """What was given up, until somebody settles it."""


def pulse(conn: Connection) -> None:
    """The smallest look there is: it comes back when the database answers."""
    conn.execute(select(revision.c.number).limit(1)).first()


def queues(conn: Connection, now: datetime) -> Queues:
    """What waits now."""
    waiting, oldest = conn.execute(
        select(func.count(), func.min(inbox.c.received_at, type_=Moment)).where(PENDING)
    ).one()
    woken = select(func.count()).select_from(conversation).where(WOKEN)
    due = select(func.count()).select_from(conversation).where(conversation.c.timer_at <= now, ~conversation.c.woken)
    return Queues(
        inbox=waiting,
        oldest=oldest,
        conversations=conn.execute(woken).scalar_one(),
        timers_due=conn.execute(due).scalar_one(),
        calls=conn.execute(OPEN_CALLS).scalar_one(),
        letters=conn.execute(LETTERS).scalar_one(),
    )


def mark(conn: Connection) -> None:
    """The smallest write there is: it comes back when the database takes what is written."""
    keep(conn, MARK, runners.now(conn).isoformat())
