"""`Line`: the calls of one workspace that wait for a place in Intercom's rate window.

While nobody waits a call takes its place at once. Once the places run out, calls stand in line: a conversation one call
at a time, so that none holds up the others by saying much. Replies go first; of eight places one goes to whoever waits
longest, so that nothing waits for ever. Places are given out evenly over what is left of the window, never all at its
beginning: what comes up later need not wait for the next, and others who use the same app find some as well.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flowdesigner.intercom.place import Held
from flowdesigner.intercom.rate_window import WINDOW, RateWindow
from flowdesigner.runtime.share import Share
from flowdesigner.runtime.urgency import Urgency

OLDEST_EVERY = 8
"""Of so many places one goes to whoever waits longest."""
KEPT = {Urgency.HALF_SAID: 0.0, Urgency.REPLY: 0.0, Urgency.UNASKED: 0.1, Urgency.UPKEEP: 0.3}
"""The part of a window that is left to what is more urgent, when the window begins; less and less until its end."""
SOON = 0.5
"""Seconds; what is left of a window is never given out faster than evenly over so long."""
SHOWN = 200
"""So many conversations are shown their place."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits: a conversation's row, or something else that is told by `go` when its places are there."""

    key: Hashable
    urgency: Urgency
    places: int
    since: datetime
    go: Callable[[], None]


