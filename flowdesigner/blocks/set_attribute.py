"""Set attribute: write what the bot learned into the conversation's or the customer's data in Intercom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from flowdesigner.flow.acting import ActingBlock
from flowdesigner.flow.action import Action, Whose
from flowdesigner.flow.action import SetAttribute as Do
from flowdesigner.flow.attribute import NotOfTypeError, as_type
from flowdesigner.flow.block import Fault, Group
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn

WHOSE_LABELS: JsonDict = {"conversation": "The conversation", "contact": "The customer"}
TYPE_LABELS: JsonDict = {"text": "Text", "number": "Number", "yes_no": "Yes or no", "date": "Date"}


class SetAttribute(ActingBlock):
    """Gives a custom attribute of the conversation or the customer a value."""

    kind: ClassVar[str] = "set_attribute"
    label: ClassVar[str] = "Set attribute"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 6

    whose: Whose = Field(
        default="conversation", title="Of", json_schema_extra={"x-widget": "select", "x-labels": WHOSE_LABELS}
    )
    """Data of this conversation, or of the customer in all conversations."""
    attribute: str = Field(
        default="", title="Attribute", json_schema_extra={"x-widget": "plain", "x-suggest": "attributes"}
    )
    """Its name as Intercom's settings show it. It must be defined there."""
    type: Literal["text", "number", "yes_no", "date"] = Field(
        default="text", title="Type", json_schema_extra={"x-widget": "select", "x-labels": TYPE_LABELS}
    )
    """As Intercom's settings define the attribute."""
    value: Template = Field(default=Template(""), title="Value", json_schema_extra={"x-widget": "text"})
    """Text, with variables if you like. Empty: the attribute is cleared."""

    def summary(self) -> str:
        """`Order number: {order}`."""
        return f"{self.attribute}: {self.value}" if self.attribute else ""

    def faults(self) -> Iterator[Fault]:
        """No attribute is named."""
        if not self.attribute.strip():
            yield Fault("attribute", "No attribute is named, so nothing is written.")

    def enter(self, turn: Turn) -> Answer:
        """Write it; a value that is not of the type has failed without asking Intercom."""
        try:
            return super().enter(turn)
        except NotOfTypeError as error:
            return LeaveBy("failed", str(error))

    def action(self, turn: Turn) -> Action | None:
        """Write it."""
        name = self.attribute.strip()
        if not name:
            return None
        alone = self.value.alone()
        value = turn.get(alone) if alone else turn.text(self.value)
        return Do(whose=self.whose, name=name, value=as_type(value, self.type, name))
