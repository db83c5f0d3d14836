"""`Stage`: what a rehearsal is played on. It keeps every moment, carries actions out by writing them down, and has a
clock of its own. What can be done on it is in `rehearsal.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from flowdesigner.errors import ApiCallError, FlowdesignerError, FunctionError
from flowdesigner.flow.action import Action, LookForPeople, OfferOptions, SendMessage
from flowdesigner.flow.api_call import CallApi, parsed, result_of
from flowdesigner.flow.event import ActionDone, ActionFailed, CustomerMessage, Event, TimerFired, Value
from flowdesigner.flow.medium import MESSENGER, SOURCE_TYPE, as_numbered_list, shows_buttons
from flowdesigner.flow.python_function import CallFunction, values_of
from flowdesigner.interpreter.act import Act, AnswerNext
from flowdesigner.interpreter.interpreter import advance
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.interpreter.transcript import Line, note, told
from flowdesigner.interpreter.visit import Request
from flowdesigner.interpreter.walk import Passed

LONGEST_NOTED = 4_000
"""Letters of a real answer that are written down; a longer one makes no test that people can read."""
MONDAY = datetime(2026, 1, 5, 10, 24, tzinfo=UTC)
"""When a rehearsal begins unless told otherwise: always the same, so that its transcript is."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An act, and where its answer begins among the lines."""

    act: Act
    answer: int


@dataclass(frozen=True, slots=True)
class Moment:
    """All that changes in a rehearsal.

    `given` are variables to begin with, `begin` the block to begin at, `failing` why the next call fails, or "",
    `answers` status and body of the next answers of APIs, `away` that no teammate is there.
    """

    session: Session
    now: datetime
    lines: tuple[Line, ...] = ()
    path: tuple[Position, ...] = ()
    passed: tuple[Passed, ...] = ()
    turns: tuple[Turn, ...] = ()
    given: Mapping[str, Value] = field(default_factory=dict)
    begin: Position | None = None
    failing: str = ""
    answers: tuple[tuple[int, str], ...] = ()
    away: bool = False


