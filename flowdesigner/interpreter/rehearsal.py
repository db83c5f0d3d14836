"""`Rehearsal`: a conversation with a bot that nobody else hears, with a clock of its own.

*Try it*, `flowdesigner talk` and the tests of a bot talk through it. It carries actions out by writing them down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flowdesigner.flow.action import Action
from flowdesigner.flow.duration import minutes_in_words
from flowdesigner.flow.event import (
    ActionDone,
    ActionFailed,
    CustomerMessage,
    Event,
    GivenBack,
    TakenOver,
    TimerFired,
    Value,
)
from flowdesigner.interpreter.interpreter import advance
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.interpreter.transcript import Line, heard, note, told
from flowdesigner.interpreter.walk import Passed

MONDAY = datetime(2026, 1, 5, 10, 24, tzinfo=UTC)
"""When a rehearsal begins unless told otherwise: always the same, so that its transcript is."""


@dataclass(frozen=True, slots=True)
class Moment:
    """All that changes in a rehearsal."""

    session: Session
    now: datetime
    lines: tuple[Line, ...] = ()
    path: tuple[Position, ...] = ()
    passed: tuple[Passed, ...] = ()


class Rehearsal:
    """One customer's conversation with a program.

    `facts` are system variables (`firstname`), `teams` names of team ids, `fails` may answer why an action fails.
    """

    def __init__(
        self,
        program: Program,
        *,
        now: datetime | None = None,
        facts: Mapping[str, Value] | None = None,
        teams: Mapping[str, str] | None = None,
        fails: Callable[[Action], str] | None = None,
        conversation: str = "rehearsal",
    ) -> None:
        self.program = program
        self.teams = dict(teams or {})
        self.fails = fails or (lambda action: "")
        self.moment = Moment(Session.new(conversation, facts), now or MONDAY)
        self.before: list[Moment] = []

    @property
    def session(self) -> Session:
        """The conversation's state."""
        return self.moment.session

    @property
    def now(self) -> datetime:
        """What the rehearsal's clock shows."""
        return self.moment.now

    @property
    def lines(self) -> list[Line]:
        """All that was said."""
        return list(self.moment.lines)

    @property
    def path(self) -> list[Position]:
        """The blocks that were visited, in order."""
        return list(self.moment.path)

    @property
    def passed(self) -> list[Passed]:
        """The edges that were taken, in order."""
        return list(self.moment.passed)

    def say(self, text: str, *, option: str = "") -> list[Line]:
        """The customer writes; the new lines. `option` is the UUID of a button that was pressed."""
        self.keep()
        message = self.message(text, option)
        return self.happen(message, heard(message))

    def press(self, option: str) -> list[Line]:
        """The customer presses the button with this label, id or UUID that was offered last; the new lines."""
        offered = [(place, line) for place, line in enumerate(self.moment.lines) if line.options]
        for place, line in reversed(offered):
            for one in line.options:
                if option in (one.label, one.id, one.uuid):
                    self.keep()
                    self.mark(place, one.id)
                    message = self.message(one.label, one.uuid)
                    return self.happen(message, heard(message))
        labels = ", ".join(one.label for one in offered[-1][1].options) if offered else "none"
        raise ValueError(f"No button “{option}” has been offered. Offered last: {labels}.")

    def skip(self, minutes: int) -> list[Line]:
        """Time passes, and what was to happen in it happens; the new lines."""
        self.keep()
        start, until = len(self.moment.lines), self.now + timedelta(minutes=minutes)
        self.write(note(f"{minutes_in_words(minutes)} later"))
        while (due := self.session.timer_at) is not None and due <= until:
            self.moment = replace(self.moment, now=max(due, self.now))
            self.happen(TimerFired(at=self.now))
        self.moment = replace(self.moment, now=until)
        return self.lines[start:]

    def give_back(self, text: str = "") -> list[Line]:
        """A teammate assigns it back to the bot; `text` is what the customer wrote and nobody answered."""
        self.keep()
        message = self.message(text) if text else None
        lines = [heard(message)] if message else []
        return self.happen(GivenBack(at=self.now, message=message), *lines, note("given back to the bot"))

    def take_over(self) -> list[Line]:
        """A teammate takes the conversation; the bot is silent from now on."""
        self.keep()
        return self.happen(TakenOver(at=self.now), note("taken over by a teammate"))

    def back(self) -> None:
        """As it was before the last thing that was done; does nothing at the beginning."""
        if self.before:
            self.moment = self.before.pop()

    def happen(self, event: Event, *before: Line) -> list[Line]:
        """Any event, with the results of all actions that follow from it; the new lines, those of `before` first."""
        start = len(self.moment.lines)
        self.write(*before)
        events = [event]
        while events:
            events += self.step(events.pop(0))
        return self.lines[start:]

    def step(self, event: Event) -> list[Event]:
        """One event; the results of its actions."""
        step = advance(self.program, self.session, event)
        lines = [
            line for request in step.actions for line in self.carried_out(request.action, told(request, self.teams))
        ]
        if step.error:
            lines.append(note(f"something went wrong: {step.error}"))
        moment = self.moment
        self.moment = Moment(
            step.session, moment.now, (*moment.lines, *lines), moment.path + step.path, moment.passed + step.passed
        )
        return [self.result(request.number, request.action) for request in step.actions]

    def carried_out(self, action: Action, lines: Iterator[Line]) -> list[Line]:
        """The action's lines, or why there are none."""
        reason = self.fails(action)
        return [note(f"{type(action).__name__} failed: {reason}")] if reason else list(lines)

    def result(self, number: int, action: Action) -> Event:
        """What the runtime would report of the action."""
        reason = self.fails(action)
        if reason:
            return ActionFailed(at=self.now, action=number, reason=reason)
        return ActionDone(at=self.now, action=number)

    def message(self, text: str, option: str = "") -> CustomerMessage:
        """A customer's message with an id of its own."""
        return CustomerMessage(at=self.now, text=text, option=option, id=f"message-{len(self.before)}")

    def keep(self) -> None:
        """Remember how it is, for `back`."""
        self.before.append(self.moment)

    def write(self, *lines: Line) -> None:
        """Write lines down."""
        self.moment = replace(self.moment, lines=(*self.moment.lines, *lines))

    def mark(self, place: int, option: str) -> None:
        """Show which of a line's options was pressed."""
        lines = list(self.moment.lines)
        lines[place] = replace(lines[place], pressed=option)
        self.moment = replace(self.moment, lines=tuple(lines))
