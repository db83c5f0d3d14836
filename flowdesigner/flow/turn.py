"""What a block sees when the conversation comes to it (`Turn`) and what it answers (`LeaveBy`, `WaitForReply`, ...).

Blocks are pure: they read the turn, set variables, ask for actions, and answer with what happens next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flowdesigner.flow.action import Action
from flowdesigner.flow.event import Event, Value
from flowdesigner.flow.template import Template


class Turn(Protocol):
    """One visit to one block. The interpreter gives it; tests get one from `flowdesigner.testing`."""

    @property
    def event(self) -> Event:
        """Why the block is asked: what came to the conversation last. `event.at` is now."""

    @property
    def memory(self) -> dict[str, Value]:
        """The block's own notes for this visit; empty at `enter`, kept while it waits, dropped when it is left."""

    def get(self, name: str) -> Value:
        """The value of a variable or system variable (`topic`, `a.b[0]`, `intercom.conversationId`); None if unset."""

    def set(self, name: str, value: Value) -> None:
        """Set a variable of the conversation."""

    def html(self, template: Template) -> str:
        """The template with its variables escaped, as safe HTML."""

    def text(self, template: Template) -> str:
        """The template with its variables, as plain text."""

    def uuid(self, name: str) -> str:
        """A UUID that is always the same for this flow, block and name."""

    def do(self, action: Action) -> int:
        """Ask for an action; returns its number, for `WaitForAction`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What happens next."""


@dataclass(frozen=True, slots=True)
class LeaveBy(Answer):
    """Go on along the edge of this port; where no edge is, the flow ends.

    With `trouble`, a sentence for the author, this way is a failure: where no edge is, the error flow takes over.
    """

    port: str = "next"
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class WaitForReply(Answer):
    """Wait for the customer; at `until` (UTC) a `TimerFired` comes instead."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitUntil(Answer):
    """Wait for a time; what the customer writes meanwhile does not end the wait."""

    at: datetime


@dataclass(frozen=True, slots=True)
class WaitForAction(Answer):
    """Wait for `ActionDone` or `ActionFailed` of this action."""

    action: int


@dataclass(frozen=True, slots=True)
class WaitForReturn(Answer):
    """The conversation is with people: the bot is silent until `GivenBack`.

    If nobody has answered the customer by `until` (UTC), a `TimerFired` comes instead.
    """

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class GoTo(Answer):
    """Go on at a block (None: the start) of a flow (None: this one).

    With `come_back`, the end of that flow leads back to this block, which is then asked by `resume`.
    """

    flow: str | None = None
    block: str | None = None
    come_back: bool = False


@dataclass(frozen=True, slots=True)
class Finish(Answer):
    """This flow ends here: back to the flow that called it, or the conversation's end.

    With `conversation`, the whole conversation ends, whoever called.
    """

    conversation: bool = False
