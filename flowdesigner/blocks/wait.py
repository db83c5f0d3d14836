"""Wait: a pause before the next block."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from flowdesigner.flow.block import Block, Group
from flowdesigner.flow.duration import LONGEST_WAIT, minutes_in_words
from flowdesigner.flow.turn import Answer, LeaveBy, Turn, WaitUntil


class Wait(Block):
    """Waits for a time; what the customer writes meanwhile does not end the wait and is not answered."""

    kind: ClassVar[str] = "wait"
    label: ClassVar[str] = "Wait"
    group: ClassVar[Group] = "talk"
    order: ClassVar[int] = 4

    minutes: int = Field(
        default=1, ge=1, le=LONGEST_WAIT, title="For how long", json_schema_extra={"x-widget": "minutes"}
    )
    """How many minutes pass before the conversation goes on."""

    def summary(self) -> str:
        """`10 min`."""
        return minutes_in_words(self.minutes)

    def enter(self, turn: Turn) -> Answer:
        """Begin the pause."""
        return WaitUntil(turn.event.at + timedelta(minutes=self.minutes))

    def resume(self, turn: Turn) -> Answer:
        """It is over."""
        return LeaveBy()
