"""The conversation rows: claiming one, saving it, letting it sleep, and looking at many for people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Connection, Row, Text, bindparam, exists, func, or_, select, update

from flowdesigner.store import runners
from flowdesigner.store.columns import Moment, bounded
from flowdesigner.store.leases import Lease, hold, lost
from flowdesigner.store.prepared import Prepared
from flowdesigner.store.tables import OPEN, PENDING, UNHEARD, WOKEN, conversation, inbox, outbox
from flowdesigner.store.upsert import insert_of

NEW = "new"
PAGE = 1_000
"""Conversations that are woken, of one look."""


@dataclass(slots=True, kw_only=True)
class ConversationRow:
    """One conversation as it was read; `session` is the interpreter's data, None before its first event.

    Nobody changes one; a frozen class would take three times as long to make.
    """

    id: int
    app_id: str
    conversation_id: str
    revision: int | None
    session: dict[str, Any] | None = field(repr=False)
    status: str
    woken: bool
    epoch: int
    timer_at: datetime | None
    customer_name: str
    heard_at: datetime | None
    updated_at: datetime
    runner: str | None = None
    flow: str | None = None
    block: str | None = None

    @property
    def lease(self) -> Lease:
        """The lease of whoever claimed this row."""
        return Lease(self.id, self.epoch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A conversation under way: the revision that it follows, and where it stands."""

    id: int
    revision: int
    session: dict[str, Any] = field(repr=False)


_CLAIM = Prepared(
    update(conversation)
    .where(conversation.c.id == bindparam("row"))
    .values(epoch=conversation.c.epoch + 1)
    .returning(*conversation.c)
)
_CLAIM_SHARED = Prepared(
    update(conversation)
    .where(conversation.c.id == bindparam("row"), or_(conversation.c.runner == bindparam("me"), runners.IS_FREE))
    .values(epoch=conversation.c.epoch + 1, runner=bindparam("me"))
    .returning(*conversation.c)
)
_SAVE = Prepared(
    update(conversation)
    .where(conversation.c.id == bindparam("row"), conversation.c.epoch == bindparam("claimed_in"))
    .values(
        session=bindparam("new_session"),
        status=bindparam("new_status"),
        revision=bindparam("new_revision"),
        timer_at=bindparam("new_timer"),
        updated_at=bindparam("now"),
        customer_name=func.coalesce(bindparam("new_name", type_=Text), conversation.c.customer_name),
        heard_at=func.coalesce(bindparam("new_heard", type_=Moment), conversation.c.heard_at),
        flow=bindparam("new_flow"),
        block=bindparam("new_block"),
    )
)
_PENDING = exists().where(inbox.c.conversation == bindparam("row"), PENDING)
_OPEN = exists().where(outbox.c.conversation == bindparam("row"), OPEN)
_UNHEARD = exists().where(outbox.c.conversation == bindparam("row"), UNHEARD)
_REST = Prepared(
    update(conversation)
    .where(
        conversation.c.id == bindparam("row"),
        conversation.c.epoch == bindparam("claimed_in"),
        ~_PENDING,
        ~_OPEN,
        ~_UNHEARD,
    )
    .values(woken=False, runner=None)
)
_WAKE = Prepared(update(conversation).where(conversation.c.id == bindparam("row")).values(woken=True))
_WOKEN = (
    select(conversation.c.id)
    .where(WOKEN, conversation.c.id > bindparam("after"))
    .order_by(conversation.c.id)
    .limit(bindparam("limit"))
)
_WOKEN_FOR = _WOKEN.where(or_(conversation.c.runner == bindparam("me"), runners.IS_FREE))
_DUE = (
    select(conversation.c.id)
    .where(conversation.c.timer_at <= bindparam("now"), ~conversation.c.woken)
    .order_by(conversation.c.timer_at)
    .limit(bindparam("limit"))
)
_NEXT = Prepared(
    select(conversation.c.timer_at)
    .where(conversation.c.timer_at.is_not(None), ~conversation.c.woken)
    .order_by(conversation.c.timer_at)
    .limit(1)
)


