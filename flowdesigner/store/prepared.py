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
        return execute(conn, compiled.sql, compiled.parameters(values))

    def _for(self, dialect: Dialect) -> _Compiled:
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self._statement, self._columns, dialect)
        return compiled


def execute(conn: Connection, sql: str, parameters: Any = ()) -> Any:  # noqa: ANN401 (the driver's own)
    """Run a statement by the driver itself; a cursor, or the error that SQLAlchemy would raise, without the values."""
    driver: Any = conn.connection.dbapi_connection
    try:
        return driver.execute(sql, parameters)
    except conn.dialect.loaded_dbapi.Error as error:
        kind = conn.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(sql, None, error, kind, hide_parameters=True, dialect=conn.dialect) from error


class _Compiled:
    """A statement in one dialect, with what converts the values that go in and come out; NULL is None."""

    __slots__ = ("_binds", "_conversions", "_names", "_positional", "_results", "sql")

    def __init__(self, statement: Statement, columns: Sequence[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(columns) or None)
        self.sql = str(compiled)
        self._positional = bool(compiled.positional)
        order = compiled.positiontup if compiled.positiontup is not None else list(compiled.binds)
        binds = [compiled.binds[name] for name in order]
        self._names = list(order)
        self._binds = [(bind.key, bind.effective_value, _into(bind.type, dialect)) for bind in binds]
        results = [(str(column.key), _out_of(column.type, dialect)) for column in statement.exported_columns]
        self._results = [name for name, _ in results]
        self._conversions = [(name, convert) for name, convert in results if convert is not None]

    def parameters(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (a tuple or a dict, as the driver wants)
        """What the driver is given; a value that is not named is the statement's own."""
        found = []
        for key, own, convert in self._binds:
            value = values.get(key, own)
            found.append(value if convert is None or value is None else convert(value))
        return tuple(found) if self._positional else dict(zip(self._names, found, strict=True))

    def read(self, rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        """The rows as Python knows them."""
        found = []
        for row in rows:
            made = dict(zip(self._results, row, strict=True))
            for name, convert in self._conversions:
                if (value := made[name]) is not None:
                    made[name] = convert(value)
            found.append(made)
        return found


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
