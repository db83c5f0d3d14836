"""The inbox: one row a notification, in the order of arrival; what was seen once never acts again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, func, null, select, update

from flowdesigner.store import conversations
from flowdesigner.store.columns import bounded
from flowdesigner.store.conversations import NEW, ConversationRow
from flowdesigner.store.leases import Lease, hold
from flowdesigner.store.prepared import Prepared
from flowdesigner.store.tables import PENDING, conversation, inbox
from flowdesigner.store.upsert import insert_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A notification that is to be kept. `part_key` names the part and the kind of event, "" when there is none."""

    app_id: str
    conversation_id: str
    notification_id: str
    part_key: str
    topic: str
    body: str = field(repr=False)
    part_at: datetime | None
    received_at: datetime


@dataclass(slots=True, kw_only=True)
class InboxRow:
    """A notification that waits to be acted on."""

    number: int
    topic: str
    part_key: str | None
    body: str = field(repr=False)
    part_at: datetime | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a group of notifications did: conversations to wake, how many notifications were new, and whose they are."""

    woken: tuple[int, ...]
    fresh: int
    conversations: tuple[int, ...]


def take_in(conn: Connection, arrivals: Sequence[Arrival]) -> TakenIn:
    """Keep notifications that were not seen before; acknowledge them once this is committed.

    The conversations' rows are locked first, in order of id, so that the numbers of inbox rows follow the commits.
    """
    rows: dict[tuple[str, str], int] = {}
    woken = []
    for place, arrival in sorted(((_place(arrival), arrival) for arrival in arrivals), key=itemgetter(0)):
        if place not in rows:
            rows[place], slept = _wake_row(conn, *place, arrival.received_at)
            woken += [rows[place]] if slept else []
    insert = _statements(conn.dialect.name).insert
    fresh = insert.run_all(conn, (_values(arrival, rows[_place(arrival)]) for arrival in arrivals))
    return TakenIn(tuple(woken), fresh, tuple(rows.values()))


def begin(conn: Connection, arrival: Arrival, runner: str = "") -> tuple[ConversationRow, InboxRow | None] | None:
    """Keep a notification that is acted on in this very transaction, and take its conversation, which slept.

    It is kept as one that was acted on, without its text, which would otherwise be written twice and leave pages half
    empty: `put_off` where it was not acted on after all. None in place of its row when it was seen before; None in
    place of both when the conversation is awake: `take_in`.
    """
    row = conversations.begin(conn, *_place(arrival), arrival.received_at, runner)
    if row is None:
        return None
    values = {**_values(arrival, row.id), "body": "", "done_at": arrival.received_at}
    number = _statements(conn.dialect.name).begin.scalar(conn, values)
    if number is None:
        return row, None
    return row, InboxRow(
        number=number,
        topic=arrival.topic,
        part_key=arrival.part_key,
        body=arrival.body,
        part_at=arrival.part_at,
        received_at=arrival.received_at,
    )


def put_off(conn: Connection, row: InboxRow) -> None:
    """Let a notification of `begin` wait to be acted on, as if it had been taken in."""
    _PUT_OFF.send(conn, {"row": row.number, "text": row.body})


def _place(arrival: Arrival) -> tuple[str, str]:
    return bounded(arrival.app_id), bounded(arrival.conversation_id)


def pending(conn: Connection, conversation_row: int, limit: int = 100) -> list[InboxRow]:
    """What the conversation has not acted on yet, in order of arrival."""
    return [InboxRow(**row) for row in _PENDING.rows(conn, {"row": conversation_row, "limit": limit})]


def finish(conn: Connection, lease: Lease, numbers: Collection[int], now: datetime) -> None:
    """Mark notifications as acted on and drop their text; in the transaction that writes what they led to."""
    if numbers:
        hold(conn, lease)
        mark(conn, numbers, now)


def mark(conn: Connection, numbers: Collection[int], now: datetime) -> None:
    """`finish` for a transaction that holds the lease already."""
    if numbers:
        _FINISH.send_all(conn, ({"row": number, "now": now} for number in numbers))


def remember(conn: Connection, lease: Lease, part_keys: Collection[str], now: datetime) -> None:
    """Parts that a reading of the conversation showed have acted: their notifications, late or waiting, do nothing."""
    if part_keys:
        hold(conn, lease)
        remember_keys(conn, lease.conversation, part_keys, now)


def remember_keys(conn: Connection, conversation_row: int, part_keys: Collection[str], now: datetime) -> None:
    """`remember` for a transaction that holds the lease already."""
    if not part_keys:
        return
    app_id = conn.execute(select(conversation.c.app_id).where(conversation.c.id == conversation_row)).scalar_one()
    known = {"conversation": conversation_row, "app_id": app_id, "topic": "", "body": ""}
    rows = [known | {"part_key": bounded(key), "received_at": now, "done_at": now} for key in sorted(part_keys)]
    conn.execute(_statements(conn.dialect.name).remember, rows)


def waiting(conn: Connection) -> int:
    """How many notifications wait to be acted on."""
    return conn.execute(select(func.count()).select_from(inbox).where(PENDING)).scalar_one()


@dataclass(frozen=True, slots=True)
class _Statements:
    """What differs between the databases' dialects; built once, so that their SQL is compiled once."""

    wake: Prepared
    insert: Prepared
    begin: Prepared
    remember: Any


