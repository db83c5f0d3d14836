"""Send to offload provider: give the conversation to people, and go on when they give it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from flowdesigner.flow.action import HandOver, SendMessage
from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.event import ActionDone, ActionFailed
from flowdesigner.flow.tags import filled_in, standing
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn, WaitForAction, WaitForReturn


class SendToOffloadProvider(Block):
    """Hands the conversation to a team; the bot is silent until somebody assigns it back."""

    kind: ClassVar[str] = "send_to_offload_provider"
    label: ClassVar[str] = "Send to offload provider"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 1
    hands_over: ClassVar[bool] = True

    provider: str = Field(default="intercom", title="Provider", json_schema_extra={"x-widget": "provider"})
    """Where your people answer."""
    team: str = Field(default="", title="Team", json_schema_extra={"x-widget": "team"})
    """Pick a team in which the bot does not answer."""
    message: Template = Field(default=Template(""), title="Message before", json_schema_extra={"x-widget": "rich_text"})
    """What the customer reads before a person takes over. Empty: nothing."""
    tags: tuple[Template, ...] = Field(
        default=(), title="Tags", json_schema_extra={"x-widget": "tags", "x-suggest": "tags"}
    )
    """Put on the conversation, so that the team can find it. A variable may hold several, with commas between."""

    def ports(self) -> tuple[Port, ...]:
        """Given back by the team, and could not be handed over."""
        return (
            Port("given_back", "Given back"),
            Port("failed", "Failed", required=False),
        )

    def summary(self) -> str:
        """The message."""
        return self.message

    def faults(self) -> Iterator[Fault]:
        """No team or no provider."""
        if not self.provider:
            yield Fault("provider", "No provider is chosen, so the customer reaches nobody.")
        if not self.team:
            yield Fault("team", "No team is chosen, so the customer reaches nobody.")

    def tags_put(self) -> frozenset[str]:
        """Those without variables."""
        return standing(self.tags)

    def enter(self, turn: Turn) -> Answer:
        """Say so, hand over, and wait until that has worked."""
        if text := turn.html(self.message):
            turn.do(SendMessage(text=text))
        tags = filled_in(self.tags, turn)
        return WaitForAction(turn.do(HandOver(provider=self.provider, team=self.team, tags=tags)))

    def resume(self, turn: Turn) -> Answer:
        """Handed over: be silent. Given back, or failed: go on."""
        match turn.event:
            case ActionDone():
                return WaitForReturn()
            case ActionFailed():
                return LeaveBy("failed")
            case _:
                return LeaveBy("given_back")
