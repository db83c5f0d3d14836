"""What is looked at from outside: whether the database answers, and what waits in it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from flowdesigner.store.tables import revision


def pulse(conn: Connection) -> None:
    """The smallest look there is: it comes back when the database answers."""
    conn.execute(select(revision.c.number).limit(1)).first()
