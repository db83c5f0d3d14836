"""`put`: write a row, in place of the one with the same key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def put(conn: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Write the row with these values, whether or not one with its primary key is there."""
    conn.execute(_statement(conn.dialect.name, table), values)


@lru_cache
def _statement(dialect: str, table: Table) -> Any:  # noqa: ANN401 (the two dialects' classes have no common base)
    insert = insert_of(dialect)
    new = insert(table)
    others = {column.name: new.excluded[column.name] for column in table.columns if not column.primary_key}
    return new.on_conflict_do_update(index_elements=list(table.primary_key), set_=others)


def insert_of(dialect: str) -> Any:  # noqa: ANN401
    """The dialect's own insert, which knows ON CONFLICT."""
    return postgresql.insert if dialect == "postgresql" else sqlite.insert
