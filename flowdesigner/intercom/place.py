"""`PLACE`: where the calls of the task that runs now get their places in the rate window from.

The runtime, which lets calls wait in a line, takes places before it makes a call; a client that is used by itself takes
them from its window.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Protocol

from flowdesigner.intercom.rate_window import RateWindow


class Places(Protocol):
    """Gives out places of a window."""

    async def admit(self, window: RateWindow) -> bool:
        """Whether the call has a place of this window; waits for one if it has to."""


PLACE: ContextVar[Places | None] = ContextVar("PLACE", default=None)


class Held:
    """Places that were taken before: requests use them up."""

    def __init__(self, window: RateWindow, places: int) -> None:
        self.window = window
        self.places = places

    async def admit(self, window: RateWindow) -> bool:
        """Whether one is left."""
        if window is not self.window or not self.places:
            return False
        self.places -= 1
        return True
