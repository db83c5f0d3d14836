"""`Watch`: tells meters, log and traces what an engine does: notifications taken in, events acted on, calls made.

What a step did is noted on the claim while its transaction runs, and told here once that is on the disk.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from flowdesigner.intercom.notification import TOPICS, Notification
from flowdesigner.interpreter.session import Position
from flowdesigner.runtime.outcome import Doubt, InDoubt, Made, MakeCall, NotMade, Refused, Result
from flowdesigner.runtime.trail import Trail
from flowdesigner.store.history import Happening
from flowdesigner.watching import logs, traces
from flowdesigner.watching.meters import Meters

if TYPE_CHECKING:
    from flowdesigner.runtime.steps import Claimed
    from flowdesigner.store.inbox import TakenIn

OUTCOMES: dict[type[Result], str] = {Made: "made", NotMade: "again", InDoubt: "in_doubt", Refused: "failed"}
OTHER = "other"
KNOWN_TOPICS = frozenset({*TOPICS, "ping"})
REFUSED = {400: "unreadable", 401: "not_signed", 408: "too_slow", 413: "too_large", 503: "not_kept"}


class Acted(NamedTuple):
    """An event that a step acted on, the block at which the conversation waits now, and how many calls it led to."""

    row: Happening
    position: Position | None
    calls: int


class Watch:
    """Of one engine, whose time `clock` gives."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.meters = Meters()
        self._lines = logs.lines()
        self._trail = Trail(wanted) if (wanted := traces.current()) else None
        self._clock = clock

    async def taking_in(self, notification: Notification, taking: Awaitable[TakenIn | None]) -> TakenIn | None:
        """Let a notification be kept, and tell whether it was, was known already, or is none that the bot needs."""
        began = time.time_ns() if self._trail else 0
        taken = await taking
        topic = notification.topic if notification.topic in KNOWN_TOPICS else OTHER
        outcome = "not_needed" if taken is None else "kept" if taken.fresh else "duplicate"
        self.meters.notified(topic, outcome)
        if self._trail and taken is not None:
            self._trail.took_in(notification, topic, outcome, began)
        return taken

    def answered(self, status: int, seconds: float) -> None:
        """A delivery was answered; one that was refused has no topic that can be believed."""
        if status == 200:
            self.meters.acknowledged(seconds)
        else:
            self.meters.notified("", REFUSED.get(status, OTHER))

    def acted(self, claimed: Claimed) -> None:
        """Tell what the claim's last steps did."""
        if claimed.acted:
            done, claimed.acted = claimed.acted, []
            for one in done:
                self.meters.acted(one.row.event)
                if self._lines.are_wanted:
                    self._say_acted(claimed, one)
                if self._trail:
                    self._trail.acted(claimed, one, self._clock())

    def _say_acted(self, claimed: Claimed, one: Acted) -> None:
        row, (flow, block) = one.row, one.position or ("", "")
        self._lines.say(
            "acted", on=row.event, conversation=claimed.row.conversation_id, workspace=claimed.row.app_id,
            flow=flow, block=block, revision=row.revision, status=row.status, calls=one.calls,
            ms=milliseconds(self._clock() - row.received_at), waited_ms=milliseconds(row.at - row.received_at),
        )  # fmt: skip
        if self._lines.words_are:
            name = claimed.row.customer_name
            self._lines.say_words("said", conversation=claimed.row.conversation_id, customer=name, lines=row.lines)

    async def call(self, claimed: Claimed, made: MakeCall | Doubt, making: Awaitable[Result]) -> Result:
        """Let the call be made, or read back, and tell what became of it."""
        if claimed.received_at is not None and isinstance(made, MakeCall):
            self.meters.reached_intercom((self._clock() - claimed.received_at).total_seconds())
            claimed.received_at = None
        began, began_at = time.perf_counter(), time.time_ns() if self._trail else 0
        outcome = "error"
        try:
            result = await making
            outcome = OUTCOMES[type(result)]
        finally:
            seconds = time.perf_counter() - began
            kind = "read_back" if isinstance(made, Doubt) else str(made.row.call["kind"])
            self.meters.called(kind, outcome, seconds)
            if self._lines.are_wanted:
                self._say_called(claimed, made, kind, outcome, seconds)
            if self._trail:
                self._trail.called(claimed, made, kind, outcome, began_at)
        if self._lines.words_are and isinstance(result, NotMade | Refused):
            self._lines.say_words("not made", conversation=claimed.row.conversation_id, reason=result.reason)
        return result

    def _say_called(self, claimed: Claimed, made: MakeCall | Doubt, kind: str, outcome: str, seconds: float) -> None:
        row = made.row
        self._lines.say(
            "called", kind=kind, outcome=outcome, conversation=claimed.row.conversation_id,
            workspace=claimed.row.app_id, flow=row.flow, block=row.block, ms=round(seconds * 1000, 1),
            attempts=row.attempts + isinstance(made, MakeCall),
        )  # fmt: skip

    def trouble(self, words: str) -> None:
        """The database is in trouble ("" when it is not any more)."""
        if words:
            self.meters.database_in_trouble()


def milliseconds(span: timedelta) -> float:
    """At least none, whatever clocks do."""
    return max(0.0, round(span.total_seconds() * 1000, 1))
