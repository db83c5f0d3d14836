"""Intercom's rate limit as its answers tell it: so many calls in a window of ten seconds, until it is reset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

WINDOW = 10.0
"""Seconds."""


class RateWindow:
    """How many calls the present window still has; `clock` gives unix seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._remaining: int | None = None
        self._reset = 0.0

    def pause(self) -> float:
        """Seconds to wait before the next call; takes a place in the window when there is no need to."""
        now = self._clock()
        if self._remaining is None or now >= self._reset:
            self._remaining = None
            return 0.0
        if self._remaining > 0:
            self._remaining -= 1
            return 0.0
        return self._reset - now

    def note(self, headers: Mapping[str, str]) -> None:
        """Learn from an answer's headers; calls under way may have been counted already, so the lower number holds."""
        remaining, reset = _number(headers, "X-RateLimit-Remaining"), _number(headers, "X-RateLimit-Reset")
        if remaining is None or reset is None or reset <= self._clock():
            return
        fresh = self._remaining is None or reset != self._reset
        self._remaining = remaining if fresh or self._remaining is None else min(self._remaining, remaining)
        self._reset = float(reset)

    def close(self) -> datetime:
        """A 429 came: no call until the window's reset, by the clock where the answer did not say; that time."""
        now = self._clock()
        if self._reset <= now:
            self._reset = now + WINDOW
        self._remaining = 0
        return datetime.fromtimestamp(self._reset, UTC)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "")
    return int(text) if text.isdigit() else None
