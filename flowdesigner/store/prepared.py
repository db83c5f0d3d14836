"""`Prepared`: a statement of the hot path, compiled once and given to the driver directly.

SQLAlchemy builds the SQL and converts values, but its way to execute a statement takes ten times as long as SQLite
itself; a conversation is some fifty statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

if TYPE_CHECKING:
    from flowdesigner.store.pipeline import Pipeline

PIPELINE = "pipeline"
"""Where the `info` of a connection to PostgreSQL has the pipeline that its statements go by, if it has one."""
NUMBERED: Dialect = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
"""Compiles statements for a pipeline: with the parameters $1, $2 and so on, as the server itself knows them."""

Statement = Select[Any] | Insert | Update | Delete
Convert = Callable[[Any], Any]
Otherwise = Callable[[], Exception]


class Prepared:
    """A statement to be run again and again inside transactions. An insert names its columns, or has them set."""

    def __init__(self, statement: Statement, *columns: str) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def run(self, conn: Connection, values: Mapping[str, Any]) -> int:
        """Run it; how many rows it changed."""
        rowcount: int = self._ran(conn, values)[0].rowcount
        return rowcount

    def run_all(self, conn: Connection, many: Iterable[Mapping[str, Any]]) -> int:
        """Run it for each; how many rows were changed."""
        return sum(self.run(conn, values) for values in many)

    def send_all(self, conn: Connection, many: Iterable[Mapping[str, Any]]) -> None:
        """`send` it for each."""
        for values in many:
            self.send(conn, values)

    def send(self, conn: Connection, values: Mapping[str, Any], otherwise: Otherwise | None = None) -> None:
        """Run it where nobody needs to hear of it before the transaction ends: a server is not waited for.

        With `otherwise` it must change a row, or the error that this makes is raised, at the end at the latest.
        """
        if conn.dialect.name == "postgresql" and (pipeline := pipeline_of(conn)) is not None:
            compiled = self._for(NUMBERED)
            pipeline.send(compiled.sql, compiled.parameters(values), otherwise)
            return
        cursor, _ = self._ran(conn, values)
        if otherwise is not None and (len(cursor.fetchall()) if cursor.description else cursor.rowcount) == 0:
            raise otherwise()

    def rows(self, conn: Connection, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run it; the rows that it gives, by the names of their columns."""
        cursor, compiled = self._ran(conn, values)
        found: Sequence[Sequence[Any]] = cursor.fetchall()
        return compiled.read(found) if found else []

    def scalar(self, conn: Connection, values: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Run it; the first column of the first row, None when there is no row."""
        rows = self.rows(conn, values)
        return next(iter(rows[0].values())) if rows else None

    def _ran(self, conn: Connection, values: Mapping[str, Any]) -> tuple[Any, _Compiled]:
        """The cursor of the driver's own, or what a pipeline has in its place; and the statement as it was run."""
        dialect = conn.dialect
        if dialect.name == "postgresql" and (pipeline := pipeline_of(conn)) is not None:
            compiled = self._for(NUMBERED)
            return pipeline.run(compiled.sql, compiled.parameters(values)), compiled
        compiled = self._compiled.get(dialect.paramstyle) or self._for(dialect)
        return execute(conn, compiled.sql, compiled.parameters(values)), compiled

    def _for(self, dialect: Dialect) -> _Compiled:
        compiled = self._compiled.get(dialect.paramstyle)
        if compiled is None:
            compiled = self._compiled[dialect.paramstyle] = _Compiled(self._statement, self._columns, dialect)
        return compiled


def pipeline_of(conn: Connection) -> Pipeline | None:
    """What the statements of a connection go by, if it is one to PostgreSQL that is written by."""
    return conn.info.get(PIPELINE) if conn.dialect.name == "postgresql" else None


def execute(conn: Connection, sql: str, parameters: Any = ()) -> Any:  # noqa: ANN401 (the driver's own)
    """Run a statement by the driver itself; a cursor, or the error that SQLAlchemy would raise, without the values."""
    driver: Any = conn.connection.dbapi_connection
    try:
        return driver.execute(sql, parameters)
    except conn.dialect.loaded_dbapi.Error as error:
        raise as_sqlalchemy(conn.dialect, sql, error) from error


@contextmanager
def as_sqlalchemy_says_it(conn: Connection, sql: str) -> Iterator[None]:
    """Raise what the driver raises within as the error that SQLAlchemy would raise, without values."""
    try:
        yield
    except conn.dialect.loaded_dbapi.Error as error:
        raise as_sqlalchemy(conn.dialect, sql, error) from error


def as_sqlalchemy(dialect: Dialect, sql: str, error: Exception) -> BaseException:
    """The error that SQLAlchemy would raise for the driver's, without values."""
    kind = dialect.loaded_dbapi.Error
    said: BaseException = DBAPIError.instance(sql, None, error, kind, hide_parameters=True, dialect=dialect)
    return said


class _Compiled:
    """A statement in one dialect, with what converts the values that go in and come out; NULL is None."""

    __slots__ = ("_conversions", "_into", "_names", "_own", "_pick", "_positional", "_results", "sql")

    def __init__(self, statement: Statement, columns: Sequence[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(columns) or None)
        self.sql = str(compiled)
        self._positional = bool(compiled.positional)
        order = compiled.positiontup if compiled.positiontup is not None else list(compiled.binds)
        binds = [compiled.binds[name] for name in order]
        self._names = list(order)
        self._own = {bind.key: bind.effective_value for bind in binds}
        self._pick = _picker([bind.key for bind in binds])
        into = [(place, _into(bind.type, dialect)) for place, bind in enumerate(binds)]
        self._into = [(place, convert) for place, convert in into if convert is not None]
        results = [(str(column.key), _out_of(column.type, dialect)) for column in statement.exported_columns]
        self._results = [name for name, _ in results]
        self._conversions = [(name, convert) for name, convert in results if convert is not None]

    def parameters(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (a list or a dict, as the driver wants)
        """What the driver is given; a value that is not named is the statement's own."""
        found = list(self._pick({**self._own, **values}))
        for place, convert in self._into:
            if (value := found[place]) is not None:
                found[place] = convert(value)
        return found if self._positional else dict(zip(self._names, found, strict=True))

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


def _picker(keys: list[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """What takes the values of these keys out, in this order."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda values: [values[key] for key in keys]


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    # Every driver takes a bool as it is.
    return None if isinstance(kind, Boolean) else kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
