"""`Rehearsal`: a conversation with a bot that nobody else hears, with a clock of its own.

*Try it*, `flowdesigner talk` and a bot's kept chats talk through it. Everything that is done is an act (`act.py`): it
can be taken back, and done again in another rehearsal.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flowdesigner.flow.duration import minutes_in_words
from flowdesigner.flow.event import GivenBack, TakenOver, Value
from flowdesigner.flow.language import canonical
from flowdesigner.flow.medium import SOURCE_TYPE
from flowdesigner.flow.system_variables import speaking
from flowdesigner.interpreter.act import (
    Act,
    Answer,
    AnswerNext,
    BeginAt,
    FailNext,
    GiveBack,
    PeopleAway,
    Press,
    Say,
    SetVariable,
    Skip,
    SkipTo,
    Speak,
    TakeOver,
    WriteBy,
)
from flowdesigner.interpreter.clock import next_time
from flowdesigner.interpreter.session import Position
from flowdesigner.interpreter.stage import MONDAY, Moment, Stage, Turn
from flowdesigner.interpreter.transcript import Line, heard, note, spoken

__all__ = ["MONDAY", "Moment", "Rehearsal", "Turn"]


class Rehearsal(Stage):
    """One customer's conversation with a program: every method is something that happens, and answers the new lines."""

    def perform(self, act: Act) -> list[Line]:
        """Any act; the new lines. ValueError, in words, for one that cannot be done now."""
        match act:
            case Say(text, option):
                return self.say(text, option=option)
            case Press(option):
                return self.press(option)
            case Skip(minutes):
                return self.skip(minutes)
            case SkipTo(when):
                return self.skip_to(when)
            case TakeOver():
                return self.take_over()
            case Answer(text):
                return self.answer_as_teammate(text)
            case GiveBack(text):
                return self.give_back(text)
            case FailNext(reason):
                return self.fail_next(reason)
            case AnswerNext(status, body):
                return self.answer_next(status, body)
            case PeopleAway(away):
                return self.people_away(away)
            case SetVariable(name, value):
                return self.set(name, value)
            case WriteBy(source_type):
                return self.write_by(source_type)
            case Speak(language):
                return self.speak(language)
            case BeginAt(flow, block):
                return self.begin_at(flow, block)
        raise TypeError(f"{act!r} is no act.")

    def say(self, text: str, *, option: str = "") -> list[Line]:
        """The customer writes; the new lines. `option` is the UUID of a button that was pressed."""
        message = self.message(text, option)
        return self.turn(Say(text, option), message, heard(message))

    def press(self, option: str) -> list[Line]:
        """The customer presses the button with this label, id or UUID that was offered last; the new lines."""
        offered = [(place, line) for place, line in enumerate(self.moment.lines) if line.options]
        for place, line in reversed(offered):
            for one in line.options:
                if option in (one.label, one.id, one.uuid):
                    message = self.message(one.label, one.uuid)
                    return self.turn(Press(one.label), message, heard(message), pressed=(place, one.id))
        labels = ", ".join(one.label for one in offered[-1][1].options) if offered else "none"
        raise ValueError(f"No button “{option}” has been offered. Offered last: {labels}.")

    def skip(self, minutes: int) -> list[Line]:
        """Time passes, and what was to happen in it happens; the new lines."""
        start = self.begin(Skip(minutes), note(f"{minutes_in_words(minutes)} later"))
        self.wait_until(self.now + timedelta(minutes=minutes))
        return self.lines[start:]

    def skip_to(self, when: str) -> list[Line]:
        """Time passes until the clock shows this next (`Saturday 18:05`); the new lines. ValueError: it is no time."""
        until = next_time(self.now, when)
        start = self.begin(SkipTo(when), note(when))
        self.wait_until(until)
        return self.lines[start:]

    def give_back(self, text: str = "") -> list[Line]:
        """A teammate assigns it back to the bot; `text` is what the customer wrote and nobody answered."""
        message = self.message(text) if text else None
        lines = [heard(message)] if message else []
        event = GivenBack(at=self.now, message=message)
        return self.turn(GiveBack(text), event, *lines, note("given back to the bot"))

    def take_over(self) -> list[Line]:
        """A teammate takes the conversation; the bot is silent from now on."""
        return self.turn(TakeOver(), TakenOver(at=self.now), note("taken over by a teammate"))

    def answer_as_teammate(self, text: str) -> list[Line]:
        """A teammate writes to the customer; the bot is silent from now on."""
        return self.turn(Answer(text), TakenOver(at=self.now), spoken(text))

    def fail_next(self, reason: str) -> list[Line]:
        """The next call that the bot makes fails, for this reason."""
        start = self.begin(FailNext(reason))
        self.moment = replace(self.moment, failing=reason)
        return self.lines[start:]

    def answer_next(self, status: int, body: str = "") -> list[Line]:
        """The next call to an API is answered so; several answers are given one after another."""
        start = self.begin(AnswerNext(status, body))
        self.moment = replace(self.moment, answers=(*self.moment.answers, (status, body)))
        return self.lines[start:]

    def people_away(self, away: bool = True) -> list[Line]:
        """All teammates are away from now on, or there again: what looks for people finds nobody, or somebody."""
        start = self.begin(PeopleAway(away), note("nobody is there" if away else "people are there again"))
        self.moment = replace(self.moment, away=away)
        return self.lines[start:]

    def set(self, name: str, value: Value) -> list[Line]:
        """Give a variable a value; before the first message it is the value to begin with."""
        start = self.begin(SetVariable(name, value))
        if self.session.status in ("new", "ended"):
            self.moment = replace(self.moment, given={**self.moment.given, name: value})
        session = self.session.copy()
        session.variables[name] = value
        self.moment = replace(self.moment, session=session)
        return self.lines[start:]

    def write_by(self, source_type: str) -> list[Line]:
        """The customer writes like this from now on (`email`): where no buttons are shown, the bot numbers them."""
        start = self.begin(WriteBy(source_type))
        self.know({SOURCE_TYPE: source_type})
        return self.lines[start:]

    def speak(self, language: str) -> list[Line]:
        """The customer's language is another one from now on; ValueError when it is none."""
        if not (code := canonical(language)):
            raise ValueError(f"“{language}” is no language's code. Write one like de, sl or pt-BR.")
        start = self.begin(Speak(code))
        self.know(speaking(code))
        return self.lines[start:]

    def begin_at(self, flow: str, block: str) -> list[Line]:
        """The next conversation begins at this block; ValueError when there is none."""
        place = Position(flow, block)
        if self.program.node(place) is None:
            raise ValueError(f"There is no block “{block}” in the flow “{flow}”.")
        start = self.begin(BeginAt(flow, block))
        self.moment = replace(self.moment, begin=place)
        return self.lines[start:]

    def back(self) -> None:
        """As it was before the last thing that was done; does nothing at the beginning."""
        if self.before:
            self.after.append(self.moment)
            self.moment = self.before.pop()

    def again(self) -> None:
        """As it was before the last `back`; does nothing when something was done since."""
        if self.after:
            self.before.append(self.moment)
            self.moment = self.after.pop()