def claim(conn: Connection, conversation_row: int, runner: str = "") -> ConversationRow | None:
    """Take the conversation: whoever had it before is fenced off. None when there is no such row.

    With a `runner`, for those that share the database, also None while another one that lives has it.
    """
    values = {"row": conversation_row}
    rows = _CLAIM_SHARED.rows(conn, {**values, "me": runner}) if runner else _CLAIM.rows(conn, values)
    return ConversationRow(**rows[0]) if rows else None


def begin(
    conn: Connection, app_id: str, conversation_id: str, now: datetime, runner: str = ""
) -> ConversationRow | None:
    """Wake and take, in one, a conversation that sleeps; it is made if it is not there.

    None when it is awake: whoever has it, or is about to, must be let alone. One that sleeps is nobody's, and nothing
    waits in it: neither notifications nor calls.
    """
    values = {
        "app_id": app_id,
        "conversation_id": conversation_id,
        "status": NEW,
        "woken": True,
        "epoch": 1,
        "customer_name": "",
        "updated_at": now,
        "runner": runner or None,
    }
    rows = _begin(conn.dialect.name).rows(conn, values)
    return ConversationRow(**rows[0]) if rows else None


@lru_cache
def _begin(dialect: str) -> Prepared:
    new = insert_of(dialect)(conversation)
    wanted = {"woken": True, "epoch": conversation.c.epoch + 1, "runner": new.excluded.runner}
    statement = new.on_conflict_do_update(
        index_elements=["app_id", "conversation_id"], set_=wanted, where=~conversation.c.woken
    ).returning(*conversation.c)
    return Prepared(
        statement, "app_id", "conversation_id", "status", "woken", "epoch", "customer_name", "updated_at", "runner"
    )


def find(conn: Connection, app_id: str, conversation_id: str) -> ConversationRow | None:
    """The conversation with Intercom's id, as it is now."""
    query = select(conversation).where(
        conversation.c.app_id == app_id, conversation.c.conversation_id == conversation_id
    )
    row = conn.execute(query).one_or_none()
    return _full(row) if row else None


def get(conn: Connection, conversation_row: int) -> ConversationRow | None:
    """The conversation with this row id, as it is now."""
    row = conn.execute(select(conversation).where(conversation.c.id == conversation_row)).one_or_none()
    return _full(row) if row else None


def save(
    conn: Connection,
    lease: Lease,
    *,
    session: Mapping[str, Any] | None,
    status: str,
    revision: int | None,
    timer_at: datetime | None,
    now: datetime,
    customer_name: str | None = None,
    heard_at: datetime | None = None,
    place: tuple[str, str] | None = None,
) -> None:
    """Write what the conversation has become; LeaseLostError when somebody claimed it since.

    `customer_name` and `heard_at` (Intercom's time of the newest part known) stay as they are when None. `place` is
    the flow and the block at which it stands.
    """
    values = {
        "row": lease.conversation,
        "claimed_in": lease.epoch,
        "new_session": session,
        "new_status": status,
        "new_revision": revision,
        "new_timer": timer_at,
        "now": now,
        "new_name": None if customer_name is None else bounded(customer_name),
        "new_heard": heard_at,
        "new_flow": bounded(place[0]) if place is not None else None,
        "new_block": bounded(place[1]) if place is not None else None,
    }
    _SAVE.send(conn, values, lambda: lost(lease))


def rest(conn: Connection, lease: Lease) -> bool:
    """Let the conversation sleep if nothing is left to do for it; False when something is.

    The look and the clearing of `woken` happen under the row's lock in one transaction: a notification that comes
    between them would otherwise never be acted on.
    """
    if _REST.run(conn, {"row": lease.conversation, "claimed_in": lease.epoch}) > 0:
        return True
    hold(conn, lease)
    return False


