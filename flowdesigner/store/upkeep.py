"""Forgets what is over: a bot that runs for years keeps what it needs, not everything it ever heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, select

from flowdesigner.store.conversations import NEW
from flowdesigner.store.tables import conversation, inbox, outbox

KEPT_FOR = timedelta(days=30)
"""How long notifications that acted, calls that ended and conversations that are over are remembered."""
AT_ONCE = 2_000
"""Rows of each kind that one call forgets, so that nobody waits long for it."""


def forget_old(conn: Connection, now: datetime, kept_for: timedelta = KEPT_FOR) -> int:
    """Forget some of what has been over for so long, and say how many rows; call it again until that is 0.

    Conversations that people have, or that wait, stay.
    """
    before = now - kept_for
    return _acted(conn, before) + _ended(conn, before) + _over(conn, before)


def _acted(conn: Connection, before: datetime) -> int:
    old = select(inbox.c.number).where(inbox.c.done_at < before).limit(AT_ONCE)
    return conn.execute(delete(inbox).where(inbox.c.number.in_(old))).rowcount


def _ended(conn: Connection, before: datetime) -> int:
    old = select(outbox.c.number).where(outbox.c.done_at < before, outbox.c.reported).limit(AT_ONCE)
    return conn.execute(delete(outbox).where(outbox.c.number.in_(old))).rowcount


def _over(conn: Connection, before: datetime) -> int:
    old = (
        select(conversation.c.id)
        .where(
            conversation.c.updated_at < before,
            conversation.c.status.in_((NEW, "ended")),
            ~conversation.c.woken,
            ~exists().where(inbox.c.conversation == conversation.c.id),
            ~exists().where(outbox.c.conversation == conversation.c.id),
        )
        .limit(AT_ONCE)
    )
    return conn.execute(delete(conversation).where(conversation.c.id.in_(old))).rowcount
