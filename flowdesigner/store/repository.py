"""What the store gives its repositories: reading, and writing that returns when it is on the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")


class Database(Protocol):
    """The part of a `Store` that a repository needs."""

    def read(self, function: Callable[[Connection], T]) -> T:
        """Run the function on what was committed last."""

    def write(self, function: Callable[[Connection], T]) -> T:
        """Run the function in a transaction; returns when it is on the disk."""


def now() -> datetime:
    """The time that rows written by people's pages and commands bear."""
    return datetime.now(UTC)
