"""Copies all rows of one database into another, of whatever kind, and makes sure that they are the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, func, insert, select, text
from sqlalchemy.types import TypeDecorator

from flowdesigner.errors import StoreError
from flowdesigner.store.tables import metadata

BATCH = 500
"""Rows that are read and written at once."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: how many rows, and a sum over all of them that does not depend on their order."""

    rows: int
    checksum: str


def raw_tables() -> list[Table]:
    """The store's tables with what the databases themselves keep: nothing is read and written anew by Python.

    In an order in which rows come after those that they refer to.
    """
    plain = MetaData()
    return [Table(table.name, plain, *(_raw(column) for column in table.columns)) for table in metadata.sorted_tables]


def _raw(column: Column[Any]) -> Column[Any]:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return Column(column.name, kind, primary_key=column.primary_key, autoincrement=False)


def copy(source: Connection, target: Connection, tell: Tell) -> None:
    """Put the rows of all tables in place of those that the target has, within the target's transaction."""
    _clear(target)
    for table in raw_tables():
        number = 0
        with closing(_batches(source, table)) as batches:
            for batch in batches:
                target.execute(insert(table), batch)
                number += len(batch)
                tell(f"{table.name}: {number} rows")
    _go_on_numbering(target)


def _clear(target: Connection) -> None:
    """Take away what a move that was interrupted has left; a new file has nothing. Revisions refuse to be deleted."""
    if target.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        target.execute(text(f"TRUNCATE {names}"))


def _batches(source: Connection, table: Table) -> Generator[list[dict[str, Any]], None, None]:
    with source.execute(select(table), execution_options={"yield_per": BATCH}) as rows:
        for batch in rows.mappings().partitions():
            yield [dict(row) for row in batch]


def _go_on_numbering(target: Connection) -> None:
    """New rows get numbers after those that were copied; SQLite finds them by itself."""
    if target.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        last = target.execute(select(func.max(column))).scalar()
        sequence = target.execute(
            text("SELECT pg_get_serial_sequence(quote_ident(current_schema()) || '.' || :t, :c)"),
            {"t": table.name, "c": column.name},
        ).scalar()
        if last is not None and sequence is not None:
            target.execute(text("SELECT setval(:s, :n)"), {"s": sequence, "n": last})


def demand_equal(source: Connection, target: Connection, tell: Tell) -> None:
    """StoreError when any table does not hold the same in both."""
    for table in raw_tables():
        there, here = content(source, table), content(target, table)
        if there != here:
            raise StoreError(
                f"The copy of the table “{table.name}” differs ({there.rows} rows, and {here.rows} in the copy):"
                " nothing was moved."
            )
    tell("compared: all rows are the same")


def content(conn: Connection, table: Table) -> Content:
    """What the table holds."""
    number = total = 0
    with closing(_batches(conn, table)) as batches:
        for row in chain.from_iterable(batches):
            words = repr([_plain(value) for value in row.values()]).encode("utf-8", "surrogatepass")
            total = (total + int.from_bytes(hashlib.sha256(words).digest())) % 2**256
            number += 1
    return Content(number, f"{total:064x}")


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else value
