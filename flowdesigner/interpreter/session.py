"""`Session`: where one conversation is, what it knows and what it waits for. The store keeps it as JSON.

Only `advance` makes new sessions out of old ones; nobody changes one in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from flowdesigner.flow.event import Value

Status = Literal["new", "waiting", "handed_over", "ended"]
Wait = Literal["", "reply", "time", "action", "return"]

HEARD = 8
"""So many ids of answered messages are remembered: one message can come both by itself and with an assignment."""


class Position(NamedTuple):
    """One block of one flow."""

    flow: str
    block: str


class Frame(NamedTuple):
    """A block that sent the conversation to another flow and is asked again when that flow ends."""

    position: Position
    memory: dict[str, Value]


@dataclass(slots=True, kw_only=True)
class Session:
    """One conversation's state."""

    conversation: str
    status: Status = "new"
    position: Position | None = None
    """The block that waits; None when none does."""
    wait: Wait = ""
    """What the block at `position` waits for. A conversation that a teammate took keeps it for when it comes back."""
    timer_at: datetime | None = None
    """When a `TimerFired` is due (UTC)."""
    awaiting: int | None = None
    """Number of the action whose result the block waits for."""
    variables: dict[str, Value] = field(default_factory=dict)
    facts: dict[str, Value] = field(default_factory=dict)
    """System variables: `firstname`, `intercom.conversationId`, ..."""
    asked_at: datetime | None = None
    """When Intercom was last asked about the customer (UTC)."""
    memory: dict[str, Value] = field(default_factory=dict)
    """The waiting block's own notes."""
    stack: tuple[Frame, ...] = ()
    turns: int = 0
    """Customer's messages that the bot took up."""
    actions: int = 0
    """Number of the last action asked for; never starts again."""
    visits: int = 0
    """Blocks visited since the customer's last turn."""
    trouble: Literal[0, 1, 2] = 0
    """0: none, 1: in the error flow, 2: nothing more may be said (apologised, or closed by somebody else)."""
    heard: tuple[str, ...] = ()
    """Ids of the last messages that the bot took up."""
    deleted: bool = False
    """The conversation is gone: the bot never acts in it again."""

    @classmethod
    def new(cls, conversation: str, facts: Mapping[str, Value] | None = None) -> Session:
        """A conversation that the bot has not met; its id is the system variable `intercom.conversationId`."""
        return cls(conversation=conversation, facts={"intercom.conversationId": conversation, **(facts or {})})

    def copy(self) -> Session:
        """A session that can be changed without this one noticing; values are shared, they are never changed."""
        return Session(
            conversation=self.conversation, status=self.status, position=self.position, wait=self.wait,
            timer_at=self.timer_at, awaiting=self.awaiting, variables=self.variables.copy(), facts=self.facts,
            memory=self.memory.copy(), stack=self.stack, turns=self.turns, actions=self.actions, visits=self.visits,
            trouble=self.trouble, heard=self.heard, deleted=self.deleted, asked_at=self.asked_at,
        )  # fmt: skip

    def to_data(self) -> dict[str, Any]:
        """JSON data, without what is as in a new session."""
        data: dict[str, Any] = {"conversation": self.conversation, "status": self.status}
        if self.position:
            data["position"] = list(self.position)
        if self.timer_at:
            data["timer_at"] = self.timer_at.isoformat()
        if self.asked_at:
            data["asked_at"] = self.asked_at.isoformat()
        if self.stack:
            data["stack"] = [[*frame.position, frame.memory] for frame in self.stack]
        if self.heard:
            data["heard"] = list(self.heard)
        data.update((name, value) for name in PLAIN if (value := getattr(self, name)) not in EMPTY)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Session:
        """The session that `to_data` wrote."""
        timer, asked = data.get("timer_at"), data.get("asked_at")
        return cls(
            conversation=data["conversation"],
            status=data["status"],
            position=Position(*data["position"]) if "position" in data else None,
            timer_at=datetime.fromisoformat(timer) if timer else None,
            asked_at=datetime.fromisoformat(asked) if asked else None,
            stack=tuple(Frame(Position(flow, block), memory) for flow, block, memory in data.get("stack", ())),
            heard=tuple(data.get("heard", ())),
            **{name: data[name] for name in PLAIN if name in data},
        )


PLAIN = ("wait", "awaiting", "variables", "facts", "memory", "turns", "actions", "visits", "trouble", "deleted")
EMPTY: tuple[object, ...] = (None, "", 0, {})
