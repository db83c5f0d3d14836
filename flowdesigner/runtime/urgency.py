"""`Urgency`: which calls go first where Intercom's rate limit makes them wait."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum

from flowdesigner.flow.event import CustomerMessage, Event, GivenBack, TimerFired

JUST = timedelta(minutes=1)
"""A conversation in which nothing happened for so long has nobody in it who waits for words."""


class Urgency(IntEnum):
    """The lower, the sooner."""

    HALF_SAID = 0
    """The buttons of a question that was asked already."""
    REPLY = 1
    """To a customer who just wrote, and whatever the bot does for them meanwhile."""
    UNASKED = 2
    """What the bot says by itself: a time has come, or nobody replied."""
    UPKEEP = 3
    """Looks that nobody waits for, such as those for missed messages."""


class Urgencies:
    """Those of conversations, by row; what a restart forgets counts as a reply."""

    def __init__(self) -> None:
        self._unasked: set[int] = set()

    def heard(self, row: int, event: Event, quiet: timedelta) -> None:
        """Something happened in the conversation, after it had been quiet for so long."""
        if isinstance(event, TimerFired) and quiet >= JUST:
            self._unasked.add(row)
        elif isinstance(event, CustomerMessage | GivenBack):
            self._unasked.discard(row)

    def of(self, row: int, kind: str = "") -> Urgency:
        """How urgent a call of the conversation is."""
        if kind == "quick_reply":
            return Urgency.HALF_SAID
        return Urgency.UNASKED if row in self._unasked else Urgency.REPLY

    def rests(self, row: int) -> None:
        """Nothing is left to do in the conversation."""
        self._unasked.discard(row)
