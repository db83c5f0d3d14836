"""Intercom's rate limit as its answers tell it: so many calls in a window of ten seconds, until it is reset.

Each call takes a place before it is made, and keeps it until it is answered: what Intercom counted last, less the calls
under way, is what may still be made, in whatever order answers come and whoever else uses the same app. Safe to use
from several threads.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

WINDOW = 10.0
"""Seconds."""
LONGEST = 60.0
"""Seconds; whatever an answer says, no call waits longer for the reset."""
LATE = 1.5
"""Seconds by which the end of a window may be put too late: answers tell their time in whole seconds."""
FIRST = 4
"""Calls under way at once while nobody knows of a limit."""
SHORT = 0.2
"""Seconds until a call asks again that only calls under way are in the way of."""
ROOMY = 0.6
"""Of a window; whoever takes one of more places than these leaves enough for everybody."""
FRESH = 0.5
"""Seconds for which an answer tells how the window stands, where others use it too."""
SELDOM = 0.1
"""Calls a second; others that make fewer are not reckoned with."""
GROWTH = 1.05
"""By so much, window by window, a limit is tried again that was found to be lower than what answers say."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a window stands; None: nobody knows, or there is no limit."""

    limit: int | None
    left: int | None
    seconds: float | None


class RateWindow:
    """How many calls the present window still has; `clock` gives unix seconds.

    `heard` is called after each answer: there may be places now.
    """

    def __init__(self, clock: Callable[[], float], heard: Callable[[], None] = lambda: None) -> None:
        self.heard = heard
        self.limit: int | None = None
        self.refused = 0
        """Answers that were a 429."""
        self._clock = clock
        self._lock = threading.RLock()
        self._answered = False
        self._left: int | None = None
        self._under_way = 0
        self._named = 0
        self._reset = 0.0
        self._ceiling: float = math.inf
        self._own = 0
        self._others = 0.0
        self._told_at = 0.0

    # Places

    def take(self, places: int = 1, kept: int = 0) -> bool:
        """Take places for calls that are about to be made, if `kept` stay free besides, as far as it is known."""
        with self._lock:
            now = self._clock()
            if self._is_known(now):
                has = self._places_known() >= places + kept and (
                    self._is_fresh(now) or self._under_way + places <= self._ahead()
                )
            else:
                has = self._places_guessed() >= places
            self._under_way += places if has else 0
            return has

    def take_if_roomy(self, places: int) -> bool:
        """Take places where so many are left that nobody needs to reckon: what most calls meet."""
        with self._lock:
            if self.limit is None:
                is_roomy = self._answered
            else:
                now = self._clock()
                is_known = self._is_known(now) and self._is_fresh(now)
                is_roomy = is_known and self._places_known() - places >= self.limit * ROOMY
            self._under_way += places if is_roomy else 0
            return is_roomy

    def give_back(self, places: int) -> None:
        """Places that were taken for calls that are not made."""
        with self._lock:
            self._under_way -= places

    def pause(self) -> float:
        """For a call that is made at once: takes a place unless the window is known to be full; seconds to wait."""
        with self._lock:
            now = self._clock()
            if self._is_open(now) and self._left is not None and self._left <= self._under_way:
                # Where only calls under way are in the way, their answers come long before the reset.
                return self._reset - now if self._left <= 0 else min(SHORT, self._reset - now)
            self._under_way += 1
            return 0.0

    def answered(self, headers: Mapping[str, str] | None) -> None:
        """A call has ended; None: without an answer, so that nobody knows whether it was counted."""
        with self._lock:
            self._under_way -= 1
            self._own += 1
            self._answered = self._answered or headers is not None
            if (headers is None or not self._tells(headers, self._clock())) and self._left:
                self._left -= 1
        self.heard()

    def close(self) -> datetime:
        """A 429 came: no call until the window's reset, by the clock where the answer did not say; that time."""
        with self._lock:
            now = self._clock()
            if not self._is_open(now):
                self._reset = now + WINDOW
            elif self._left and self.limit:
                # Another limit than the one that answers tell of: the workspace's, which all of its apps share.
                self._ceiling = max(FIRST, (self.limit - self._left) * 0.9)
            self.refused += 1
            self._left = 0
            return self.reset_at

    # What is known

    @property
    def reset_at(self) -> datetime:
        """When the window ends that is known of."""
        return datetime.fromtimestamp(self._reset, UTC)

    @property
    def others(self) -> float:
        """Calls that others, who use the same app, may make until a call of ours is counted, as far as is known."""
        with self._lock:
            now = self._clock()
            return self._rate(now) * (1 + min(WINDOW, now - self._told_at))

    def _rate(self, now: float) -> float:
        """Calls of others a second: in the last windows, or in this one if they are more."""
        passed = WINDOW - (self._reset - now)
        if self._is_open(now) and passed > 1:
            return max(self._others, self._used_by_others() / passed)
        return self._others

    def _used_by_others(self) -> int:
        if self.limit is None or self._left is None:
            return 0
        return max(0, self.limit - self._left - self._own - self._under_way)

    def outlook(self) -> Outlook:
        """How the window stands now."""
        with self._lock:
            now = self._clock()
            if self._is_open(now) and self._left is not None:
                return Outlook(self.limit, max(0, self._left - self._under_way), self._reset - now)
            return Outlook(self.limit, self.limit, WINDOW if self.limit else None)

    def name(self) -> int:
        """The window's end by Intercom's clock, in unix seconds: the same for all who use the app. 0: not known."""
        with self._lock:
            late = self._clock() - self._reset
            return self._named if late < 0 or not self._named else self._named + int(WINDOW * (1 + late // WINDOW))

    def _is_open(self, now: float) -> bool:
        """Whether the window that is known of goes on; a clock that was put back ends it."""
        return 0 < self._reset - now <= LONGEST

    def _places_known(self) -> int:
        return (self._left or 0) - self._under_way

    def _places_guessed(self) -> float:
        """While no window is known: before the first answer of all, or of a new window by the clock."""
        if self.limit is None:
            return math.inf if self._answered else FIRST - self._under_way
        return min(self._ceiling, self._ahead()) - self._under_way

    def _ahead(self) -> int:
        """Calls that may be under way while only their answers will tell what others have used."""
        return max(FIRST, (self.limit or 0) // 20)

    def _is_known(self, now: float) -> bool:
        return self._left is not None and self._is_open(now)

    def _is_fresh(self, now: float) -> bool:
        """Whether what is known still holds: others may have used the window up since the last answer."""
        return now - self._told_at < FRESH or self._rate(now) < SELDOM

    # What answers tell

    def _tells(self, headers: Mapping[str, str], now: float) -> bool:
        """Learn from an answer, if it says how many calls are left."""
        left, named = _number(headers, "X-RateLimit-Remaining"), _number(headers, "X-RateLimit-Reset")
        if left is None or named is None:
            return False
        if named == self._named and self._left is not None and self._is_open(now):
            # Most answers: what they tell of time is known.
            self._left = min(self._left, self._below_the_ceiling(left))
            self._told_at = now
            return True
        seconds = min(LONGEST, named - _their_clock(headers, now))
        if seconds > 0 and not self._is_past(named, seconds, now):
            self._learn(headers, left, named, seconds, now)
        return True

    def _learn(self, headers: Mapping[str, str], left: int, named: int, seconds: float, now: float) -> None:
        self._begin(headers, left)
        self._reset = now + seconds
        self._named = named
        self._told_at = now

    def _is_past(self, named: int, seconds: float, now: float) -> bool:
        """Whether the answer is one of a window before."""
        return named < self._named if self._is_open(now) else named == self._named and seconds <= LATE

    def _begin(self, headers: Mapping[str, str], left: int) -> None:
        """The first answer of a window."""
        self._others = (self._others + self._used_by_others() / WINDOW) / 2
        self._own = 1
        self.limit = _number(headers, "X-RateLimit-Limit") or self.limit
        self._ceiling = self._ceiling * GROWTH + 1
        if self.limit is None or self._ceiling >= self.limit:
            self._ceiling = math.inf
        self._left = self._below_the_ceiling(left)

    def _below_the_ceiling(self, left: int) -> int:
        if self.limit is None or self._ceiling == math.inf:
            return left
        return max(0, left - int(self.limit - self._ceiling))


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "")
    return int(text) if text.isdecimal() else None


def _their_clock(headers: Mapping[str, str], now: float) -> float:
    """Unix seconds as Intercom has them, so that a clock of ours that is wrong does no harm."""
    try:
        return parsedate_to_datetime(headers.get("Date", "")).timestamp()
    except ValueError:
        return now
