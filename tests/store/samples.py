"""Rows for the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flowdesigner.store import conversations, inbox
from flowdesigner.store.commit import Progress
from flowdesigner.store.inbox import Arrival
from flowdesigner.store.leases import Lease
from flowdesigner.store.outbox import QueuedCall
from flowdesigner.store.store import Store

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def is_closed(driver_connection: Any) -> bool:
    """Whether a connection of the database's driver was closed by who opened it."""
    try:
        driver_connection.execute("SELECT 1").close()
    except Exception as error:
        return "closed" in str(error)
    return False


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def arrival(
    notification: str = "n1", *, conversation: str = "c1", part_key: str = "", app: str = "app", body: str = "{}"
) -> Arrival:
    return Arrival(
        app_id=app,
        conversation_id=conversation,
        notification_id=notification,
        part_key=part_key,
        topic="conversation.user.replied",
        body=body,
        part_at=NOON,
        received_at=NOON,
    )


def taken(store: Store, *arrivals: Arrival) -> inbox.TakenIn:
    return store.write(lambda conn: inbox.take_in(conn, arrivals))


def claimed(store: Store, conversation: str = "c1") -> Lease:
    """A conversation, known by a notification and claimed."""
    taken(store, arrival(f"first of {conversation}", conversation=conversation))
    row = store.read(lambda conn: conversations.find(conn, "app", conversation))
    assert row is not None
    return claim(store, row.id)


def claim(store: Store, row: int) -> Lease:
    found = store.write(lambda conn: conversations.claim(conn, row))
    assert found is not None
    return found.lease


def progress(
    status: str = "waiting", *, timer_at: datetime | None = None, calls: tuple[QueuedCall, ...] = ()
) -> Progress:
    return Progress(session={"step": 1}, status=status, revision=1, timer_at=timer_at, calls=calls)
