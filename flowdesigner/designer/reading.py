"""`Reading`: something of the store that a page reads again and again, and that may take a while where it is large."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from flowdesigner.designer.background import Background

T = TypeVar("T")
SHARE = 50
"""A reading takes a fiftieth of the time at most: the larger the store, the less often it is read."""


class Reading(Generic[T]):
    """Reads in a thread and shows what it found on the kernel's loop; `every` is the least number of seconds between
    two readings. `failed` gets what went wrong; it is read again all the same.
    """

    def __init__(
        self,
        background: Background,
        read: Callable[[], T],
        show: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        every: float = 1.0,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._background = background
        self._read = read
        self._show = show
        self._failed = failed
        self._every = every
        self._clock = clock
        self._next = clock()
        self._is_under_way = False
        self._is_wanted = False

    def look(self) -> None:
        """Read, if it is time to."""
        if not self._is_under_way and self._clock() >= self._next:
            self.now()

    def now(self) -> None:
        """Read now: what is asked for is another thing than before. What is under way is not shown any more."""
        if self._is_under_way:
            self._is_wanted = True
            return
        self._is_under_way = True
        self._background.run(self._timed, self._done, self._wrong)

    def _timed(self) -> tuple[T, float]:
        began = self._clock()
        return self._read(), self._clock() - began

    def _done(self, found: tuple[T, float]) -> None:
        result, took = found
        if not self._settled(took):
            self._show(result)

    def _wrong(self, error: Exception) -> None:
        if not self._settled(0.0):
            self._failed(error)

    def _settled(self, took: float) -> bool:
        """Whether it is to be read once more at once."""
        self._is_under_way = False
        self._next = self._clock() + max(self._every, took * SHARE)
        again, self._is_wanted = self._is_wanted, False
        if again:
            self.now()
        return again
