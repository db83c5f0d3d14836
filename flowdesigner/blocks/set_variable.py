"""Set variable: remember something for later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from flowdesigner.flow.block import Block, Fault, Group
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn


class SetVariable(Block):
    """Gives a variable a value, made of text and other variables."""

    kind: ClassVar[str] = "set_variable"
    label: ClassVar[str] = "Set variable"
    group: ClassVar[Group] = "remember"

    variable: str = Field(default="", title="Variable", json_schema_extra={"x-widget": "variable"})
    """The variable to set; one that is set already is overwritten."""
    value: Template = Field(default=Template(""), title="Value", json_schema_extra={"x-widget": "text"})
    """Text, with variables if you like; one variable alone is copied as it is. Empty: the variable is cleared."""

    def summary(self) -> str:
        """`topic: billing`."""
        return f"{self.variable}: {self.value}" if self.variable else ""

    def faults(self) -> Iterator[Fault]:
        """No variable is named."""
        if not self.variable:
            yield Fault("variable", "No variable is chosen, so nothing is remembered.")

    def writes(self) -> frozenset[str]:
        """The variable."""
        return frozenset({self.variable} - {""})

    def enter(self, turn: Turn) -> Answer:
        """Set it and go on."""
        if self.variable:
            name = self.value.alone()
            turn.set(self.variable, turn.get(name) if name else (turn.text(self.value) or None))
        return LeaveBy()
