"""How a line of a log is written: JSON for programs, `key=value` for people. Both cost some microseconds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

Render = Callable[[str, Mapping[str, Any]], bytes]
"""From a level and fields to a line without its end; `exception`, if there is one, is a traceback."""


def as_json(level: str, fields: Mapping[str, Any]) -> bytes:
    """One object."""
    return orjson.dumps({"time": datetime.now(UTC), "level": level, **fields}, default=str, option=orjson.OPT_UTC_Z)


def as_text(level: str, fields: Mapping[str, Any]) -> bytes:
    """Time, level and `key=value`; a traceback on lines of its own."""
    at = f"{datetime.now(UTC).isoformat(timespec='milliseconds')[:-6]}Z"
    words = [
        f"{name}={value}"
        if type(value) in _PLAIN or (type(value) is str and value.isalnum() and name != "event")
        else _word(name, value)
        for name, value in fields.items()
        if name != "exception"
    ]
    traceback = f"\n{fields['exception']}" if "exception" in fields else ""
    return f"{at} {level} {' '.join(words)}{traceback}".encode("utf-8", "backslashreplace")


def _word(name: str, value: object) -> str:
    return in_one_line(str(value)) if name == "event" else f"{name}={quoted(value)}"


_WORD = re.compile(r'[^ "=\n\r]+')
_PLAIN = frozenset({int, float, bool})


def in_one_line(text: str) -> str:
    """Without signs that would begin a line, or mean something to a terminal."""
    return text if text.isprintable() else ascii(text.strip())[1:-1]


def quoted(value: object) -> str:
    """As it is where it is one word, else in quotes, and never over several lines."""
    text = value if type(value) is str else str(value)
    if _WORD.fullmatch(text):
        return text
    return orjson.dumps(text).decode() if text.isprintable() else json.dumps(text)
