"""`Visit`: what a block sees of a session that is being advanced: the `Turn` of `flow/turn.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdesigner.flow.action import Action
from flowdesigner.flow.event import Event, Value
from flowdesigner.flow.template import Template, lookup
from flowdesigner.interpreter.program import Node, option_uuid
from flowdesigner.interpreter.session import Session

if TYPE_CHECKING:
    from flowdesigner.flow.turn import Turn


@dataclass(frozen=True, slots=True)
class Request:
    """An action that a block asked for; its result comes back as `ActionDone` or `ActionFailed` of this number."""

    number: int
    action: Action
    flow: str
    block: str


class Visit:
    """One look of a block at its conversation; changes go to the given session, which is the caller's own copy."""

    __slots__ = ("event", "node", "requests", "session")

    def __init__(self, session: Session, event: Event, node: Node, requests: list[Request]) -> None:
        self.session = session
        self.event = event
        self.node = node
        self.requests = requests

    @property
    def memory(self) -> dict[str, Value]:
        """The block's own notes."""
        return self.session.memory

    def get(self, name: str) -> Value:
        """A variable of the conversation, else a system variable, else None; `a.b[0]` looks inside."""
        value = lookup(self.session.variables, name)
        return lookup(self.session.facts, name) if value is None else value

    def set(self, name: str, value: Value) -> None:
        """Set a variable of the conversation."""
        self.session.variables[name] = value

    def html(self, template: Template) -> str:
        """The template as safe HTML."""
        return template.render(self.get, html=True)

    def text(self, template: Template) -> str:
        """The template as plain text."""
        return template.render(self.get, html=False)

    def uuid(self, name: str) -> str:
        """The UUID of this block's option of that name."""
        return option_uuid(self.node.position, name)

    def do(self, action: Action) -> int:
        """Ask for an action."""
        self.session.actions += 1
        self.requests.append(Request(self.session.actions, action, *self.node.position))
        return self.session.actions


if TYPE_CHECKING:

    def _is_a_turn(visit: Visit) -> Turn:
        return visit
