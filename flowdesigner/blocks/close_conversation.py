"""Close conversation: the customer is helped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from flowdesigner.flow.action import CloseConversation as Close
from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, Finish, Turn

THIS = Template("{intercom.conversationId}")


class CloseConversation(Block):
    """Closes the conversation in Intercom and tells the customer why."""

    kind: ClassVar[str] = "close_conversation"
    label: ClassVar[str] = "Close conversation"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 2
    ends: ClassVar[bool] = True

    conversation: Template = Field(default=THIS, title="Conversation", json_schema_extra={"x-widget": "text"})
    """The id of the conversation; as it stands, the one in which the customer is."""
    reason: Template = Field(
        default=Template(""), title="Reason", json_schema_extra={"x-widget": "rich_text", "x-translated": True}
    )
    """Told to the customer: that and why the conversation is closed. Empty: it is closed without a word."""

    def ports(self) -> tuple[Port, ...]:
        """None: the conversation is over."""
        return ()

    def summary(self) -> str:
        """The reason."""
        return self.reason

    def faults(self) -> Iterator[Fault]:
        """No conversation is named."""
        if not self.conversation.strip():
            yield Fault("conversation", "No conversation is named, so nothing is closed.")

    def enter(self, turn: Turn) -> Answer:
        """Close it."""
        turn.do(Close(conversation=turn.text(self.conversation).strip(), reason=turn.html(self.reason)))
        return Finish(conversation=True)
