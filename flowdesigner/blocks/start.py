"""Start: where a conversation comes into its flow."""

from __future__ import annotations

from typing import ClassVar

from flowdesigner.flow.block import Block, Group, Port
from flowdesigner.flow.turn import Answer, LeaveBy, Turn


class Start(Block):
    """A flow's first block: a customer writes, or another flow comes here."""

    kind: ClassVar[str] = "start"
    label: ClassVar[str] = "Start"
    group: ClassVar[Group] = "structure"
    order: ClassVar[int] = 0

    def ports(self) -> tuple[Port, ...]:
        """One: the customer writes."""
        return (Port("next", "Customer writes"),)

    def enter(self, turn: Turn) -> Answer:
        """Go on at once."""
        return LeaveBy()
