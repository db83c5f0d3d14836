"""Branch: go on by what is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.condition import ConditionGroup
from flowdesigner.flow.turn import Answer, LeaveBy, Turn

OTHERWISE = "otherwise"


class Way(ConditionGroup):
    """One way on, with the conditions under which it is taken."""

    id: str = Field(min_length=1, title="Id")
    """Name of the port; it stays when the label changes."""
    label: str = Field(default="", title="Label")
    """What stands on the card."""


class Branch(Block):
    """Takes the first way whose conditions hold, else “Otherwise”."""

    kind: ClassVar[str] = "branch"
    label: ClassVar[str] = "Branch"
    group: ClassVar[Group] = "decide"

    branches: tuple[Way, ...] = Field(default=(), title="Ways", json_schema_extra={"x-widget": "branches"})
    """Looked at from top to bottom; the first whose conditions hold is taken."""

    def ports(self) -> tuple[Port, ...]:
        """One for each way, and one for when none holds."""
        return (*(Port(way.id, way.label or way.id) for way in self.branches), Port(OTHERWISE, "Otherwise"))

    def summary(self) -> str:
        """The labels of the ways."""
        return ", ".join(way.label or way.id for way in self.branches)

    def faults(self) -> Iterator[Fault]:
        """No ways, ways without conditions, conditions without a variable."""
        if not self.branches:
            yield Fault("branches", "There are no ways to choose from, so every customer goes on by “Otherwise”.")
        for way in self.branches:
            name = way.label or way.id
            if not way.conditions:
                yield Fault("branches", f"“{name}” has no condition, so it is never taken.")
            if any(not condition.variable for condition in way.conditions):
                yield Fault("branches", f"A condition of “{name}” names no variable, so it never holds.")
        ids = [way.id for way in self.branches]
        if len(set(ids)) < len(ids) or OTHERWISE in ids:
            yield Fault("branches", "Two ways have the same id; remove one of them and add it again.")

    def enter(self, turn: Turn) -> Answer:
        """The first way that holds."""
        for way in self.branches:
            if way.conditions and way.holds(turn.get):
                return LeaveBy(way.id)
        return LeaveBy(OTHERWISE)
