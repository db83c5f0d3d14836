"""Who else has the bot's draft open, in the same file as the log of edits: each page says so every few seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from flowdesigner.store.columns import bounded
from flowdesigner.store.draft import Draft
from flowdesigner.store.draft_tables import presence
from flowdesigner.store.repository import now as the_time
from flowdesigner.store.upsert import put

ABSENT_AFTER = timedelta(seconds=10)
"""A page that has said nothing for so long is closed, or has lost its kernel."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a page: the page's name for itself, the person's, the flow on the screen, the block selected."""

    client: str
    name: str
    flow: str
    block: str


class Presence:
    """The people at a bot's draft."""

    def __init__(self, draft: Draft, now: Callable[[], datetime] = the_time) -> None:
        self._draft = draft
        self._now = now

    def here(self, person: Person) -> None:
        """This page is there, with this on its screen."""
        values = {
            "client": bounded(person.client), "name": bounded(person.name), "flow": bounded(person.flow),
            "block": bounded(person.block), "seen_at": self._now(),
        }  # fmt: skip

        def write(conn: Connection) -> None:
            put(conn, presence, values)
            conn.execute(delete(presence).where(presence.c.seen_at < self._now() - ABSENT_AFTER))

        self._draft.write(write)

    def others(self, client: str) -> list[Person]:
        """Everybody else who is there, by name."""
        return self._draft.write(lambda conn: self._others(conn, client))

    def _others(self, conn: Connection, client: str) -> list[Person]:
        there = (presence.c.client != client, presence.c.seen_at >= self._now() - ABSENT_AFTER)
        found = conn.execute(select(presence).where(*there).order_by(presence.c.name, presence.c.client))
        return [Person(row.client, row.name, row.flow, row.block) for row in found]

    def leave(self, client: str) -> None:
        """The page is closed."""
        self._draft.write(lambda conn: conn.execute(delete(presence).where(presence.c.client == client)))
