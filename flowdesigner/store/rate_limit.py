"""Intercom's rate limit where several runners share a database: who takes how much of a window, and who waits.

A window is named by its end in Intercom's own time, the same for all runners. Each takes a handful of places at once,
so that a call needs no transaction; what a runner that died has taken is lost with the window, ten seconds at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update

from flowdesigner.flow.event import Value
from flowdesigner.store import runners
from flowdesigner.store.columns import bounded
from flowdesigner.store.setting import keep
from flowdesigner.store.tables import setting
from flowdesigner.store.upsert import insert_of

SHARED = "rate limit: taken of "
WAITING = "rate limit: waiting for "
STALE = timedelta(seconds=5)
"""What a runner said longer ago holds no more."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Calls of one runner that wait for the limit of one workspace; `waiting` is what the runner's status says."""

    app_id: str
    runner: str
    said_at: datetime
    waiting: Mapping[str, Any]


def take(conn: Connection, app_id: str, window: int, wanted: int, most: int) -> int:
    """Take places of the window, of which all runners together take at most so many; how many there were."""
    name = bounded(SHARED + app_id)
    row = {"name": name, "value": {"window": window, "taken": 0}}
    conn.execute(insert_of(conn.dialect.name)(setting).values(row).on_conflict_do_nothing())
    query = select(setting.c.value).where(setting.c.name == name).with_for_update()
    known = conn.execute(query).scalar_one()
    if window < known["window"]:
        return 0
    taken = known["taken"] if known["window"] == window else 0
    got = max(0, min(wanted, most - taken))
    value = {"window": window, "taken": taken + got}
    conn.execute(update(setting).where(setting.c.name == name).values(value=value))
    return got


def alive(conn: Connection) -> int:
    """How many runners share the database."""
    return max(1, len(runners.alive(conn)))


def say(conn: Connection, app_id: str, runner: str, waiting: Mapping[str, Value]) -> None:
    """Write down what waits, for pages and for whoever runs the bot beside this runner."""
    now = runners.now(conn)
    said: dict[str, Value] = {"app_id": app_id, "runner": runner, "said_at": now.isoformat(), "waiting": dict(waiting)}
    keep(conn, f"{WAITING}{app_id} {runner}", said)


def forget(conn: Connection, app_id: str, runner: str) -> None:
    """Nothing of this runner waits any more; what runners said that have died meanwhile goes with it."""
    old = [f"{WAITING}{queue.app_id} {queue.runner}" for queue in _said(conn) if _is_stale(conn, queue)]
    names = [bounded(name) for name in (*old, f"{WAITING}{app_id} {runner}")]
    conn.execute(delete(setting).where(setting.c.name.in_(names)))


def waiting(conn: Connection) -> list[Queue]:
    """What waits now, runner by runner."""
    return [queue for queue in _said(conn) if not _is_stale(conn, queue)]


def place_of(conn: Connection, app_id: str, conversation_row: int) -> int | None:
    """The place of a conversation's call in its runner's line, 1 for the next; None when it does not wait."""
    for queue in waiting(conn):
        order = list(queue.waiting.get("order", ()))
        if queue.app_id == app_id and conversation_row in order:
            return order.index(conversation_row) + 1
    return None


def _said(conn: Connection) -> list[Queue]:
    query = select(setting.c.value).where(setting.c.name.startswith(WAITING)).order_by(setting.c.name)
    return [_queue(value) for value in conn.execute(query).scalars()]


def _queue(value: Mapping[str, Any]) -> Queue:
    said_at = datetime.fromisoformat(value["said_at"])
    return Queue(value["app_id"], value["runner"], said_at, value["waiting"])


def _is_stale(conn: Connection, queue: Queue) -> bool:
    return queue.said_at < runners.now(conn) - STALE
