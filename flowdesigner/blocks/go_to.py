"""Go to: on at another block, or at another flow, with or without coming back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.turn import Answer, LeaveBy, Turn
from flowdesigner.flow.turn import GoTo as Jump


class GoTo(Block):
    """Goes on elsewhere; with *Come back* that flow's end leads back here."""

    kind: ClassVar[str] = "go_to"
    label: ClassVar[str] = "Go to"
    group: ClassVar[Group] = "structure"
    order: ClassVar[int] = 1

    flow: str = Field(default="", title="Flow", json_schema_extra={"x-widget": "flow"})
    """Empty: this flow."""
    block: str = Field(default="", title="Block", json_schema_extra={"x-widget": "block"})
    """Empty: the flow's start."""
    come_back: bool = Field(default=False, title="Come back afterwards", json_schema_extra={"x-widget": "switch"})
    """When that flow ends, the conversation goes on here."""

    def ports(self) -> tuple[Port, ...]:
        """One when the conversation comes back, else none."""
        return (Port("next", "Come back"),) if self.come_back else ()

    def faults(self) -> Iterator[Fault]:
        """No target."""
        if not self.flow and not self.block:
            yield Fault("flow", "No flow and no block is chosen, so the customer would start again from the beginning.")

    def enter(self, turn: Turn) -> Answer:
        """Go there."""
        return Jump(self.flow or None, self.block or None, self.come_back)

    def resume(self, turn: Turn) -> Answer:
        """The flow has ended: go on from here."""
        return LeaveBy()
