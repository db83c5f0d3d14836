"""Assign: give the conversation to a team or a teammate, and go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field
from pydantic.config import JsonDict

from flowdesigner.flow.acting import ActingBlock
from flowdesigner.flow.action import Action, Assignee
from flowdesigner.flow.action import Assign as Do
from flowdesigner.flow.block import Fault, Group
from flowdesigner.flow.turn import Turn

LABELS: JsonDict = {"team": "A team", "teammate": "A teammate", "nobody": "Nobody"}


class Assign(ActingBlock):
    """Assigns the conversation and goes on at once; to pause the bot, send to an offload provider instead."""

    kind: ClassVar[str] = "assign"
    label: ClassVar[str] = "Assign"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 3

    to: Assignee = Field(default="team", title="To", json_schema_extra={"x-widget": "select", "x-labels": LABELS})
    """Who gets the conversation. Nobody: it goes to the unassigned ones."""
    team: str = Field(default="", title="Team", json_schema_extra={"x-widget": "team", "x-when": {"to": ["team"]}})
    """The team. In one in which the bot does not answer, the customer's next message is for people."""
    teammate: str = Field(
        default="", title="Teammate", json_schema_extra={"x-widget": "agent", "x-when": {"to": ["teammate"]}}
    )
    """The teammate. Intercom assigns only to those with an inbox seat."""

    def faults(self) -> Iterator[Fault]:
        """Nobody is chosen."""
        if self.to == "team" and not self.team:
            yield Fault("team", "No team is chosen, so the conversation stays where it is.")
        if self.to == "teammate" and not self.teammate:
            yield Fault("teammate", "No teammate is chosen, so the conversation stays where it is.")

    def action(self, turn: Turn) -> Action | None:
        """Assign it."""
        chosen = {"team": self.team, "teammate": self.teammate, "nobody": ""}[self.to].strip()
        return Do(to=self.to, id=chosen) if chosen or self.to == "nobody" else None
