"""`Visitor`: a customer of a running sandbox, played from Python: writes, presses buttons, waits for answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from flowdesigner.errors import FlowdesignerError
from flowdesigner.sandbox import customers
from flowdesigner.sandbox.conversation import Conversation

if TYPE_CHECKING:
    from flowdesigner.sandbox.sandbox import Sandbox
    from flowdesigner.sandbox.server import RunningSandbox

LOOK = 0.02
"""Seconds between two looks at the conversation."""


class NotSeenError(FlowdesignerError):
    """What a visitor waited for did not come; the message has the conversation so far."""


class Visitor:
    """One conversation, which the customer called `name` begins with `text`: `running.visit("Mia Novak", "Hello")`.

    What is waited for must come within `patience` seconds. Methods answer the visitor itself, so that they can be
    chained.
    """

    def __init__(self, running: RunningSandbox, name: str, text: str, *, patience: float = 30.0) -> None:
        self._running = running
        self._patience = patience
        self.conversation: str = running.do(lambda sandbox: sandbox.start(text, sandbox.contact(name)).id)

    def say(self, text: str) -> Visitor:
        """Write a message."""
        self._running.do(lambda sandbox: customers.reply(sandbox.workspace, self._of(sandbox), text))
        return self

    def press(self, label: str) -> Visitor:
        """Press a button as soon as it is offered; NotSeenError when it does not come."""
        return self._wait(f"The button “{label}”", lambda sandbox: pressed(sandbox, self._of(sandbox), label))

    def wait_for(self, text: str) -> Visitor:
        """Wait until this stands in the conversation; NotSeenError when it does not come."""
        return self._wait(f"“{text}”", lambda sandbox: any(text in line for line in self._of(sandbox).lines))

    @property
    def lines(self) -> list[str]:
        """What has happened, a line each: `Mia Novak: hi`, `Olive Bot: [Yes] [No]`, `closed by Olive Bot`."""
        return self._running.do(lambda sandbox: self._of(sandbox).lines)

    def _of(self, sandbox: Sandbox) -> Conversation:
        return sandbox.workspace.conversation(self.conversation)

    def _wait(self, what: str, has_come: Callable[[Sandbox], bool]) -> Visitor:
        deadline = time.monotonic() + self._patience
        while not self._running.do(has_come):
            if time.monotonic() > deadline:
                so_far = "\n".join(self.lines)
                raise NotSeenError(f"{what} did not come within {self._patience:g} seconds. So far:\n{so_far}")
            time.sleep(LOOK)
        return self


def pressed(sandbox: Sandbox, conversation: Conversation, label: str) -> bool:
    """Press the button, if it is offered now."""
    for option in conversation.offered:
        if option.text == label:
            customers.press(sandbox.workspace, conversation, option.uuid)
            return True
    return False
