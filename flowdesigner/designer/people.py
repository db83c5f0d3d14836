"""`People`: who else has the bot open, and where. The page says who it is and what is selected:

    {type: "here", name, block}       block: id, or ""

and is told, whenever it changes,

    {type: "people", people: [{client, name, flow, block}]}    everybody else
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from time import monotonic

from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.requests import Here
from flowdesigner.designer.session import EditingSession
from flowdesigner.store.presence import Person, Presence

SAY_EVERY = 3.0
"""Seconds between two words that this page is still there."""
NAMELESS = "Somebody"


class People:
    """The other people at the bot's draft. `client` gives the page's name for itself, "" before it has said it."""

    def __init__(
        self,
        canvas: Canvas,
        session: EditingSession,
        presence: Presence,
        client: Callable[[], str],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.canvas = canvas
        self.session = session
        self.presence = presence
        self.others: tuple[Person, ...] = ()
        self._client = client
        self._clock = clock
        self._me: Person | None = None
        self._said_at = 0.0
        canvas.on(Here, self.here)
        session.others = lambda: [one.client for one in self.others]

    def here(self, request: Here) -> None:
        """The page says who is there, and what is selected."""
        me = Person(self._client(), request.name.strip() or NAMELESS, self.session.flow_id, request.block)
        if me != self._me:
            self._me = me
            self._said_at = 0.0
            self.look()

    def look(self) -> None:
        """Say that this page is still there, and see who else is."""
        if self._me is None:
            return
        if self._clock() - self._said_at >= SAY_EVERY:
            self._said_at = self._clock()
            self.presence.here(self._me)
        found = tuple(self.presence.others(self._me.client))
        if found != self.others:
            self.others = found
            self.canvas.tell("people", people=[asdict(one) for one in found])

    def name_of(self, client: str) -> str:
        """The name of somebody who is there; for one who has gone, that it is somebody."""
        return next((one.name for one in self.others if one.client == client), NAMELESS)

    def leave(self) -> None:
        """The page is closed."""
        if self._me is not None:
            self.presence.leave(self._me.client)
