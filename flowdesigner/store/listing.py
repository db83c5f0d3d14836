"""Lists of conversations for people: found by what is asked for, page by page, and counted where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Text, and_, exists, false, func, or_, select

from flowdesigner.flow.system_variables import CONTACT_ID
from flowdesigner.store import conversations
from flowdesigner.store.columns import to_moment, to_number
from flowdesigner.store.conversations import NEW
from flowdesigner.store.inbox import waiting
from flowdesigner.store.tables import OPEN, UNSETTLED, WOKEN, conversation, dead_letter, outbox

HAS_TROUBLE = exists().where(dead_letter.c.conversation == conversation.c.id, UNSETTLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which conversations: empty means all. `text` is a part of the customer's name, or Intercom's id.

    `status` are any of waiting, handed_over and ended.
    """

    status: Sequence[str] = ()
    flow: str = ""
    block: str = ""
    app_id: str = ""
    text: str = ""
    has_trouble: bool = False
    revision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """A conversation in a list."""

    id: int
    app_id: str
    conversation_id: str
    customer_name: str
    status: str
    revision: int | None
    session: dict[str, Any] | None = field(repr=False)
    flow: str | None
    block: str | None
    timer_at: datetime | None
    updated_at: datetime
    has_trouble: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AtBlock:
    """How many conversations of a version stand at a block: those of the bot, and those that people have."""

    flow: str
    block: str
    revision: int
    waiting: int = 0
    handed_over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many conversations are where, and what is left to do: notifications, calls, dead letters."""

    waiting: int
    handed_over: int
    ended: int
    inbox: int
    open_calls: int
    letters: int

    @property
    def all(self) -> int:
        """Conversations that the bot had a part in."""
        return self.waiting + self.handed_over + self.ended


_COLUMNS = tuple(conversation.c[name] for name in ListedRow.__slots__ if name != "has_trouble")
_PLACE = (conversation.c.flow, conversation.c.block, conversation.c.revision)
AT_BLOCKS = (
    select(*_PLACE, conversation.c.status, func.count().label("number"))
    .where(
        conversation.c.status.in_(("waiting", "handed_over")),
        conversation.c.block.is_not(None),
        conversation.c.revision.is_not(None),
    )
    .group_by(*_PLACE, conversation.c.status)
)
"""Answered by the index `ix_conversation_status` alone."""

_AWAKE = select(conversation.c.id).where(WOKEN)
OPEN_CALLS = select(func.count()).select_from(outbox).where(outbox.c.conversation.in_(_AWAKE), OPEN)
"""A conversation with a call to be made is awake."""
LETTERS = select(func.count()).select_from(dead_letter).where(UNSETTLED)


def find(conn: Connection, wanted: Filter, limit: int, after: str = "") -> tuple[list[ListedRow], str]:
    """The conversations, those that changed last first, and what to give as `after` for those behind; "" at the end."""
    latest = (conversation.c.updated_at.desc(), conversation.c.id.desc())
    numbers = select(conversation.c.id).where(*conditions(wanted, by_time=True)).order_by(*latest).limit(limit + 1)
    if after:
        numbers = numbers.where(_behind(after))
    # Sorting whole rows, sessions included, would cost many times as much.
    query = select(*_COLUMNS, HAS_TROUBLE.label("has_trouble")).where(conversation.c.id.in_(numbers))
    rows = conn.execute(query.order_by(*latest)).all()
    found = [_listed(row._mapping) for row in rows[:limit]]
    return found, _token(found[-1]) if len(rows) > limit else ""


def get(conn: Connection, conversation_row: int) -> ListedRow | None:
    """One of them."""
    query = select(*_COLUMNS, HAS_TROUBLE.label("has_trouble")).where(conversation.c.id == conversation_row)
    row = conn.execute(query).one_or_none()
    return _listed(row._mapping) if row is not None else None


def count(conn: Connection, wanted: Filter) -> int:
    """How many there are."""
    return conn.execute(select(func.count()).select_from(conversation).where(*conditions(wanted))).scalar_one()


def rows_of(conn: Connection, conversation_id: str, app_id: str = "") -> list[int]:
    """The conversations with Intercom's id; one of several workspaces may have the same."""
    query = select(conversation.c.id).where(conversation.c.conversation_id == conversation_id)
    if app_id:
        query = query.where(conversation.c.app_id == app_id)
    return list(conn.execute(query.order_by(conversation.c.id)).scalars())


def rows_of_customer(conn: Connection, contact_id: str) -> list[int]:
    """The conversations of a customer, by Intercom's id of the contact. It reads them all."""
    told = select(conversation.c.id, conversation.c.session).where(
        conversation.c.session.cast(Text).contains(contact_id, autoescape=True)
    )
    return [row.id for row in conn.execute(told) if row.session.get("facts", {}).get(CONTACT_ID) == contact_id]


def at_blocks(conn: Connection) -> list[AtBlock]:
    """The blocks at which conversations stand."""
    found: dict[tuple[str, str, int], dict[str, int]] = {}
    for row in conn.execute(AT_BLOCKS):
        found.setdefault((row.flow, row.block, row.revision), {})[row.status] = row.number
    return [
        AtBlock(flow=flow, block=block, revision=revision, **numbers)
        for (flow, block, revision), numbers in sorted(found.items())
    ]


def figures(conn: Connection) -> Figures:
    """All of them."""
    known = conversations.count(conn)
    return Figures(
        waiting=known.get("waiting", 0),
        handed_over=known.get("handed_over", 0),
        ended=known.get("ended", 0),
        inbox=waiting(conn),
        open_calls=conn.execute(OPEN_CALLS).scalar_one(),
        letters=conn.execute(LETTERS).scalar_one(),
    )


def conditions(wanted: Filter, *, by_time: bool = False) -> list[ColumnElement[bool]]:
    """The filter as conditions. `by_time`: of what has a status, the latest are wanted; a status that many have would
    lead the database to read all of them first."""
    # An index does not know what this is.
    status = conversation.c.status.concat("") if by_time and not wanted.block else conversation.c.status
    found: list[ColumnElement[bool]] = [status != NEW]
    if wanted.status:
        found.append(status.in_(wanted.status))
    if wanted.flow:
        found.append(conversation.c.flow == wanted.flow)
    if wanted.block:
        found.append(conversation.c.block == wanted.block)
    if wanted.app_id:
        found.append(conversation.c.app_id == wanted.app_id)
    if text := wanted.text.strip():
        name = conversation.c.customer_name.icontains(text, autoescape=True)
        found.append(or_(conversation.c.conversation_id == text, name))
    if wanted.revision is not None:
        found.append(conversation.c.revision == wanted.revision)
    if wanted.has_trouble:
        # The other way round: dead letters are few.
        found.append(conversation.c.id.in_(select(dead_letter.c.conversation).where(UNSETTLED)))
    return found


def _listed(fields: RowMapping) -> ListedRow:
    return ListedRow(**{name: fields[name] for name in ListedRow.__slots__})


def _token(row: ListedRow) -> str:
    return f"{to_number(row.updated_at)}-{row.id}"


def _behind(token: str) -> ColumnElement[bool]:
    """Those behind the one that the token names; a token that is none gives nothing."""
    at, _, row = token.partition("-")
    if not (at.isdigit() and row.isdigit()):
        return false()
    same_moment = and_(conversation.c.updated_at == to_moment(int(at)), conversation.c.id < int(row))
    return or_(conversation.c.updated_at < to_moment(int(at)), same_moment)
