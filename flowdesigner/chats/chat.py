"""`Chat`: a conversation that is kept as a test: what is done, and what the bot is expected to answer each time."""

from __future__ import annotations

from dataclasses import dataclass

from flowdesigner.interpreter.act import Act

FOLDER = "chats"
ENDING = ".chat.txt"


@dataclass(frozen=True, slots=True)
class Expected:
    """A line of the answer, as a transcript has it (`bot: Hello`, `closed`); `line` is its number in the file, or 0."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One act and the answer to it; `comments` are the remarks above it."""

    act: Act
    answer: tuple[Expected, ...] = ()
    line: int = 0
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chat:
    """A kept chat. `name` is its file's name without the ending, `remarks` are those below the last step."""

    name: str
    title: str
    steps: tuple[Step, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Its place in the bot's folder."""
        return f"{FOLDER}/{self.name}{ENDING}"
