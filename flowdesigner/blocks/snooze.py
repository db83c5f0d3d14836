"""Snooze: put the conversation off, so that it comes back to the inbox later."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from flowdesigner.flow.acting import ActingBlock
from flowdesigner.flow.action import Action
from flowdesigner.flow.action import Snooze as Do
from flowdesigner.flow.block import Group
from flowdesigner.flow.duration import LONGEST_WAIT, minutes_in_words
from flowdesigner.flow.turn import Turn

A_DAY = 24 * 60


class Snooze(ActingBlock):
    """Puts the conversation off; when the time is over or the customer writes, Intercom opens it."""

    kind: ClassVar[str] = "snooze"
    label: ClassVar[str] = "Snooze"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 8

    minutes: int = Field(
        default=A_DAY, ge=1, le=LONGEST_WAIT, title="For how long", json_schema_extra={"x-widget": "minutes"}
    )
    """After so many minutes the conversation is open again."""

    def summary(self) -> str:
        """`1 day`."""
        return minutes_in_words(self.minutes)

    def action(self, turn: Turn) -> Action:
        """Snooze it."""
        return Do(until=turn.event.at + timedelta(minutes=self.minutes))
