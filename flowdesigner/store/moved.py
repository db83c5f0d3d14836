"""Marks of a store that was moved, or is being moved: nobody opens it, so that no customer is answered twice from both.

A store that was moved says where to, and stays as a backup. One that is being filled says where from until the other is
marked: of the two never more than one can be opened, whatever moment the move is interrupted at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select

from flowdesigner.errors import StoreError
from flowdesigner.flow.event import Value
from flowdesigner.store.setting import keep
from flowdesigner.store.tables import setting

MOVED_TO = "moved_to"
FILLED_FROM = "filled_from"


@dataclass(frozen=True, slots=True)
class Mark:
    """The other place (without its password), and when."""

    place: str
    at: datetime


def mark(conn: Connection, name: str, place: str) -> None:
    """Set a mark, in the transaction that makes it true."""
    value: dict[str, Value] = {"place": place, "at": datetime.now(UTC).isoformat(timespec="seconds")}
    keep(conn, name, value)


def unmark(conn: Connection, name: str) -> None:
    """Take a mark away."""
    conn.execute(delete(setting).where(setting.c.name == name))


def find(conn: Connection, name: str) -> Mark | None:
    """The mark with this name."""
    value = conn.execute(select(setting.c.value).where(setting.c.name == name)).scalar()
    return Mark(str(value["place"]), datetime.fromisoformat(value["at"])) if value else None


def refuse_if_moved(conn: Connection) -> None:
    """StoreError, with what to do, when the state is somewhere else now."""
    if there := find(conn, MOVED_TO):
        when = there.at.strftime("%Y-%m-%d %H:%M")
        raise StoreError(
            f"This bot's state was moved to {there.place} on {when} UTC; what is here is a backup."
            " Let FLOWDESIGNER_DATABASE_URL name the new place (for the bot's own file: remove the variable)."
        )
    if source := find(conn, FILLED_FROM):
        raise StoreError(
            f"The move of this bot's state from {source.place} to here was interrupted:"
            " run flowdesigner move-store once more, with FLOWDESIGNER_DATABASE_URL as it was then."
        )
