"""`Prepared`: a statement of the hot path, compiled once and given to the driver directly.

SQLAlchemy builds the SQL and converts values, but its way to execute a statement takes ten times as long as SQLite
itself; a conversation is some fifty statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Statement = Select[Any] | Insert | Update | Delete
Convert = Callable[[Any], Any]


class Prepared:
    """A statement to be run again and again inside transactions. An insert names its columns, or has them set."""

    def __init__(self, statement: Statement, *columns: str) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def run(self, conn: Connection, values: Mapping[str, Any]) -> int:
        """Run it; how many rows it changed."""
        rowcount: int = self._cursor(conn, values).rowcount
        return rowcount

    def run_all(self, conn: Connection, many: Iterable[Mapping[str, Any]]) -> int:
        """Run it for each; how many rows were changed."""
        return sum(self.run(conn, values) for values in many)

    def rows(self, conn: Connection, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run it; the rows that it gives, by the names of their columns."""
        found: Sequence[Sequence[Any]] = self._cursor(conn, values).fetchall()
        return self._for(conn.dialect).read(found) if found else []

    def scalar(self, conn: Connection, values: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Run it; the first column of the first row, None when there is no row."""
        rows = self.rows(conn, values)
        return next(iter(rows[0].values())) if rows else None

    def _cursor(self, conn: Connection, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (the driver's own)
        compiled = self._for(conn.dialect)
        parameters = compiled.parameters(values)
        cursor = conn.connection.cursor()
        try:
            cursor.execute(compiled.sql, parameters)
        except conn.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(
                compiled.sql, None, error, conn.dialect.loaded_dbapi.Error, hide_parameters=True, dialect=conn.dialect
            ) from error
        return cursor

    def _for(self, dialect: Dialect) -> _Compiled:
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self._statement, self._columns, dialect)
        return compiled


class _Compiled:
    """A statement in one dialect, with what converts the values that go in and come out."""

    __slots__ = ("_binds", "_names", "_positional", "_results", "sql")

    def __init__(self, statement: Statement, columns: Sequence[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(columns) or None)
        self.sql = str(compiled)
        self._positional = bool(compiled.positional)
        order = compiled.positiontup if compiled.positiontup is not None else list(compiled.binds)
        binds = [compiled.binds[name] for name in order]
        self._names = list(order)
        self._binds = [(bind.key, bind.effective_value, _into(bind.type, dialect)) for bind in binds]
        self._results = [(str(column.key), _out_of(column.type, dialect)) for column in statement.exported_columns]

    def parameters(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (a tuple or a dict, as the driver wants)
        """What the driver is given; a value that is not named is the statement's own."""
        found = [
            value if convert is None else convert(value)
            for value, convert in ((values.get(key, own), convert) for key, own, convert in self._binds)
        ]
        return tuple(found) if self._positional else dict(zip(self._names, found, strict=True))

    def read(self, rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        """The rows as Python knows them."""
        return [
            {
                name: value if convert is None else convert(value)
                for (name, convert), value in zip(self._results, row, strict=True)
            }
            for row in rows
        ]


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
