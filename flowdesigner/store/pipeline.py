"""`Pipeline`: the hot path's statements on their way to PostgreSQL, several in one message, in libpq's pipeline mode.

A conversation is some fifty statements. To send each alone and to wait for its answer costs both sides several times as
much as to run it, so nobody waits before an answer is needed: the first statement takes the BEGIN with it, the last
ones the COMMIT. What must change a row and does not (a lease that was lost) fails at the server, which then lets
nothing count that was sent behind it.
"""

from __future__ import annotations

import itertools
import select
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.errors import DivisionByZero, error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult
from sqlalchemy import Connection, Engine, event

from flowdesigner.store.prepared import PIPELINE, Otherwise, as_sqlalchemy, as_sqlalchemy_says_it
from flowdesigner.store.wire_types import decoder, encoder

BEGIN, COMMIT = "BEGIN", "COMMIT"
FORGOTTEN = "26000"
"""SQLSTATE of a server that does not know a statement any more: somebody between has reset the connection."""
LOST = "The connection is lost."
_GOOD = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK})


class Answer:
    """What a statement led to; known once its pipeline is settled."""

    __slots__ = ("_ready", "otherwise", "result")

    def __init__(self, ready: _Ready, otherwise: Otherwise | None) -> None:
        self._ready = ready
        self.otherwise = otherwise
        self.result: PGresult | None = None

    @property
    def sql(self) -> str:
        """The statement."""
        return self._ready.sql

    @property
    def rowcount(self) -> int:
        """How many rows it changed or found."""
        return (self.result.command_tuples or 0) if self.result is not None else 0

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows that it gave."""
        return self._ready.rows(self.result) if self.result is not None else []


class _Ready:
    """A statement that the server knows by a name, and the types of what goes in and comes out."""

    __slots__ = ("_decoders", "_encoders", "formats", "name", "sql")

    def __init__(self, name: bytes, sql: str, told: PGresult, codec: str) -> None:
        self.name = name
        self.sql = sql
        self.formats = [Format.BINARY] * told.nparams
        self._encoders = [encoder(told.param_type(place), codec) for place in range(told.nparams)]
        self._decoders = [decoder(told.ftype(place), codec) for place in range(told.nfields)]

    def data(self, parameters: Sequence[Any]) -> list[bytes | None]:
        """The parameters as they travel."""
        pairs = zip(self._encoders, parameters, strict=True)
        return [None if value is None else encode(value) for encode, value in pairs]

    def rows(self, result: PGresult) -> list[tuple[Any, ...]]:
        """The rows that came back."""
        get, columns = result.get_value, list(enumerate(self._decoders))
        return [
            tuple(None if (data := get(row, place)) is None else decode(data) for place, decode in columns)
            for row in range(result.ntuples)
        ]


class Pipeline:
    """Of one connection; `transaction` makes it, and begins and ends what its statements run in."""

    def __init__(self, connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        self._driver: psycopg.Connection[Any] = driver
        # Were it to prepare statements of its own, each rollback would have it tell the server to forget all.
        self._driver.prepare_threshold = None
        self._line = self._driver.pgconn
        self._codec = self._driver.info.encoding
        self._dialect = connection.dialect
        self._ready: dict[str, _Ready] = {}
        self._numbers = itertools.count()
        self._open: list[Answer] = []
        self._wait = _waiting(self._line.socket)

    def send(self, sql: str, parameters: Sequence[Any] = (), otherwise: Otherwise | None = None) -> Answer:
        """Put the statement on its way.

        With `otherwise` it must change a row: if it does not, whoever waits next has the error that this makes.
        """
        if otherwise is not None:
            sql = _demanding(sql)
        ready = self._ready.get(sql) or self._prepare(sql)
        data = ready.data(parameters)
        if not self._open:
            self._enter()
        answer = Answer(ready, otherwise)
        self._open.append(answer)
        try:
            self._line.send_query_prepared(ready.name, data, ready.formats, Format.BINARY)
        except psycopg.Error as error:
            raise self._told(sql, error) from error
        return answer

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> Answer:
        """Send the statement, and wait for the answers to it and to all that were sent before."""
        answer = self.send(sql, parameters)
        self.settle()
        return answer

    def settle(self) -> None:
        """Wait for the answers to all that was sent; raises the first error among them."""
        if not self._open:
            return
        answers, self._open = self._open, []
        try:
            for answer, result in zip(answers, self._receive(len(answers)), strict=True):
                answer.result = result
        except psycopg.Error as error:
            raise self._told(answers[-1].sql, error) from error
        for answer in answers:
            if answer.result is None or answer.result.status not in _GOOD:
                raise self._error_of(answer)

    def commit(self) -> None:
        """Have everything on the disk; an error when it is not."""
        answer = self.run(COMMIT)
        if answer.result is not None and answer.result.command_status != b"COMMIT":
            raise self._told(COMMIT, psycopg.errors.InFailedSqlTransaction("The transaction was undone by its server."))

    def abandon(self) -> None:
        """Let nothing of the transaction count."""
        with suppress(Exception):
            self.settle()
        try:
            self._driver.rollback()
        except psycopg.Error:
            # The connection is lost, and what is to be told is the error that came before.
            self._driver.close()

    def _prepare(self, sql: str) -> _Ready:
        self.settle()
        name = f"flowdesigner_{next(self._numbers)}".encode()
        try:
            self._enter()
            self._line.send_prepare(name, sql.encode(self._codec))
            self._line.send_describe_prepared(name)
            _, told = [self._good(result) for result in self._receive(2)]
        except psycopg.Error as error:
            raise self._told(sql, error) from error
        ready = self._ready[sql] = _Ready(name, sql, told, self._codec)
        return ready

    # The line itself

    def _enter(self) -> None:
        if self._driver.closed:
            raise psycopg.OperationalError(LOST)
        self._line.enter_pipeline_mode()

    def _flush(self) -> None:
        while self._line.flush():
            # A server that has answers to give takes nothing more before they are read.
            self._wait(writing=True)
            self._line.consume_input()

    def _receive(self, number: int) -> list[PGresult | None]:
        """What became of so many statements that were sent, which end the pipeline."""
        self._line.pipeline_sync()
        self._flush()
        is_busy, result = self._line.is_busy, self._line.get_result
        found = []
        for _ in range(number):
            if is_busy():
                self._listen()
            found.append(result())
            if is_busy():
                self._listen()
            result()  # None, which stands between two statements
        if is_busy():
            self._listen()
        result()  # that the server is through with all of them
        self._line.exit_pipeline_mode()
        return found

    def _listen(self) -> None:
        """Wait until the next result is there. libpq's own way to wait would hold up all threads of the process."""
        while self._line.is_busy():
            self._wait()
            self._line.consume_input()

    # Errors

    def _error_of(self, answer: Answer) -> BaseException:
        if answer.result is None:
            return self._told(answer.sql, psycopg.OperationalError(LOST))
        error = error_from_result(answer.result, self._codec)
        if error.sqlstate == FORGOTTEN:
            self._ready.clear()
        if answer.otherwise is not None and isinstance(error, DivisionByZero):
            return answer.otherwise()
        return self._told(answer.sql, error)

    def _good(self, result: PGresult | None) -> PGresult:
        if result is None:
            raise psycopg.OperationalError(LOST)
        if result.status not in _GOOD:
            raise error_from_result(result, self._codec)
        return result

    def _told(self, sql: str, error: psycopg.Error) -> BaseException:
        return as_sqlalchemy(self._dialect, sql, error)


