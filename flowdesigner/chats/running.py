"""Running a kept chat against a bot: the same walk as with customers, a clock of its own, always the same customer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from flowdesigner.chats.chat import Chat, Expected, Step
from flowdesigner.chats.text import chat_from_text, chat_to_text, tidy
from flowdesigner.chats.wording import line_of
from flowdesigner.errors import EditError
from flowdesigner.flow.system_variables import example_facts
from flowdesigner.interpreter.act import Act
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import Rehearsal
from flowdesigner.interpreter.session import Position
from flowdesigner.interpreter.transcript import as_text
from flowdesigner.interpreter.walk import Passed

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first line that differs: its number in the file (0 for a chat without one), what stands there, what came.

    `expected` "" means that nothing more was expected, `actual` "" that nothing more came.
    """

    line: int
    expected: str
    actual: str

    def __str__(self) -> str:
        return f"expected {quoted(self.expected)}, but there came {quoted(self.actual)}"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a chat: `mismatch` is None when it passed; `blocks` and `edges` are what it touched until then."""

    chat: Chat
    mismatch: Mismatch | None
    blocks: frozenset[Position]
    edges: frozenset[Passed]

    @property
    def is_passed(self) -> bool:
        """Whether the bot answered as expected."""
        return self.mismatch is None

    def __str__(self) -> str:
        line = f", line {self.mismatch.line}" if self.mismatch and self.mismatch.line else ""
        return f"“{self.chat.title}” ({self.chat.file}{line}): {self.mismatch or 'passed'}"


def run(program: Program, chat: Chat) -> Result:
    """Do what the chat says, up to the first answer that differs."""
    rehearsal = begin(program)
    mismatch = None
    for step in chat.steps:
        try:
            actual = perform(rehearsal, step.act)
        except ValueError as error:
            mismatch = Mismatch(step.line, tidy(line_of(step.act)), str(error))
        else:
            mismatch = compare(step, actual)
        if mismatch:
            break
    return Result(chat, mismatch, frozenset(rehearsal.path), frozenset(rehearsal.passed))


def begin(program: Program) -> Rehearsal:
    """A conversation of the customer of all examples, who speaks the bot's main language unless the chat says another:
    chats must not depend on anybody's account."""
    return Rehearsal(program, facts=example_facts(program.languages[0] if program.languages else ""))


def perform(rehearsal: Rehearsal, act: Act) -> list[str]:
    """Do it; the lines of the answer. ValueError, in words, when it cannot be done."""
    rehearsal.perform(act)
    return [tidy(text) for text in as_text(rehearsal.lines[rehearsal.turns[-1].answer :])]


def compare(step: Step, actual: Sequence[str]) -> Mismatch | None:
    """The first line of the answer that is another one."""
    line = step.line
    for expected, came in zip_longest(step.answer, actual):
        line = expected.line if expected else line + 1 if line else 0
        wanted = expected.text if expected else ""
        if wanted != (came or ""):
            return Mismatch(line, wanted, came or "")
    return None


def accepted(program: Program, chat: Chat) -> Chat:
    """The chat with the answers that the bot gives now; EditError when something in it cannot be done any more."""
    rehearsal = begin(program)
    steps = []
    for step in chat.steps:
        try:
            answer = perform(rehearsal, step.act)
        except ValueError as error:
            where = f", line {step.line}" if step.line else ""
            raise EditError(f"“{chat.title}”{where}: {error} Change the chat by hand, or remove it.") from error
        steps.append(replace(step, answer=tuple(Expected(text) for text in answer)))
    return written(replace(chat, steps=tuple(steps)))


def kept(program: Program, acts: Iterable[Act], title: str, name: str = "chat") -> Chat:
    """A chat of these acts, with the answers that the bot gives now."""
    return accepted(program, written(Chat(name, title, tuple(Step(act) for act in acts))))


def written(chat: Chat) -> Chat:
    """The chat as its file will have it, with the numbers of its lines."""
    return chat_from_text(chat_to_text(chat), chat.name)


def quoted(text: str) -> str:
    """The line in quotation marks, or a word for none."""
    return f"“{text}”" if text else NOTHING
