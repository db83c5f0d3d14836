"""The outbox: a row for each call before it is made, so that after a crash it is neither lost nor made twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, bindparam, exists, insert, null, or_, select, update

from flowdesigner.store.columns import ERROR_LIMIT, bounded
from flowdesigner.store.leases import Lease, hold, lost
from flowdesigner.store.prepared import Prepared
from flowdesigner.store.tables import OPEN, PENDING, UNHEARD, conversation, inbox, outbox

State = Literal["queued", "intended", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedCall:
    """A call that is to be made for the action with this number of the conversation's session.

    An action may need several calls, one after another; `last` marks the one that ends it. The interpreter hears how
    the action went if it failed, or if it is `awaited`.
    """

    action: int
    call: Mapping[str, Any] = field(repr=False)
    flow: str = ""
    block: str = ""
    last: bool = True
    awaited: bool = False
    letter: int | None = None
    """The dead letter that is tried again with it."""
    intended_at: datetime | None = None
    """When it was begun before; nobody knows how it ended."""
    since: datetime | None = None
    attempts: int = 0

    def begun(self, now: datetime, since: datetime | None) -> QueuedCall:
        """The same, about to be made as soon as it is queued: `intend` in one with `queue_calls`."""
        # Written out: `replace` takes longer than the statement.
        return QueuedCall(
            action=self.action,
            call=self.call,
            flow=self.flow,
            block=self.block,
            last=self.last,
            awaited=self.awaited,
            letter=self.letter,
            intended_at=now,
            since=since,
            attempts=1,
        )


@dataclass(slots=True, kw_only=True)
class OutboxRow:
    """A call and how far it came. `since` is Intercom's time of the newest part known when it was intended.

    Nobody changes one; a frozen class would take three times as long to make.
    """

    number: int
    action: int
    flow: str
    block: str
    call: dict[str, Any] = field(repr=False)
    state: State
    queued_at: datetime
    intended_at: datetime | None
    since: datetime | None
    done_at: datetime | None
    part_id: str
    result: dict[str, Any] | None
    attempts: int
    error: str
    letter: int | None = None


_COLUMNS = tuple(outbox.c[name] for name in OutboxRow.__slots__)
_WORK = Prepared(
    select(*_COLUMNS).where(outbox.c.conversation == bindparam("row"), or_(OPEN, UNHEARD)).order_by(outbox.c.number)
)
_HELD = (
    select(conversation.c.epoch).where(conversation.c.id == bindparam("conversation")).with_for_update()
).scalar_subquery() == bindparam("epoch")
"""The lease, looked at and locked by the statement that needs it."""
_HAS_MAIL = exists().where(inbox.c.conversation == bindparam("conversation"), PENDING)
_HEARD_AT = select(conversation.c.heard_at).where(conversation.c.id == outbox.c.conversation).scalar_subquery()
_INTEND = Prepared(
    update(outbox)
    .where(outbox.c.number == bindparam("row"), _HELD)
    .values(
        state="intended",
        intended_at=bindparam("now"),
        since=_HEARD_AT,
        attempts=outbox.c.attempts + 1,
        error="",
    )
)
_ROW = update(outbox).where(outbox.c.number == bindparam("row"))
_PUT_BACK = Prepared(_ROW.values(state="queued", intended_at=null(), since=null(), attempts=outbox.c.attempts - 1))
_REPORTED = Prepared(_ROW.values(reported=True))
_DONE = Prepared(
    _ROW.where(_HELD)
    .values(state="done", done_at=bindparam("now"), part_id=bindparam("part"), result=bindparam("answer"), error="")
    .returning(or_(~outbox.c.reported, _HAS_MAIL).label("has_news"))
)


def queue_calls(conn: Connection, lease: Lease, calls: Sequence[QueuedCall], now: datetime) -> None:
    """Queue calls in the transaction that writes the session which asked for them."""
    if calls:
        hold(conn, lease)
        add(conn, lease.conversation, calls, now)


def add(conn: Connection, conversation_row: int, calls: Sequence[QueuedCall], now: datetime) -> list[OutboxRow]:
    """`queue_calls` for a transaction that holds the lease already; the rows that the calls became."""
    if not calls:
        return []
    values: dict[str, Any] = {}
    for place, call in enumerate(calls):
        values.update(zip(_names(place), _values(conversation_row, call, now), strict=True))
    # Rows are numbered in the order in which they are named; nothing is said about that in which they come back.
    numbers = sorted(row["number"] for row in _insert(len(calls)).rows(conn, values))
    return [_queued(number, call, now) for number, call in zip(numbers, calls, strict=True)]


def work(conn: Connection, conversation_row: int) -> tuple[list[OutboxRow], list[OutboxRow]]:
    """Calls that are open (queued, or intended and nobody knows how they ended; make them in this order), and calls
    that ended and of which the interpreter has to hear."""
    rows = [OutboxRow(**row) for row in _WORK.rows(conn, {"row": conversation_row})]
    return [row for row in rows if row.done_at is None], [row for row in rows if row.done_at is not None]


def open_calls(conn: Connection, conversation_row: int) -> list[OutboxRow]:
    """The first half of `work`."""
    return work(conn, conversation_row)[0]


def intend(conn: Connection, lease: Lease, number: int, now: datetime) -> None:
    """Say that the call is about to be made; commit this before making it. LeaseLostError: do not make it."""
    values = {"row": number, "now": now, "conversation": lease.conversation, "epoch": lease.epoch}
    _INTEND.send(conn, values, lambda: lost(lease))


def date(conn: Connection, lease: Lease, number: int, now: datetime) -> None:
    """Say that the call was begun now: the time that stands there has not come yet."""
    hold(conn, lease)
    conn.execute(_ROW.values(intended_at=now), {"row": number})


def mark_in_doubt(conn: Connection, lease: Lease, number: int, *, error: str) -> None:
    """Nobody could find out what became of the call. It counts as an attempt, so that there is an end to it."""
    hold(conn, lease)
    values = {"attempts": outbox.c.attempts + 1, "error": bounded(error, ERROR_LIMIT)}
    conn.execute(_ROW.values(values), {"row": number})


def mark_done(
    conn: Connection,
    lease: Lease,
    number: int,
    now: datetime,
    *,
    part_id: str = "",
    result: Mapping[str, Any] | None = None,
) -> bool:
    """The call was carried out and made this part ("" when it makes none).

    Whether there is something to hear: of this call, or notifications that came meanwhile.
    """
    rows = _DONE.rows(conn, _done(lease, number, now, part_id, result))
    if not rows:
        raise lost(lease)
    return bool(rows[0]["has_news"])


def note_done(conn: Connection, lease: Lease, number: int, now: datetime, *, part_id: str = "") -> None:
    """`mark_done` for a call of which nobody has to hear, with another one marked after it in the transaction."""
    _DONE.send(conn, _done(lease, number, now, part_id), lambda: lost(lease))


def _done(
    lease: Lease, number: int, now: datetime, part_id: str, result: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    who = {"conversation": lease.conversation, "epoch": lease.epoch}
    return {"row": number, "now": now, "part": bounded(part_id), "answer": result, **who}


def mark_again(conn: Connection, lease: Lease, number: int, *, error: str) -> None:
    """The call was certainly not carried out: it is queued again, and keeps its place and its number of attempts."""
    hold(conn, lease)
    values = {"state": "queued", "intended_at": None, "since": None, "error": bounded(error, ERROR_LIMIT)}
    conn.execute(_ROW.values(values), {"row": number})


def put_back(conn: Connection, lease: Lease, rows: Collection[OutboxRow]) -> None:
    """Calls that were intended and never begun are queued again, as if nobody had intended them."""
    if rows:
        hold(conn, lease)
        _PUT_BACK.send_all(conn, ({"row": row.number} for row in rows))


def mark_failed(conn: Connection, lease: Lease, number: int, now: datetime, *, error: str) -> None:
    """The call will never be carried out, and neither will its action's other calls.

    The interpreter hears of it, unless it was a dead letter's: of that it has heard.
    """
    hold(conn, lease)
    action = conn.execute(select(outbox.c.action).where(outbox.c.number == number)).scalar_one()
    text = bounded(error, ERROR_LIMIT)
    later = and_(outbox.c.conversation == lease.conversation, outbox.c.action == action, outbox.c.state == "queued")
    conn.execute(
        update(outbox)
        .where(later, outbox.c.number != number)
        .values(state="failed", done_at=now, error=text, reported=True)
    )
    heard = outbox.c.letter.is_not(None)
    conn.execute(_ROW.values(state="failed", done_at=now, error=text, reported=heard), {"row": number})


def drop_queued(conn: Connection, lease: Lease, now: datetime, *, reason: str) -> int:
    """Calls that have not begun are never made, because the conversation is not the bot's any more; how many."""
    hold(conn, lease)
    return discard(conn, lease.conversation, now, reason)


