"""Intercom's rate limit as its answers tell it: so many calls in a window of ten seconds, until it is reset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

WINDOW = 10.0
"""Seconds."""
LONGEST = 60.0
"""Seconds; whatever an answer says, no call waits longer for the reset."""


class RateWindow:
    """How many calls the present window still has; `clock` gives unix seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._remaining: int | None = None
        self._named = 0
        self._reset = 0.0

    @property
    def reset_at(self) -> datetime:
        """When the window ends that is known of."""
        return datetime.fromtimestamp(self._reset, UTC)

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
        remaining, named = _number(headers, "X-RateLimit-Remaining"), _number(headers, "X-RateLimit-Reset")
        if remaining is None or named is None:
            return
        now = self._clock()
        left = min(LONGEST, named - _their_clock(headers, now))
        if left <= 0 or (self._remaining is not None and named < self._named):
            return
        fresh = self._remaining is None or named != self._named
        self._remaining = remaining if fresh or self._remaining is None else min(self._remaining, remaining)
        self._reset = now + left if fresh else self._reset
        self._named = named

    def close(self) -> datetime:
        """A 429 came: no call until the window's reset, by the clock where the answer did not say; that time."""
        now = self._clock()
        if self._reset <= now:
            self._reset = now + WINDOW
        self._remaining = 0
        return self.reset_at


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "")
    return int(text) if text.isdecimal() else None


def _their_clock(headers: Mapping[str, str], now: float) -> float:
    """Unix seconds as Intercom has them, so that a clock of ours that is wrong does no harm."""
    try:
        return parsedate_to_datetime(headers.get("Date", "")).timestamp()
    except ValueError:
        return now
