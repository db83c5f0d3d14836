"""`Share`: a runner's part of Intercom's windows, where several runners share a database.

A handful of places is every runner's in each window without asking; of the rest each takes as it needs, a chunk at a
time, so that all of them together never make more calls than the window has.
"""

from __future__ import annotations

from flowdesigner.intercom.rate_window import RateWindow
from flowdesigner.store import rate_limit
from flowdesigner.store.store import Store


class Share:
    """Of one workspace's windows."""

    def __init__(self, store: Store, app_id: str) -> None:
        self._store = store
        self._app_id = app_id
        self._window = 0
        self._left = 0
        self._is_all = False
        self.is_wanted = False
        """Whether more is to be taken."""

    def take(self, window: RateWindow, places: int) -> bool:
        """Take places out of what this runner has; where that runs low, more is wanted."""
        if window.limit is None or not (name := window.name()):
            return True
        if name != self._window:
            self._window, self._left, self._is_all = name, pocket(window.limit), False
        if self._left - places < chunk(window.limit) // 2 and not self._is_all:
            self.is_wanted = True
        if self._left < places:
            return False
        self._left -= places
        return True

    def give_back(self, places: int) -> None:
        """Places that were not used after all."""
        self._left += places

    async def fetch(self, window: RateWindow, kept: int) -> None:
        """Take a chunk more; `kept` places of each window stay free."""
        self.is_wanted = False
        name, limit = self._window, window.limit
        if limit is None:
            return
        most, wanted = limit - kept, chunk(limit)
        got = await self._store.writer.run(
            lambda conn: rate_limit.take(
                conn, self._app_id, name, wanted, most - pocket(limit) * rate_limit.alive(conn)
            ),
            about=(rate_limit.SHARED, self._app_id),
        )
        if name == self._window:
            self._left += got
            self._is_all = got == 0


def pocket(limit: int) -> int:
    """Places of a window that every runner has without asking."""
    return max(1, limit // 40)


def chunk(limit: int) -> int:
    """Places that are taken at once."""
    return max(2, limit // 16)
