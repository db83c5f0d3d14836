"""Dead letters: what was given up, kept until somebody tries it again or dismisses it.

A letter of the kind `call` holds calls that were refused, or tried in vain for too long; of the kind `notification`
one that could not be acted on; `result` and `timer` are the same for how a call ended, and for a time that had come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from flowdesigner.store.columns import ERROR_LIMIT, bounded
from flowdesigner.store.tables import OPEN, UNSETTLED, conversation, dead_letter, outbox

Kind = Literal["call", "notification", "result", "timer"]
UNSEEN = frozenset({"api", "function", "offload"})
"""Kinds of calls that leave no trace in the conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """What was given up. `content` is what is needed to try it again; it may hold what customers wrote.

    `in_doubt`: nobody knows whether it was carried out; then `intended_at` and `since` are those of its outbox row.
    """

    kind: Kind
    what: str
    content: Mapping[str, Any] = field(repr=False)
    reason: str
    attempts: int
    at: datetime
    flow: str = ""
    block: str = ""
    action: int = 0
    in_doubt: bool = False
    intended_at: datetime | None = None
    since: datetime | None = None

    @property
    def can_be_looked_for(self) -> bool:
        """Whether the conversation shows if it was carried out."""
        kind = self.content["calls"][0].get("kind") if self.kind == "call" else ""
        return self.in_doubt and self.intended_at is not None and kind not in UNSEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow(DeadLetter):
    """The same as it is kept, with its conversation; `retried_at` says that it is being tried again."""

    number: int
    conversation: int
    retried_at: datetime | None
    app_id: str
    conversation_id: str
    customer_name: str
    status: str


_OWN = tuple(
    dead_letter.c[name]
    for name in (
        *("number", "conversation", "kind", "what", "content", "reason", "attempts", "at", "flow", "block", "action"),
        *("in_doubt", "intended_at", "since", "retried_at"),
    )
)
_THEIRS = (*(conversation.c[name] for name in ("app_id", "conversation_id", "customer_name", "status")),)
_LETTERS = select(*_OWN, *_THEIRS).join(conversation).where(UNSETTLED)


def add(conn: Connection, conversation_row: int, letter: DeadLetter) -> None:
    """Keep it, in the transaction that gives up what it holds."""
    values = {
        "conversation": conversation_row,
        "kind": letter.kind,
        "what": bounded(letter.what),
        "flow": bounded(letter.flow),
        "block": bounded(letter.block),
        "action": letter.action,
        "settled_by": "",
        **_trouble(letter),
    }
    conn.execute(insert(dead_letter), values)


def reopen(conn: Connection, number: int, letter: DeadLetter) -> None:
    """It was tried again in vain; `letter` says how, and what of it is left to do."""
    values = {**_trouble(letter), "attempts": dead_letter.c.attempts + letter.attempts, "retried_at": None}
    conn.execute(update(dead_letter).where(dead_letter.c.number == number, UNSETTLED).values(values))


def put_back(conn: Connection, number: int, reason: str) -> None:
    """It was not tried again after all."""
    values = {"retried_at": None, "reason": bounded(reason, ERROR_LIMIT)}
    conn.execute(update(dead_letter).where(dead_letter.c.number == number, UNSETTLED).values(values))


def take(conn: Connection, number: int, now: datetime) -> bool:
    """Say that it is about to be tried again; False when somebody else has said so, or it is settled."""
    free = (dead_letter.c.number == number, UNSETTLED, dead_letter.c.retried_at.is_(None))
    return conn.execute(update(dead_letter).where(*free).values(retried_at=now)).rowcount > 0


def settle(conn: Connection, number: int, now: datetime, by: str = "") -> bool:
    """It arrived, or, with the name of who said so, nobody wants it any more; what it holds is forgotten."""
    values = {"settled_at": now, "settled_by": bounded(by), "content": {}}
    return (
        conn.execute(update(dead_letter).where(dead_letter.c.number == number, UNSETTLED).values(values)).rowcount > 0
    )


def dismiss(conn: Connection, number: int, now: datetime, by: str) -> bool:
    """`settle` for one that is not being tried again."""
    row = get(conn, number)
    return row is not None and row.retried_at is None and settle(conn, number, now, by)


def settle_if_made(conn: Connection, number: int, conversation_row: int, now: datetime) -> None:
    """It has arrived when none of its calls is left to be made."""
    left = select(outbox.c.number).where(outbox.c.conversation == conversation_row, outbox.c.letter == number, OPEN)
    row = get(conn, number)
    if row is not None and row.retried_at is not None and conn.execute(left.limit(1)).scalar() is None:
        settle(conn, number, now)


def put_back_queued(conn: Connection, conversation_row: int, reason: str) -> None:
    """The conversation's queued calls are about to be dropped: letters whose calls are among them stay."""
    queued = outbox.c.state == "queued"
    theirs = (outbox.c.conversation == conversation_row, queued, outbox.c.letter.is_not(None))
    for number in conn.execute(select(outbox.c.letter).where(*theirs).distinct()).scalars().all():
        put_back(conn, number, reason)


def get(conn: Connection, number: int) -> LetterRow | None:
    """The letter with this number, unless it is settled."""
    row = conn.execute(_LETTERS.where(dead_letter.c.number == number)).one_or_none()
    return LetterRow(**row._mapping) if row is not None else None


def unsettled(
    conn: Connection, limit: int = 50, before: int | None = None, conversation_row: int | None = None
) -> list[LetterRow]:
    """Those that wait for somebody, the newest first; of one conversation, or with numbers `before` this."""
    query = _LETTERS
    if before is not None:
        query = query.where(dead_letter.c.number < before)
    if conversation_row is not None:
        query = query.where(dead_letter.c.conversation == conversation_row)
    rows = conn.execute(query.order_by(dead_letter.c.number.desc()).limit(limit))
    return [LetterRow(**row._mapping) for row in rows]


def of_call(conn: Connection, conversation_row: int, number: int) -> Sequence[dict[str, Any]]:
    """The call of this outbox row, and those of its action that will not be made without it, in order."""
    mine = select(outbox.c.action).where(outbox.c.number == number).scalar_subquery()
    query = select(outbox.c.call).where(
        outbox.c.conversation == conversation_row, outbox.c.action == mine, outbox.c.number >= number, OPEN
    )
    return list(conn.execute(query.order_by(outbox.c.number)).scalars())


def _trouble(letter: DeadLetter) -> dict[str, Any]:
    return {
        "content": dict(letter.content),
        "reason": bounded(letter.reason, ERROR_LIMIT),
        "attempts": letter.attempts,
        "at": letter.at,
        "in_doubt": letter.in_doubt,
        "intended_at": letter.intended_at if letter.in_doubt else None,
        "since": letter.since if letter.in_doubt else None,
    }
