"""How values travel to and from PostgreSQL in its binary format, by the types' numbers (`pg_type`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from struct import Struct
from typing import Any

Encode = Callable[[Any], bytes]
Decode = Callable[[bytes], Any]

BOOLEAN = 16
NUMBERS = {20: Struct("!q"), 21: Struct("!h"), 23: Struct("!i")}
TEXTS = frozenset({19, 25, 1042, 1043})


def encoder(kind: int, codec: str) -> Encode:
    """What makes bytes of a Python value; TypeError for a type that no statement of the hot path has."""
    if kind in NUMBERS:
        return NUMBERS[kind].pack
    if kind in TEXTS:
        return partial(str.encode, encoding=codec)
    if kind == BOOLEAN:
        return _from_bool
    raise TypeError(f"Values of PostgreSQL's type {kind} are not known to travel: add it to wire_types.py.")


def decoder(kind: int, codec: str) -> Decode:
    """What makes the Python value of bytes; TypeError likewise."""
    if kind in NUMBERS:
        return _to_int
    if kind in TEXTS:
        return partial(str, encoding=codec)
    if kind == BOOLEAN:
        return b"\1".__eq__
    raise TypeError(f"Values of PostgreSQL's type {kind} are not known to travel: add it to wire_types.py.")


def _from_bool(value: bool) -> bytes:
    return b"\1" if value else b"\0"


_to_int: Callable[[bytes], int] = partial(int.from_bytes, byteorder="big", signed=True)
