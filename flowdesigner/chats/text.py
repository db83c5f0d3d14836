"""Chats as text, for people: reading says the line of what it does not understand, writing is canonical."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flowdesigner.chats.chat import Chat, Expected, Step
from flowdesigner.chats.wording import HELP, act_of, line_of
from flowdesigner.errors import BrokenFileError

INDENT = "    "
LONGEST_QUOTE = 60


@dataclass(slots=True)
class Saying:
    """A line of the file together with the indented lines that go on with it."""

    number: int
    text: str
    last: int


def chat_from_text(text: str, name: str = "chat", path: str = "") -> Chat:
    """The chat; BrokenFileError with the number of the first line that makes no sense."""
    title, steps, remarks = "", list[Step](), list[str]()
    for saying in sayings(text, path):
        if saying.text.startswith("#"):
            remark = saying.text[1:].strip()
            if not title and not steps and not remarks:
                title = remark
            else:
                remarks.append(remark)
        elif (act := act_of(saying.text)) is not None:
            steps.append(Step(act, line=saying.last, comments=tuple(remarks)))
            remarks.clear()
        else:
            expected = Expected(expected_text(saying, path), saying.number)
            if not steps:
                raise broken("The bot speaks first here. A chat begins with what somebody does.", saying.number, path)
            steps[-1] = replace(steps[-1], answer=(*steps[-1].answer, expected))
    if not steps:
        raise broken("Nothing happens in this chat. Begin with a line like “customer: Hello”.", 1, path)
    return Chat(name, title or name.replace("-", " "), tuple(steps), tuple(remarks))


def sayings(text: str, path: str) -> Iterator[Saying]:
    """The lines with something in them; an indented one goes on with the one before, over empty lines too."""
    now: Saying | None = None
    empty = 0
    for number, line in enumerate(lines_of(text.removeprefix("\ufeff")), 1):
        if not line.strip():
            empty += 1
        elif line[0].isspace():
            if now is None or now.text.startswith("#"):
                raise broken(
                    "This line is indented, but there is no message above that it could go on with.", number, path
                )
            now.text += "\n" * (empty + 1) + line.strip()
            now.last, empty = number, 0
        else:
            if now:
                yield now
            now, empty = Saying(number, line.strip(), number), 0
    if now:
        yield now


def expected_text(saying: Saying, path: str) -> str:
    """What is expected, as a transcript has it: what the bot says, or what happens besides, without its brackets."""
    text = saying.text
    if text.startswith("bot:"):
        return tidy(f"bot: {text.removeprefix('bot:').strip()}")
    if text.startswith("(") and text.endswith(")") and text[1:-1].strip():
        return tidy(text[1:-1])
    shown = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    raise broken(f"“{shown}” is nothing that can happen in a chat. {HELP}", saying.number, path)


def broken(message: str, number: int, path: str) -> BrokenFileError:
    """The error, with the number of the line."""
    return BrokenFileError(message, path=path, where=f"line {number}")


def tidy(text: str) -> str:
    """Without spaces at the ends of its lines: a text editor takes them away."""
    return "\n".join(line.strip() for line in lines_of(text.strip()))


def lines_of(text: str) -> list[str]:
    """The lines, as text editors count them; rarer signs that Python takes for line ends are part of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def chat_to_text(chat: Chat) -> str:
    """The chat's file: its title, then every act with its answer, a line apart."""
    parts = [f"# {chat.title}\n"]
    for step in chat.steps:
        remarks = [f"# {remark}".rstrip() for remark in step.comments]
        answer = [indented(shown(expected.text)) for expected in step.answer]
        parts.append("\n".join([*remarks, indented(line_of(step.act)), *answer]) + "\n")
    if chat.remarks:
        parts.append("\n".join(f"# {remark}".rstrip() for remark in chat.remarks) + "\n")
    return "\n".join(parts)


def shown(text: str) -> str:
    """What is expected, as the file has it: what nobody says stands in brackets."""
    return text if text.startswith("bot:") else f"({text})"


def indented(text: str) -> str:
    """A text of several lines as one that goes on, indented."""
    first, *others = tidy(text).split("\n")
    return "\n".join([first, *(f"{INDENT}{line}" if line else "" for line in others)])