def discard(conn: Connection, conversation_row: int, now: datetime, reason: str) -> int:
    """`drop_queued` for a transaction that holds the lease already."""
    waiting = update(outbox).where(outbox.c.conversation == conversation_row, outbox.c.state == "queued")
    values = {"state": "failed", "done_at": now, "error": bounded(reason, ERROR_LIMIT), "reported": True}
    return conn.execute(waiting.values(values)).rowcount


def unheard(conn: Connection, conversation_row: int) -> list[OutboxRow]:
    """The second half of `work`."""
    return work(conn, conversation_row)[1]


def mark_reported(conn: Connection, lease: Lease, numbers: Collection[int]) -> None:
    """The interpreter has heard how these calls ended; in the transaction that writes what it made of it."""
    if numbers:
        hold(conn, lease)
        tick_off(conn, numbers)


def tick_off(conn: Connection, numbers: Collection[int]) -> None:
    """`mark_reported` for a transaction that holds the lease already."""
    if numbers:
        _REPORTED.send_all(conn, ({"row": number} for number in numbers))


def sent_parts(conn: Connection, conversation_row: int) -> frozenset[str]:
    """Ids of the parts that the bot is known to have made in this conversation."""
    query = select(outbox.c.part_id).where(outbox.c.conversation == conversation_row, outbox.c.part_id != "")
    return frozenset(conn.execute(query).scalars())


