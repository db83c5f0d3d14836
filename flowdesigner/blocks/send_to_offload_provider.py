"""Send to offload provider: give the conversation to people, and go on when they give it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from flowdesigner.flow.action import HandOver, LookForPeople, SendMessage, TakeBack
from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.duration import LONGEST_WAIT, minutes_in_words
from flowdesigner.flow.event import ActionDone, ActionFailed, TimerFired
from flowdesigner.flow.tags import filled_in, standing
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn, WaitForAction, WaitForReturn

INTERCOM = "intercom"
LABELS: JsonDict = {"team": "A team", "teammate": "A teammate"}


class AttributeValue(BaseModel):
    """An attribute of the conversation in Intercom, and what it is to hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str = Field(default="", title="Attribute")
    """Its name as Intercom's settings show it."""
    value: Template = Field(default=Template(""), title="Value")
    """Text, with variables if you like."""


class SendToOffloadProvider(Block):
    """Hands the conversation to people; the bot is silent until somebody assigns it back."""

    kind: ClassVar[str] = "send_to_offload_provider"
    label: ClassVar[str] = "Send to offload provider"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 1
    hands_over: ClassVar[bool] = True

    provider: str = Field(default=INTERCOM, title="Provider", json_schema_extra={"x-widget": "provider"})
    """Where your people answer."""
    to: Literal["team", "teammate"] = Field(
        default="team", title="To", json_schema_extra={"x-widget": "select", "x-labels": LABELS}
    )
    """Who gets the conversation."""
    team: str = Field(default="", title="Team", json_schema_extra={"x-widget": "team", "x-when": {"to": ["team"]}})
    """Pick a team in which the bot does not answer."""
    teammate: str = Field(
        default="", title="Teammate", json_schema_extra={"x-widget": "agent", "x-when": {"to": ["teammate"]}}
    )
    """Intercom assigns only to those with an inbox seat."""
    message: Template = Field(
        default=Template(""), title="Message before", json_schema_extra={"x-widget": "rich_text", "x-translated": True}
    )
    """What the customer reads before a person takes over. Empty: nothing."""
    note: Template = Field(default=Template(""), title="Note for the team", json_schema_extra={"x-widget": "rich_text"})
    """Only your people read it: what the customer wants, what the bot found out. Empty: nothing."""
    tags: tuple[Template, ...] = Field(
        default=(), title="Tags", json_schema_extra={"x-widget": "tags", "x-suggest": "tags"}
    )
    """Put on the conversation, so that the team can find it. A variable may hold several, with commas between."""
    attributes: tuple[AttributeValue, ...] = Field(
        default=(), title="Attributes", json_schema_extra={"x-widget": "pairs", "x-suggest": "attributes"}
    )
    """Written into the conversation's data. Each must be defined in Intercom."""
    only_if_there: bool = Field(
        default=False, title="Only when somebody is there", json_schema_extra={"x-widget": "switch"}
    )
    """While all are away, the conversation goes on by “Closed” and nobody gets it."""
    no_answer_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_WAIT, title="If nobody answers", json_schema_extra={"x-widget": "minutes"}
    )
    """After so many minutes without a person's answer the bot takes it back. Empty: your people keep it."""

    def ports(self) -> tuple[Port, ...]:
        """Given back by people, nobody there, nobody has answered, and could not be handed over."""
        ports = [Port("given_back", "Given back")]
        if self.only_if_there:
            ports.append(Port("closed", "Closed", "nobody there"))
        if self.no_answer_minutes:
            ports.append(Port("no_answer", "No answer", f"after {minutes_in_words(self.no_answer_minutes)}"))
        return (*ports, Port("failed", "Failed", required=False))

    def summary(self) -> str:
        """The message."""
        return self.message

    def faults(self) -> Iterator[Fault]:
        """No team, teammate or provider; an attribute without a name."""
        if not self.provider:
            yield Fault("provider", "No provider is chosen, so the customer reaches nobody.")
        if self.provider == INTERCOM and self.to == "team" and not self.team:
            yield Fault("team", "No team is chosen, so the customer reaches nobody.")
        if self.to == "teammate" and not self.teammate:
            yield Fault("teammate", "No teammate is chosen, so the customer reaches nobody.")
        if any(not one.name.strip() for one in self.attributes):
            yield Fault("attributes", "One attribute has no name, so its value is not written.")

    def tags_put(self) -> frozenset[str]:
        """Those without variables."""
        return standing(self.tags)

    def enter(self, turn: Turn) -> Answer:
        """Look whether somebody is there, if that is wanted; else hand over at once."""
        if not self.only_if_there:
            return self.hand_over(turn)
        team, teammate = self.target()
        turn.memory["step"] = "look"
        return WaitForAction(turn.do(LookForPeople(provider=self.provider, team=team, teammate=teammate)))

    def hand_over(self, turn: Turn) -> Answer:
        """Say so, hand over, and wait until that has worked."""
        turn.memory["step"] = "hand over"
        if text := turn.html(self.message):
            turn.do(SendMessage(text=text))
        team, teammate = self.target()
        attributes = tuple((name, turn.text(one.value)) for one in self.attributes if (name := one.name.strip()))
        action = HandOver(
            provider=self.provider,
            team=team,
            teammate=teammate,
            tags=filled_in(self.tags, turn),
            attributes=attributes,
            note=turn.html(self.note),
        )
        return WaitForAction(turn.do(action))

    def target(self) -> tuple[str, str]:
        """The team and the teammate; one of them is ""."""
        return (self.team.strip(), "") if self.to == "team" else ("", self.teammate.strip())

    def resume(self, turn: Turn) -> Answer:
        """Somebody is there: hand over. Handed over: be silent. Given back, not answered, or failed: go on."""
        match turn.event:
            case ActionDone(result=result) if turn.memory.get("step") == "look":
                return self.hand_over(turn) if result.get("there", True) else LeaveBy("closed")
            case ActionDone(result=result):
                return self.wait(turn) if result.get("pauses", True) else LeaveBy("given_back")
            case ActionFailed():
                return LeaveBy("failed")
            case TimerFired():
                turn.do(TakeBack())
                return LeaveBy("no_answer")
            case _:
                return LeaveBy("given_back")

    def wait(self, turn: Turn) -> Answer:
        """Until it is given back, or nobody has answered in time."""
        minutes = self.no_answer_minutes
        return WaitForReturn(turn.event.at + timedelta(minutes=minutes) if minutes else None)
