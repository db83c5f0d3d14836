"""What can be done in a rehearsal, by the customer, a teammate, time or the author. Kept chats are lists of acts.

`Rehearsal.perform` does them; *Try it* and the chats of a bot name them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flowdesigner.flow.event import Value


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done."""


@dataclass(frozen=True, slots=True)
class Say(Act):
    """The customer writes; `option` is the UUID of the button that this was, or ""."""

    text: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class Press(Act):
    """The customer presses the button with this label, id or UUID that was offered last."""

    option: str


@dataclass(frozen=True, slots=True)
class Skip(Act):
    """So many minutes pass."""

    minutes: int


@dataclass(frozen=True, slots=True)
class SkipTo(Act):
    """Time passes until the clock shows this next: `Saturday 18:05`, `18:05` or `2026-01-10 18:05`."""

    when: str


@dataclass(frozen=True, slots=True)
class TakeOver(Act):
    """A teammate takes the conversation."""


@dataclass(frozen=True, slots=True)
class Answer(Act):
    """A teammate writes to the customer, and so has the conversation."""

    text: str


@dataclass(frozen=True, slots=True)
class GiveBack(Act):
    """A teammate gives it back to the bot; `text` is what the customer wrote meanwhile and nobody answered."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class FailNext(Act):
    """The next call that the bot makes fails, for this reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class AnswerNext(Act):
    """The next call to an API that the bot makes is answered with this status and this body, and not made."""

    status: int
    body: str = ""


@dataclass(frozen=True, slots=True)
class PeopleAway(Act):
    """From now on all teammates are away, or there again."""

    away: bool = True


@dataclass(frozen=True, slots=True)
class SetVariable(Act):
    """A variable has this value from now on; before the first message it is the value to begin with."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class WriteBy(Act):
    """The customer writes like this from now on, in Intercom's words: `conversation` (the Messenger), `email`, ..."""

    source_type: str


@dataclass(frozen=True, slots=True)
class Speak(Act):
    """The customer's language is this one from now on, as Intercom tells it: a code such as `de` or `pt-BR`."""

    language: str


@dataclass(frozen=True, slots=True)
class BeginAt(Act):
    """Conversations begin at this block, to try a part of the bot."""

    flow: str
    block: str