class Line:
    """Of one workspace; `clock` gives the time, `stir` has `give_out` called soon."""

    def __init__(
        self, window: RateWindow, clock: Callable[[], datetime], stir: Callable[[], None], share: Share | None = None
    ) -> None:
        self.share = share
        self.follow(window)
        self._clock = clock
        self._stir = stir
        self._lock = threading.RLock()
        self._lanes: dict[Urgency, dict[Hashable, Waiting]] = {urgency: {} for urgency in Urgency}
        self._granted: dict[Hashable, Held] = {}
        self._waiting = 0
        self._turn = 0
        self._credit = 0.0
        self._credited_at: datetime | None = None

    def follow(self, window: RateWindow) -> None:
        """Use this window from now on: the workspace's client is another one."""
        self.window = window
        window.heard = self._answered

    def _answered(self) -> None:
        if self._waiting:
            self.give_out()

    # Whoever needs a place

    def place(self, key: Hashable, urgency: Callable[[], Urgency], places: int, go: Callable[[], None]) -> bool:
        """Whether the places are there; otherwise it stands in line now, and `go` is called when they are."""
        with self._lock:
            if key in self._granted:
                return True
            if not self._waiting and self.window.take_if_roomy(places) and self._keep(key, places):
                return True
            return self._place_of_class(key, urgency(), places, go)

    def add(self, key: Hashable, places: int) -> bool:
        """Whether whoever was given places has so many more, which nobody else needs."""
        with self._lock:
            held = self._granted.get(key)
            if held is None or self._waiting or not self.window.take_if_roomy(places):
                return False
            if self.share is not None and not self._has_share(self.share, places):
                self.window.give_back(places)
                return False
            held.places += places
            return True

    def _place_of_class(self, key: Hashable, urgency: Urgency, places: int, go: Callable[[], None]) -> bool:
        if self._waiting and self._is_in_line(key):
            return False
        nobody_before = not any(self._lanes[other] for other in Urgency if other <= urgency)
        if nobody_before and self._take(key, places, self.kept(urgency)):
            return True
        self._lanes[urgency][key] = Waiting(key, urgency, places, self._clock(), go)
        self._waiting += 1
        self._stir()
        return False

    def use(self, key: Hashable) -> Held | None:
        """The places that were given: they are the caller's now, to use or to give back."""
        with self._lock:
            return self._granted.pop(key, None)

    def give_back(self, held: Held | None) -> None:
        """Places that were not used."""
        if held is not None and held.places:
            with self._lock:
                held.window.give_back(held.places)
                if self.share is not None:
                    self.share.give_back(held.places)

    def leave(self, key: Hashable) -> None:
        """Nothing is to be called after all."""
        if not self._waiting and key not in self._granted:
            return
        with self._lock:
            for lane in self._lanes.values():
                self._waiting -= lane.pop(key, None) is not None
            self.give_back(self._granted.pop(key, None))

    # Giving places out

    def give_out(self) -> None:
        """Give places to those whose turn it is; called again and again while anybody waits."""
        with self._lock:
            self._earn()
            going: list[Waiting] = []
            while (first := self._first()) is not None and self._credit >= first.places and self._grant(first):
                going.append(first)
        for one in going:
            one.go()

    def _grant(self, waiting: Waiting) -> bool:
        is_turn_of_oldest = self._turn % OLDEST_EVERY == OLDEST_EVERY - 1
        kept = self.kept(Urgency.REPLY if is_turn_of_oldest else waiting.urgency)
        if not self._take(waiting.key, waiting.places, kept):
            return False
        self._turn += 1
        self._credit -= waiting.places
        del self._lanes[waiting.urgency][waiting.key]
        self._waiting -= 1
        return True

    def _first(self) -> Waiting | None:
        firsts = [next(iter(lane.values())) for lane in self._lanes.values() if lane]
        if firsts and self._turn % OLDEST_EVERY == OLDEST_EVERY - 1:
            return min(firsts, key=lambda waiting: waiting.since)
        return firsts[0] if firsts else None

    def _earn(self) -> None:
        """Places may be given out evenly; a little of what was not used is saved."""
        now, pace = self._clock(), self.pace()
        # A clock that was set back takes nothing away.
        passed = max(timedelta(), now - self._credited_at) if self._credited_at is not None else timedelta()
        self._credited_at = now
        if pace == math.inf:
            self._credit = math.inf
            return
        most = max(2.0, pace / 10)
        self._credit = min(most, (self._credit if self._credit != math.inf else 0.0) + pace * passed.total_seconds())

    def pace(self) -> float:
        """Places a second at which what is left of the window lasts until its end."""
        outlook = self.window.outlook()
        if outlook.limit is None or outlook.left is None or outlook.seconds is None:
            return math.inf
        return max(1.0, outlook.left - self.kept(Urgency.REPLY)) / max(SOON, outlook.seconds)

    def kept(self, urgency: Urgency) -> int:
        """Places that calls so urgent leave free: for what is more urgent, and for others who use the same app."""
        outlook = self.window.outlook()
        if outlook.limit is None:
            return 0
        margin = max(1, outlook.limit // 50) + min(math.ceil(self.window.others), outlook.limit // 4)
        return margin + int(outlook.limit * KEPT[urgency] * (outlook.seconds or 0.0) / WINDOW)

    def _take(self, key: Hashable, places: int, kept: int) -> bool:
        if not self.window.take(places, kept):
            return False
        return self._keep(key, places)

    def _keep(self, key: Hashable, places: int) -> bool:
        """The window has the places; where runners share it, they have to be this one's as well."""
        if self.share is not None and not self._has_share(self.share, places):
            self.window.give_back(places)
            return False
        self._granted[key] = Held(self.window, places)
        return True

    def _has_share(self, share: Share, places: int) -> bool:
        has = share.take(self.window, places)
        if share.is_wanted:
            self._stir()
        return has

    # What is to be seen of it

    def __len__(self) -> int:
        return self._waiting

    def _is_in_line(self, key: Hashable) -> bool:
        return any(key in lane for lane in self._lanes.values())

    def state(self) -> dict[str, Any]:
        """How many wait, since when and until about when; JSON."""
        with self._lock:
            outlook, now = self.window.outlook(), self._clock()
            everyone = [waiting for lane in self._lanes.values() for waiting in lane.values()]
            since = min((waiting.since for waiting in everyone), default=None)
            ends = now + timedelta(seconds=outlook.seconds) if outlook.seconds is not None else None
            return {
                "limit": outlook.limit,
                "left": outlook.left,
                "resets_at": ends.isoformat() if ends else None,
                "waiting": len(everyone),
                "by_class": {urgency.name.lower(): len(lane) for urgency, lane in self._lanes.items()},
                "since": since.isoformat() if since else None,
                "until": self._until(everyone, now),
                "refused": self.window.refused,
            }

    def order(self) -> list[int]:
        """The conversations that wait, in the order in which they come, as far as it is known now."""
        with self._lock:
            return [key for lane in self._lanes.values() for key in lane if isinstance(key, int)][:SHOWN]

    def _until(self, everyone: list[Waiting], now: datetime) -> str | None:
        """When the last of them has its place, about, if nothing more comes."""
        if not everyone:
            return None
        outlook, places = self.window.outlook(), sum(waiting.places for waiting in everyone)
        if outlook.limit is None or outlook.left is None or outlook.seconds is None:
            return now.isoformat()
        if places <= outlook.left:
            return (now + timedelta(seconds=places / self.pace())).isoformat()
        more = (places - outlook.left) * WINDOW / max(1, outlook.limit)
        return (now + timedelta(seconds=outlook.seconds + more)).isoformat()
