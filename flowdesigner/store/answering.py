"""How long customers wait: from the receipt of a message until the first call that answers it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from flowdesigner.store.tables import history, outbox

HOUR = timedelta(hours=1)
SAMPLE = 500
"""So many of the latest answers are looked at, however many there were."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Seconds until half of the messages, and 95 of 100, were answered; None when none was. Of `answered` messages at
    most `SAMPLE` are looked at."""

    answered: int
    median: float | None = None
    p95: float | None = None


def answering(conn: Connection, now: datetime, since: timedelta = HOUR, sample: int = SAMPLE) -> Answering:
    """Of the messages that were acted on lately."""
    latest = (
        select(history.c.conversation, history.c.at, history.c.received_at)
        .where(history.c.at >= now - since, history.c.event == "message")
        .order_by(history.c.at.desc())
        .limit(sample)
        .subquery()
    )
    # A call is queued by the event that asks for it, at the same moment.
    first_done = (
        select(func.min(outbox.c.done_at))
        .where(outbox.c.conversation == latest.c.conversation, outbox.c.queued_at == latest.c.at)
        .where(outbox.c.state == "done")
        .scalar_subquery()
    )
    rows = conn.execute(select(latest.c.received_at, first_done.label("done_at"))).all()
    times = sorted((row.done_at - row.received_at).total_seconds() for row in rows if row.done_at is not None)
    if not times:
        return Answering(0)
    return Answering(len(times), part(times, 0.5), part(times, 0.95))


def part(times: Sequence[float], share: float) -> float:
    """What this share of the times does not exceed; they are sorted."""
    return max(0.0, times[min(len(times) - 1, int(len(times) * share))])
