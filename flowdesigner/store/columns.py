"""Column types that mean the same on SQLite and PostgreSQL, and the bounds of what a row may hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

NAME_LIMIT = 200
ERROR_LIMIT = 1_000
NOTE_LIMIT = 2_000

ROW_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only where the column's type is exactly INTEGER."""

_STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as whole microseconds since 1970, so that both databases sort and compare it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Python to database."""
        return _number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Database to Python, in UTC."""
        return _moment(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        """`process_bind_param` without what SQLAlchemy would put around it."""
        return _number

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:
        """`process_result_value` likewise."""
        return _moment


def to_number(moment: datetime) -> int:
    """Whole microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def to_moment(number: int) -> datetime:
    """The aware time, in UTC."""
    return _EPOCH + timedelta(microseconds=number)


def _number(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def _moment(number: int | None) -> datetime | None:
    return None if number is None else _EPOCH + timedelta(microseconds=number)


class Json(TypeDecorator[Any]):
    """Anything that JSON can hold, as text; code points that databases refuse, which people may type, are escaped."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Python to database; None is NULL."""
        return _dumped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Database to Python."""
        return _loaded(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[object], str | None]:
        """`process_bind_param` without what SQLAlchemy would put around it."""
        return _dumped

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:
        """`process_result_value` likewise."""
        return _loaded


def _dumped(value: object) -> str | None:
    if value is None:
        return None
    try:
        return orjson.dumps(value, option=_STRICT).decode()
    except orjson.JSONEncodeError:
        return json.dumps(value, separators=(",", ":"))


def _loaded(value: str | None) -> Any:  # noqa: ANN401
    if value is None:
        return None
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return json.loads(value)


def bounded(text: str, limit: int = NAME_LIMIT) -> str:
    """The text, cut at `limit`, without the code points that a database refuses (NUL, lone surrogates)."""
    if len(text) <= limit and text.isascii() and "\0" not in text:
        return text
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isascii():
        return text.replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
