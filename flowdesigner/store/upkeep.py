"""Forgets what is over: a bot that runs for years keeps what it needs, not everything it ever heard.

It goes through the tables in small bites, in the order of the rows' numbers, so that no index has to say how old rows
are and nobody waits long. What people want forgotten at once, `forget` forgets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, bindparam, delete, exists, select, true, update

from flowdesigner.store.conversations import NEW
from flowdesigner.store.retention import Retention
from flowdesigner.store.tables import conversation, dead_letter, history, inbox, outbox

AT_ONCE = 500
"""Rows that one bite looks at."""
OF_A_CONVERSATION = (history, dead_letter, outbox, inbox)


@dataclass(frozen=True, slots=True)
class Bite:
    """Rows that may go, by their numbers; the next bite begins `after` this one, unless this was the end."""

    rows: tuple[int, ...]
    after: int
    is_end: bool


@dataclass(frozen=True, slots=True)
class Chore:
    """One kind of things to forget. `look` finds a bite and changes nothing, `do` forgets it; how many rows that was.

    Where it `goes_on`, its rows stay, so that the next round begins where this one ended.
    """

    name: str
    look: Callable[[Connection, datetime, int], Bite]
    do: Callable[[Connection, Sequence[int]], int]
    goes_on: bool = False

    def looking(self, before: datetime, after: int) -> Callable[[Connection], Bite]:
        """`look`, to be run on a connection."""
        return lambda conn: self.look(conn, before, after)

    def doing(self, bite: Bite) -> Callable[[Connection], int]:
        """`do`, likewise."""
        return lambda conn: self.do(conn, bite.rows)


def chores() -> tuple[Chore, ...]:
    """In this order: conversations last, when nothing speaks of them any more."""
    return (
        Chore("transcripts", _old(history, history.c.at), _deleting(history)),
        Chore("notifications", _old(inbox, inbox.c.received_at, inbox.c.done_at), _deleting(inbox)),
        Chore("call_contents", _old(outbox, outbox.c.queued_at, outbox.c.done_at, outbox.c.reported), _empty, True),
        Chore("calls", _old(outbox, outbox.c.queued_at, outbox.c.done_at, outbox.c.reported), _deleting(outbox)),
        Chore("dead_letters", _letters, _deleting(dead_letter)),
        Chore("conversations", _conversations, _forget_conversations),
    )


def forget_old(conn: Connection, now: datetime, retention: Retention | None = None) -> int:
    """Forget all of it in one transaction, and say how many rows; a runner takes one bite after another instead."""
    kept, count = retention or Retention(), 0
    for chore in chores():
        bite = Bite((), 0, is_end=False)
        while not bite.is_end:
            bite = chore.look(conn, kept.before(chore.name, now), bite.after)
            count += chore.do(conn, bite.rows) if bite.rows else 0
    return count


def forget(conn: Connection, conversation_row: int) -> int:
    """Forget everything of a conversation, whatever it does now; how many rows that was.

    Whoever is moving it finds that it is not there any more, and drops what was done.
    """
    if conn.dialect.name == "sqlite":
        # What is deleted is overwritten as well.
        conn.exec_driver_sql("PRAGMA secure_delete = ON")
    # Its row first: who takes a notification in waits, and makes a new one then.
    conn.execute(select(conversation.c.id).where(conversation.c.id == conversation_row).with_for_update())
    theirs = [delete(table).where(table.c.conversation == conversation_row) for table in OF_A_CONVERSATION]
    own = delete(conversation).where(conversation.c.id == conversation_row)
    return sum(conn.execute(statement).rowcount for statement in (*theirs, own))


def _old(
    table: Table, began: Column[Any], ended: Column[Any] | None = None, *also: ColumnElement[bool]
) -> Callable[[Connection, datetime, int], Bite]:
    """Rows that began and ended before; their numbers follow the times at which they began."""
    is_over = (ended < bindparam("before", type_=ended.type),) if ended is not None else ()
    conditions = and_(true(), *is_over, *also)
    query = (
        select(table.c.number, began.label("began"), conditions.label("may_go"))
        .where(table.c.number > bindparam("after"))
        .order_by(table.c.number)
        .limit(AT_ONCE)
    )

    def look(conn: Connection, before: datetime, after: int) -> Bite:
        rows = conn.execute(query, {"before": before, "after": after}).all()
        old = [row for row in rows if row.began < before]
        is_end = len(rows) < AT_ONCE or not old or old[-1].number != rows[-1].number
        return Bite(tuple(row.number for row in old if row.may_go), old[-1].number if old else after, is_end)

    return look


def _letters(conn: Connection, before: datetime, after: int) -> Bite:
    query = select(dead_letter.c.number).where(dead_letter.c.at < before, dead_letter.c.number > after)
    rows = tuple(conn.execute(query.order_by(dead_letter.c.number).limit(AT_ONCE)).scalars())
    return Bite(rows, rows[-1] if rows else after, len(rows) < AT_ONCE)


_OVER = and_(
    conversation.c.status.in_((NEW, "ended")),
    ~conversation.c.woken,
    *(~exists().where(table.c.conversation == conversation.c.id) for table in OF_A_CONVERSATION),
)


def _conversations(conn: Connection, before: datetime, after: int) -> Bite:
    query = (
        select(conversation.c.id, and_(conversation.c.updated_at < before, _OVER).label("may_go"))
        .where(conversation.c.id > after)
        .order_by(conversation.c.id)
        .limit(AT_ONCE)
    )
    rows = conn.execute(query).all()
    return Bite(tuple(row.id for row in rows if row.may_go), rows[-1].id if rows else after, len(rows) < AT_ONCE)


def _deleting(table: Table) -> Callable[[Connection, Sequence[int]], int]:
    def do(conn: Connection, rows: Sequence[int]) -> int:
        return conn.execute(delete(table).where(table.c.number.in_(rows))).rowcount

    return do


def _empty(conn: Connection, rows: Sequence[int]) -> int:
    """Of calls that ended a while ago, only their kind is kept."""
    query = select(outbox.c.number, outbox.c.call).where(outbox.c.number.in_(rows))
    full = [row for row in conn.execute(query) if len(row.call) > 1]
    for row in full:
        values = {"call": {"kind": row.call.get("kind")}, "result": None}
        conn.execute(update(outbox).where(outbox.c.number == row.number).values(values))
    return len(full)


def _forget_conversations(conn: Connection, rows: Sequence[int]) -> int:
    # Asked once more: a notification may have come since they were looked at.
    locked = select(conversation.c.id).where(conversation.c.id.in_(rows)).order_by(conversation.c.id).with_for_update()
    conn.execute(locked).all()
    return conn.execute(delete(conversation).where(conversation.c.id.in_(rows), _OVER)).rowcount
