"""`commit`: everything that one step of a conversation changes, in one write."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from flowdesigner.store import history, inbox, letters, outbox
from flowdesigner.store.conversations import save
from flowdesigner.store.history import Happening
from flowdesigner.store.leases import Lease
from flowdesigner.store.outbox import OutboxRow, QueuedCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a step made of a conversation.

    `finished` are inbox rows that were acted on, `reported` outbox rows that the interpreter has heard of, `calls`
    what it asked for, `known_parts` part keys that a reading has shown. With `drop_because`, queued calls of earlier
    steps are never made. `customer_name` and `heard_at` stay as they are when None. `place` is the flow and the block
    at which the conversation stands, None when it is over; `history` what happened.
    """

    session: Mapping[str, Any] | None = field(repr=False)
    status: str
    revision: int | None
    timer_at: datetime | None
    finished: Collection[int] = ()
    reported: Collection[int] = ()
    calls: Sequence[QueuedCall] = ()
    known_parts: Collection[str] = ()
    drop_because: str = ""
    customer_name: str | None = None
    heard_at: datetime | None = None
    place: tuple[str, str] | None = None
    history: Sequence[Happening] = ()


def commit(conn: Connection, lease: Lease, progress: Progress, now: datetime) -> list[OutboxRow]:
    """Write it, or nothing of it: LeaseLostError when somebody claimed the conversation since. The calls' new rows."""
    save(
        conn,
        lease,
        session=progress.session,
        status=progress.status,
        revision=progress.revision,
        timer_at=progress.timer_at,
        now=now,
        customer_name=progress.customer_name,
        heard_at=progress.heard_at,
        place=progress.place,
    )
    inbox.mark(conn, progress.finished, now)
    inbox.remember_keys(conn, lease.conversation, progress.known_parts, now)
    if progress.drop_because:
        letters.put_back_queued(conn, lease.conversation, progress.drop_because)
        outbox.discard(conn, lease.conversation, now, progress.drop_because)
    outbox.tick_off(conn, progress.reported)
    history.add(conn, lease.conversation, progress.history)
    return outbox.add(conn, lease.conversation, progress.calls, now)
