"""Intercom's rate limit: so many calls in a window of ten seconds, told in three headers with every answer."""

from __future__ import annotations

from collections.abc import Callable

from flowdesigner.sandbox.refusal import RefusedError

WINDOW = 10
PER_WINDOW = 1666


class RateLimit:
    """Counts calls; `clock` gives unix seconds."""

    def __init__(self, clock: Callable[[], float], per_window: int = PER_WINDOW) -> None:
        self.per_window = per_window
        self._clock = clock
        self._window = 0
        self._used = 0

    def count(self) -> None:
        """One call more; refuses it when the window is full."""
        self._turn()
        self._used += 1
        if self._used > self.per_window:
            raise exceeded()

    def exhaust(self) -> None:
        """No call more in this window."""
        self._turn()
        self._used = self.per_window

    @property
    def headers(self) -> dict[str, str]:
        """What an answer tells about it."""
        self._turn()
        return {
            "X-RateLimit-Limit": str(self.per_window),
            "X-RateLimit-Remaining": str(max(0, self.per_window - self._used)),
            "X-RateLimit-Reset": str((self._window + 1) * WINDOW),
        }

    def _turn(self) -> None:
        window = int(self._clock()) // WINDOW
        if window != self._window:
            self._window, self._used = window, 0


def exceeded() -> RefusedError:
    """429."""
    return RefusedError(429, "rate_limit_exceeded", "Exceeded rate limit, see the X-RateLimit headers")
