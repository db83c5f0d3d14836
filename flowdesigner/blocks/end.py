"""End: the flow is over, the conversation stays open."""

from __future__ import annotations

from typing import ClassVar

from flowdesigner.flow.block import Block, Group, Port
from flowdesigner.flow.turn import Answer, Finish, Turn


class End(Block):
    """The flow ends; a flow that was gone to with return goes back to its caller."""

    kind: ClassVar[str] = "end"
    label: ClassVar[str] = "End"
    group: ClassVar[Group] = "structure"
    order: ClassVar[int] = 2

    def ports(self) -> tuple[Port, ...]:
        """None: nothing comes after the end."""
        return ()

    def enter(self, turn: Turn) -> Answer:
        """Finish this flow."""
        return Finish()