def wake(conn: Connection, conversation_rows: Collection[int]) -> None:
    """Mark conversations as having something to do; a lost or doubled call is harmless."""
    if conversation_rows:
        _WAKE.send_all(conn, ({"row": row} for row in sorted(conversation_rows)))


def wake_due(conn: Connection, conversation_rows: Collection[int]) -> list[int]:
    """Mark conversations whose time has come; those that nobody else has marked meanwhile, or is about to."""
    sleeping = select(conversation.c.id).where(conversation.c.id.in_(conversation_rows), ~conversation.c.woken)
    found = list(conn.execute(sleeping.order_by(conversation.c.id).with_for_update(skip_locked=True)).scalars())
    wake(conn, found)
    return found


def woken(conn: Connection, runner: str = "", *, after: int = 0, limit: int = PAGE) -> list[int]:
    """Conversations that have something to do, by their rows, those after that one; for the sweep.

    With a `runner`, for those that share the database, without what others have that live.
    """
    if runner:
        return list(conn.execute(_WOKEN_FOR, {"me": runner, "after": after, "limit": limit}).scalars())
    return list(conn.execute(_WOKEN, {"after": after, "limit": limit}).scalars())


def due_timers(conn: Connection, now: datetime, limit: int = 200) -> list[int]:
    """Sleeping conversations whose time has come, the earliest first; give them to `wake`."""
    return list(conn.execute(_DUE, {"now": now, "limit": limit}).scalars())


def next_timer(conn: Connection) -> datetime | None:
    """When the time of the first sleeping conversation comes, or came; None when none waits for a time."""
    found: datetime | None = _NEXT.scalar(conn, {})
    return found


_UNDER_WAY = (
    conversation.c.status.in_(("waiting", "handed_over")),
    conversation.c.revision.is_not(None),
    conversation.c.session.is_not(None),
)


def under_way(conn: Connection, apart_from: int | None = None) -> list[Standing]:
    """Conversations that are not at their end, apart from those that follow this revision."""
    query = select(conversation.c.id, conversation.c.revision, conversation.c.session).where(*_UNDER_WAY)
    if apart_from is not None:
        query = query.where(conversation.c.revision != apart_from)
    return [Standing(**row._mapping) for row in conn.execute(query.order_by(conversation.c.id))]


def under_way_by_revision(conn: Connection) -> dict[int, int]:
    """How many conversations that are not at their end follow each revision."""
    query = select(conversation.c.revision, func.count().label("number")).where(*_UNDER_WAY)
    return {row.revision: row.number for row in conn.execute(query.group_by(conversation.c.revision))}


def turn_to(
    conn: Connection, conversation_row: int, revision: int, is_fit: Callable[[Mapping[str, Any], int], bool]
) -> Literal["moved", "stays", "busy"]:
    """Let a conversation under way follow another revision, if it sleeps and `is_fit(session, its revision)`.

    One that is awake is being answered, or about to be: it is busy. Nobody has claimed one that sleeps.
    """
    row = conn.execute(
        select(conversation).where(conversation.c.id == conversation_row, *_UNDER_WAY).with_for_update()
    ).one_or_none()
    if row is None or row.revision == revision:
        return "stays"
    if row.woken:
        return "busy"
    if not is_fit(row.session, row.revision):
        return "stays"
    conn.execute(
        update(conversation)
        .where(conversation.c.id == conversation_row)
        .values(revision=revision, epoch=conversation.c.epoch + 1)
    )
    return "moved"


def count(conn: Connection) -> dict[str, int]:
    """How many conversations the store has of each status."""
    query = select(conversation.c.status, func.count().label("number")).group_by(conversation.c.status)
    return {row.status: row.number for row in conn.execute(query)}


def _full(row: Row[Any]) -> ConversationRow:
    return ConversationRow(**row._mapping)
