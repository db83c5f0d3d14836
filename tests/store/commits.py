"""Counts what an SQLite store's writer commits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from flowdesigner.store.store import Store


async def commits_of(store: Store) -> list[str]:
    """Grows with each commit from now on."""
    seen: list[str] = []

    def watch(conn: Connection) -> None:
        driver: Any = conn.connection.dbapi_connection
        driver.set_trace_callback(lambda sql: seen.append(sql) if sql == "COMMIT" else None)

    await store.writer.run(watch)
    seen.clear()
    return seen