def earlier(conn: Connection, conversation_row: int, number: int, limit: int = 200) -> list[OutboxRow]:
    """The calls done before this one, in order: what a read-back needs to tell equal texts apart."""
    query = (
        select(*_COLUMNS)
        .where(outbox.c.conversation == conversation_row, outbox.c.number < number, outbox.c.state == "done")
        .order_by(outbox.c.number.desc())
        .limit(limit)
    )
    return [_full(row) for row in conn.execute(query)][::-1]


def last_done(conn: Connection, number: int) -> OutboxRow | None:
    """The call before this one in the same conversation that was made."""
    whose = select(outbox.c.conversation).where(outbox.c.number == number).scalar_subquery()
    query = (
        select(*_COLUMNS)
        .where(outbox.c.conversation == whose, outbox.c.number < number, outbox.c.state == "done")
        .order_by(outbox.c.number.desc())
        .limit(1)
    )
    row = conn.execute(query).one_or_none()
    return _full(row) if row else None


def of(conn: Connection, conversation_row: int, limit: int = 2_000) -> list[OutboxRow]:
    """The conversation's calls, in order; of many the last ones."""
    query = select(*_COLUMNS).where(outbox.c.conversation == conversation_row).order_by(outbox.c.number.desc())
    return [_full(row) for row in conn.execute(query.limit(limit))][::-1]


def report_again(conn: Connection, number: int) -> None:
    """Let the interpreter hear once more how this call ended."""
    conn.execute(_ROW.values(reported=False), {"row": number})


_NEW = (
    *("conversation", "action", "flow", "block", "call", "state", "queued_at", "part_id", "attempts", "error"),
    *("reported", "letter", "intended_at", "since"),
)


@lru_cache
def _insert(number: int) -> Prepared:
    """The statement that adds so many rows."""
    rows = [
        {name: bindparam(key, type_=outbox.c[name].type) for name, key in zip(_NEW, _names(place), strict=True)}
        for place in range(number)
    ]
    return Prepared(insert(outbox).values(rows).returning(outbox.c.number))


@lru_cache
def _names(place: int) -> tuple[str, ...]:
    """The parameters of the row at this place."""
    return tuple(f"{name}_{place}" for name in _NEW)


def _queued(number: int, call: QueuedCall, now: datetime) -> OutboxRow:
    """The row as it is before the call is made, whether or not it was begun with it."""
    is_begun = call.attempts > 0
    return OutboxRow(
        number=number,
        action=call.action,
        flow=call.flow,
        block=call.block,
        call=dict(call.call),
        state="queued" if is_begun or call.intended_at is None else "intended",
        queued_at=now,
        intended_at=None if is_begun else call.intended_at,
        since=None if is_begun else call.since,
        done_at=None,
        part_id="",
        result=None,
        attempts=0,
        error="",
        letter=call.letter,
    )


def _values(conversation_row: int, call: QueuedCall, now: datetime) -> tuple[Any, ...]:
    """In the order of `_NEW`."""
    state = "queued" if call.intended_at is None else "intended"
    is_reported = not (call.last and call.awaited)
    return (
        *(conversation_row, call.action, bounded(call.flow), bounded(call.block), dict(call.call), state, now, ""),
        *(call.attempts, "", is_reported, call.letter, call.intended_at, call.since),
    )


def _full(row: Row[Any]) -> OutboxRow:
    fields = row._mapping
    return OutboxRow(**{name: fields[name] for name in OutboxRow.__slots__})
