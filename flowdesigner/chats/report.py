"""`Report`: all chats of a bot, run against its draft. The command, *Publish*, the page and pytest read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flowdesigner.chats.chat import ENDING
from flowdesigner.chats.coverage import Coverage
from flowdesigner.chats.folder import load_chats
from flowdesigner.chats.running import Result, run
from flowdesigner.errors import BrokenFileError, FailedChatsError
from flowdesigner.flow.document import Flow
from flowdesigner.interpreter.program import Program


class Draft(Protocol):
    """A bot, as far as its chats go."""

    @property
    def folder(self) -> Path:
        """Where its files are."""

    @property
    def flows(self) -> Mapping[str, Flow]:
        """Its flows."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it speaks, the main one first."""

    @property
    def main(self) -> str:
        """The flow that conversations begin with."""

    @property
    def error_flow(self) -> str | None:
        """The flow for what goes wrong."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the chats; `broken` are those that cannot be read."""

    results: tuple[Result, ...]
    broken: tuple[BrokenFileError, ...]
    coverage: Coverage

    @property
    def is_passed(self) -> bool:
        """Whether every chat could be read and passed."""
        return not self.failures

    @property
    def failures(self) -> list[str]:
        """One sentence for each chat that failed or cannot be read."""
        failed = [str(result) for result in self.results if not result.is_passed]
        return [*failed, *(str(error) for error in self.broken)]

    def demand_passed(self) -> None:
        """FailedChatsError, with every failure, unless all passed."""
        if self.failures:
            number = len(self.failures)
            verb = "kept chat fails" if number == 1 else "kept chats fail"
            todo = (
                "Mend the bot, take its new answers (flowdesigner test BOT --accept), or publish despite failed tests."
            )
            raise FailedChatsError("\n".join([f"{number} {verb}:", *self.failures, todo]), failures=self.failures)


def program_of(bot: Draft) -> Program:
    """The draft, compiled."""
    return Program.of(*bot.flows.values(), main=bot.main, error_flow=bot.error_flow, languages=bot.languages)


def run_chats(bot: Draft, names: Collection[str] = ()) -> Report:
    """Run the bot's chats, or those of these names, against its flows as they are now."""
    chats, broken = load_chats(bot.folder)
    if names:
        chats = [chat for chat in chats if chat.name in names]
        broken = [error for error in broken if Path(error.path).name.removesuffix(ENDING) in names]
    program = program_of(bot)
    results = tuple(run(program, chat) for chat in chats)
    return Report(results, tuple(broken), Coverage.of(bot.flows, results))
