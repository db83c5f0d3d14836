"""For tests of bots and of block kinds: `talk` plays a customer, `assert_chats` runs a bot's kept chats, `visit` is one
turn of a block, `ManualClock` a clock.

Real parts with a clock and a network that are passed in, instead of mocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from flowdesigner.chats.report import Draft, Report, run_chats
from flowdesigner.flow.action import Action
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import CustomerMessage, Event, Value
from flowdesigner.flow.system_variables import speaking
from flowdesigner.interpreter.program import Node, Program, compile_program
from flowdesigner.interpreter.rehearsal import MONDAY, Rehearsal
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.interpreter.transcript import as_text
from flowdesigner.interpreter.visit import Visit

__all__ = ["ManualClock", "Talk", "assert_chats", "message", "talk", "visit"]


class HasData(Protocol):
    """A bot, as far as talking to it goes."""

    def data(self) -> dict[str, Any]:
        """The revision document."""


def program_of(bot: Flow | HasData | Program) -> Program:
    """The program of a flow, of a bot, or itself."""
    if isinstance(bot, Program):
        return bot
    return Program.of(bot) if isinstance(bot, Flow) else compile_program(bot.data())


class Talk:
    """A conversation with a bot; every method answers the talk itself, so that they can be chained.

    `lines` reads as it happened: `customer: hi`, `bot: Hello`, `bot: [Yes] [No]`, `handed over to team 5`, `closed`.
    """

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal

    @property
    def lines(self) -> list[str]:
        """The transcript."""
        return as_text(self.rehearsal.lines)

    @property
    def session(self) -> Session:
        """The conversation's state."""
        return self.rehearsal.session

    @property
    def variables(self) -> dict[str, Value]:
        """What the bot remembers."""
        return self.rehearsal.session.variables

    @property
    def path(self) -> list[str]:
        """Ids of the blocks that were visited."""
        return [position.block for position in self.rehearsal.path]

    def say(self, *texts: str) -> Talk:
        """The customer writes these, one after the other."""
        for text in texts:
            self.rehearsal.say(text)
        return self

    def press(self, option: str) -> Talk:
        """The customer presses a button, by its label or id."""
        self.rehearsal.press(option)
        return self

    def skip(self, minutes: int) -> Talk:
        """Time passes."""
        self.rehearsal.skip(minutes)
        return self

    def give_back(self, text: str = "") -> Talk:
        """A teammate gives the conversation back to the bot; `text` is a customer's message that nobody answered."""
        self.rehearsal.give_back(text)
        return self

    def take_over(self) -> Talk:
        """A teammate takes the conversation."""
        self.rehearsal.take_over()
        return self

    def happen(self, event: Event) -> Talk:
        """Anything else happens."""
        self.rehearsal.happen(event)
        return self


def talk(
    bot: Flow | HasData | Program,
    *says: str,
    facts: Mapping[str, Value] | None = None,
    language: str = "",
    now: datetime | None = None,
    fails: Callable[[Action], str] | None = None,
) -> Talk:
    """Talk to a flow, a bot or a program: the customer says these texts, the answer's `lines` are the transcript.

    `language` is the customer's (`de`), `fails` may answer, for an action, the reason why it fails (""  for: it does
    not).
    """
    known = {**(facts or {}), **(speaking(language) if language else {})}
    return Talk(Rehearsal(program_of(bot), facts=known, now=now, fails=fails)).say(*says)


def assert_chats(bot: Draft, *names: str) -> Report:
    """Fail, with every line that differs, unless the bot's kept chats pass (or those of these names)."""
    report = run_chats(bot, names)
    missing = set(names) - {result.chat.name for result in report.results}
    failures = [*report.failures, *(f"there is no kept chat “{name}” that can be read" for name in sorted(missing))]
    if failures:
        raise AssertionError("\n".join(failures))
    return report


def visit(
    block: Block,
    event: Event | None = None,
    *,
    variables: Mapping[str, Value] | None = None,
    facts: Mapping[str, Value] | None = None,
) -> Visit:
    """A turn for `block.enter(turn)` and `block.resume(turn)`; what it asks for is in `.requests`."""
    session = Session.new("1", facts)
    session.variables.update(variables or {})
    node = Node(Position("flow", block.id or block.kind), block, {})
    return Visit(session, event or message("Hello"), node, [])


def message(text: str, *, option: str = "", at: datetime = MONDAY, id: str = "") -> CustomerMessage:
    """A customer's message."""
    return CustomerMessage(at=at, text=text, option=option, id=id)


class ManualClock:
    """A clock that goes on when it is told to: call it for the time (UTC)."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now

    def forward(self, seconds: float) -> datetime:
        """Time passes; what it shows then."""
        self.now += timedelta(seconds=seconds)
        return self.now
