"""Small settings of a bot that belong to its database, not to its files."""

from __future__ import annotations

from sqlalchemy import Connection, select

from flowdesigner.flow.event import Value
from flowdesigner.store.columns import bounded
from flowdesigner.store.repository import Database
from flowdesigner.store.tables import setting
from flowdesigner.store.upsert import put


class Settings:
    """The settings of one bot, by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, name: str, value: Value) -> None:
        """Keep the value under this name."""
        self._database.write(lambda conn: keep(conn, name, value))

    def get(self, name: str, default: Value = None) -> Value:
        """The value kept under this name, else the default."""
        query = select(setting.c.value).where(setting.c.name == name)
        row = self._database.read(lambda conn: conn.execute(query).one_or_none())
        return default if row is None else row.value


def keep(conn: Connection, name: str, value: Value) -> None:
    """Keep the value under this name."""
    put(conn, setting, {"name": bounded(name), "value": value})