@lru_cache
def _statements(dialect: str) -> _Statements:
    insert = insert_of(dialect)
    wake = (
        insert(conversation)
        .on_conflict_do_update(
            index_elements=["app_id", "conversation_id"], set_={"woken": True}, where=~conversation.c.woken
        )
        .returning(conversation.c.id)
    )
    seen = insert(inbox)
    remember = seen.on_conflict_do_update(
        index_elements=["app_id", "part_key"],
        set_={"done_at": func.coalesce(inbox.c.done_at, seen.excluded.done_at), "body": ""},
    )
    return _Statements(
        wake=Prepared(wake, *("app_id", "conversation_id", "status", "woken", "epoch", "customer_name", "updated_at")),
        insert=Prepared(insert(inbox).on_conflict_do_nothing(), *_ARRIVAL),
        begin=Prepared(insert(inbox).on_conflict_do_nothing().returning(inbox.c.number), *_ARRIVAL, "done_at"),
        remember=remember,
    )


_ARRIVAL = tuple(own.name for own in inbox.columns if own.name not in ("number", "done_at"))
"""What a new row has; the other columns it gets by itself, or later."""
_ROW = Prepared(
    select(conversation.c.id).where(
        conversation.c.app_id == bindparam("app_id"), conversation.c.conversation_id == bindparam("conversation_id")
    )
)
_PENDING = Prepared(
    select(inbox.c.number, inbox.c.topic, inbox.c.part_key, inbox.c.body, inbox.c.part_at, inbox.c.received_at)
    .where(inbox.c.conversation == bindparam("row"), PENDING)
    .order_by(inbox.c.number)
    .limit(bindparam("limit"))
)
_PUT_OFF = Prepared(
    update(inbox).where(inbox.c.number == bindparam("row")).values(done_at=null(), body=bindparam("text"))
)
_FINISH = Prepared(update(inbox).where(inbox.c.number == bindparam("row")).values(done_at=bindparam("now"), body=""))


def _wake_row(conn: Connection, app_id: str, conversation_id: str, now: datetime) -> tuple[int, bool]:
    """The conversation's row, made if it is not there, and whether it slept until now."""
    key = {"app_id": app_id, "conversation_id": conversation_id}
    values = key | {"status": NEW, "woken": True, "epoch": 0, "customer_name": "", "updated_at": now}
    slept = _statements(conn.dialect.name).wake.scalar(conn, values)
    return (slept, True) if slept is not None else (_ROW.scalar(conn, key), False)


def _values(arrival: Arrival, row: int) -> dict[str, Any]:
    return {
        "conversation": row,
        "app_id": bounded(arrival.app_id),
        "notification_id": bounded(arrival.notification_id) or None,
        "part_key": bounded(arrival.part_key) or None,
        "topic": bounded(arrival.topic),
        "body": arrival.body,
        "part_at": arrival.part_at,
        "received_at": arrival.received_at,
    }
