"""Add note: tell the team something that the customer does not see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from flowdesigner.flow.acting import ActingBlock
from flowdesigner.flow.action import Action
from flowdesigner.flow.action import AddNote as Do
from flowdesigner.flow.block import Fault, Group
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Turn


class AddNote(ActingBlock):
    """Writes a note into the conversation that only teammates see."""

    kind: ClassVar[str] = "add_note"
    label: ClassVar[str] = "Add note"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 7

    text: Template = Field(default=Template(""), title="Note", json_schema_extra={"x-widget": "rich_text"})
    """What your team reads. Type { for a variable."""

    def summary(self) -> str:
        """The note."""
        return self.text

    def faults(self) -> Iterator[Fault]:
        """Nothing to write."""
        if not self.text.strip():
            yield Fault("text", "The note is empty, so nothing is written.")

    def action(self, turn: Turn) -> Action | None:
        """Write it; nothing when its variables are empty."""
        text = turn.html(self.text)
        return Do(text=text) if text else None