def _waiting(socket: int) -> Callable[..., object]:
    """What waits until there is something to read, or with `writing` room to write."""
    if not hasattr(select, "poll"):
        return lambda *, writing=False: select.select([socket], [socket] if writing else [], [])
    poll = select.poll()

    def wait(*, writing: bool = False) -> object:
        poll.register(socket, select.POLLIN | select.POLLOUT if writing else select.POLLIN)
        return poll.poll()

    return wait


@lru_cache
def _demanding(sql: str) -> str:
    """The statement, failing with a division by zero where it changes or finds no row."""
    rows = sql if sql.startswith("SELECT") or " RETURNING " in sql else f"{sql} RETURNING 1"
    return f"WITH found AS ({rows}) SELECT 1 / count(*) FROM found"  # noqa: S608 (one of our own statements)


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """On the disk when it ends, or nothing of it counts."""
    with as_sqlalchemy_says_it(connection, BEGIN):
        pipeline: Pipeline = connection.info.get(PIPELINE) or connection.info.setdefault(PIPELINE, Pipeline(connection))
        try:
            pipeline.send(BEGIN)
            yield
            pipeline.commit()
        except BaseException:
            pipeline.abandon()
            raise
        finally:
            if connection.in_transaction():
                # SQLAlchemy has begun one of its own with a statement that it ran; the server knows of none any more.
                connection.rollback()


def settle_before_others(engine: Engine) -> None:
    """Let statements that do not go by the pipeline wait until it is empty, so that all keep their order."""

    @event.listens_for(engine, "before_cursor_execute")
    def settle(connection: Connection, *_: object) -> None:
        if (pipeline := connection.info.get(PIPELINE)) is not None:
            pipeline.settle()