class Stage:
    """One customer's conversation with a program, moment by moment.

    `facts` are system variables (`firstname`), `teams` names of team ids, `fails` may answer why an action fails,
    `call` makes calls to APIs and answers status and body (ApiCallError when it fails), `run` runs Python functions;
    without them, blocks have their example answers.
    """

    def __init__(
        self,
        program: Program,
        *,
        now: datetime | None = None,
        facts: Mapping[str, Value] | None = None,
        teams: Mapping[str, str] | None = None,
        fails: Callable[[Action], str] | None = None,
        call: Callable[[CallApi], tuple[int, Value]] | None = None,
        run: Callable[[CallFunction], Value] | None = None,
        conversation: str = "rehearsal",
    ) -> None:
        self.program = program
        self.teams = dict(teams or {})
        self.fails = fails or (lambda action: "")
        self.call = call
        self.run = run
        self.moment = Moment(Session.new(conversation, facts), now or MONDAY)
        self.before: list[Moment] = []
        self.after: list[Moment] = []

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

    @property
    def turns(self) -> list[Turn]:
        """All that was done, in order."""
        return list(self.moment.turns)

    @property
    def variables(self) -> dict[str, Value]:
        """What the bot remembers; before the first message, what it will begin with."""
        begin = self.program.defaults if self.session.status == "new" else {}
        return {**begin, **self.session.variables}

    @property
    def source_type(self) -> str:
        """How the customer writes, in Intercom's words."""
        return str(self.session.facts.get(SOURCE_TYPE) or MESSENGER)

    @property
    def language(self) -> str:
        """The language in which the customer is spoken to, "" when the bot does not name its only one."""
        return self.program.language(self.session)

    # How it goes on

    def turn(self, act: Act, event: Event, *own: Line, pressed: tuple[int, str] | None = None) -> list[Line]:
        """An act that is an event for the bot; the new lines, its `own` first."""
        start = self.begin(act, *own, pressed=pressed)
        self.happen(event)
        return self.lines[start:]

    def begin(self, act: Act, *own: Line, pressed: tuple[int, str] | None = None) -> int:
        """Remember how it is, for `back`, and write the act down; how many lines there were before."""
        self.before.append(self.moment)
        self.after.clear()
        if pressed:
            self.mark(*pressed)
        start = len(self.moment.lines)
        self.write(*own)
        self.moment = replace(self.moment, turns=(*self.moment.turns, Turn(act, len(self.moment.lines))))
        return start

    def happen(self, event: Event) -> list[Line]:
        """Any event, with the results of all actions that follow from it; the new lines."""
        start = len(self.moment.lines)
        events = [event]
        while events:
            events += self.step(events.pop(0))
        return self.lines[start:]

    def wait_until(self, until: datetime) -> None:
        """Let time pass, with the timers that are due in it."""
        while (due := self.session.timer_at) is not None and due <= until:
            self.moment = replace(self.moment, now=max(due, self.now))
            self.happen(TimerFired(at=self.now))
        self.moment = replace(self.moment, now=until)

    def step(self, event: Event) -> list[Event]:
        """One event; the results of its actions."""
        step = advance(self.tried(), self.session, event)
        moment = self.moment
        self.moment = replace(
            moment, session=step.session, path=moment.path + step.path, passed=moment.passed + step.passed
        )
        results = [self.carry_out(request) for request in step.actions]
        if step.error:
            self.write(note(f"something went wrong: {step.error}"))
        return results

    def tried(self) -> Program:
        """The program, with the block and the variables that the author wants to begin with."""
        begin, given = self.moment.begin, self.moment.given
        program = self.program.starting_at(*begin) if begin else self.program
        return replace(program, defaults={**program.defaults, **given}) if given else program

    def carry_out(self, request: Request) -> Event:
        """Write the action down, or why it failed; what the runtime would report of it."""
        action = request.action
        if reason := self.failing(action):
            self.write(note(f"{in_words(action)} failed: {reason}"))
            return ActionFailed(at=self.now, action=request.number, reason=reason)
        if isinstance(action, CallApi):
            return self.call_api(request, action)
        if isinstance(action, CallFunction):
            return self.call_function(request, action)
        if isinstance(action, LookForPeople):
            return ActionDone(at=self.now, action=request.number, result={"there": not self.moment.away})
        if isinstance(action, OfferOptions) and not shows_buttons(self.source_type):
            request = replace(request, action=SendMessage(text=as_numbered_list(action)))
        self.write(*told(request, self.teams))
        return ActionDone(at=self.now, action=request.number)

    def call_api(self, request: Request, call: CallApi) -> Event:
        """The answer to a call: the author's own, a real one, or the block's example."""
        where = (request.flow, request.block)
        try:
            result = self.answer(call)
        except FlowdesignerError as error:
            self.write(note(f"called {call}: {error}", *where))
            return ActionFailed(at=self.now, action=request.number, reason=str(error))
        self.write(note(f"called {call}: {result['status']}", *where))
        return ActionDone(at=self.now, action=request.number, result=result)

    def answer(self, call: CallApi) -> Mapping[str, Value]:
        """The result of the call; ApiCallError when there is nothing to answer with."""
        if self.moment.answers:
            (status, body), *left = self.moment.answers
            self.moment = replace(self.moment, answers=tuple(left))
            return result_of(call, status, parsed(body))
        if self.call is not None:
            status, found = self.call(call)
            self.note_answer(status, found)
            return result_of(call, status, found)
        if not call.example.strip():
            raise ApiCallError("Not called here, and the block has no example answer. Give it one.")
        return result_of(call, 200, parsed(call.example))

    def call_function(self, request: Request, call: CallFunction) -> Event:
        """What a function gives: the author's own answer, the function's, or the block's example."""
        where = (request.flow, request.block)
        try:
            result = values_of(call, self.given_by(call))
        except FlowdesignerError as error:
            self.write(note(f"ran {call}: {error}", *where))
            return ActionFailed(at=self.now, action=request.number, reason=str(error))
        self.write(note(f"ran {call}", *where))
        return ActionDone(at=self.now, action=request.number, result=result)

    def given_by(self, call: CallFunction) -> Value:
        """The result; FunctionError when there is none. An answer that is no success is a failure in its words."""
        if self.moment.answers:
            (status, body), *left = self.moment.answers
            self.moment = replace(self.moment, answers=tuple(left))
            if not 200 <= status < 300:
                raise FunctionError(body.strip() or f"{call.title} failed.")
            return parsed(body)
        if self.run is not None:
            found = self.run(call)
            self.note_answer(200, found)
            return found
        if not call.example.strip():
            raise FunctionError("Not run here, and the block has no example result. Give it one.")
        return parsed(call.example)

    def note_answer(self, status: int, body: Value) -> None:
        """Write a real answer down as an act before the present one: who does it all again gets the same answer."""
        text = "" if body in ("", None) else json.dumps(body, ensure_ascii=False)
        if len(text) <= LONGEST_NOTED:
            *before, now = self.moment.turns
            answer = Turn(AnswerNext(status, text), now.answer)
            self.moment = replace(self.moment, turns=(*before, answer, now))

    def failing(self, action: Action) -> str:
        """Why this action fails, or "": because the author wants the next one to, or by the rule of the rehearsal."""
        reason, self.moment = self.moment.failing, replace(self.moment, failing="")
        return reason or self.fails(action)

    def message(self, text: str, option: str = "") -> CustomerMessage:
        """A customer's message with an id of its own."""
        return CustomerMessage(at=self.now, text=text, option=option, id=f"message-{len(self.before)}")

    def know(self, facts: Mapping[str, Value]) -> None:
        """Something else is known of the customer from now on."""
        session = self.session.copy()
        session.facts = {**session.facts, **facts}
        self.moment = replace(self.moment, session=session)

    def write(self, *lines: Line) -> None:
        """Write lines down."""
        self.moment = replace(self.moment, lines=(*self.moment.lines, *lines))

    def mark(self, place: int, option: str) -> None:
        """Show which of a line's options was pressed."""
        lines = list(self.moment.lines)
        lines[place] = replace(lines[place], pressed=option)
        self.moment = replace(self.moment, lines=tuple(lines))


def in_words(action: Action) -> str:
    """What an action is called: `Send message`."""
    return " ".join(re.findall("[A-Z][^A-Z]*", type(action).__name__)).capitalize()
