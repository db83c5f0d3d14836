"""One server of the designer for many tests: each opens a bot of its own in it, by the page's address."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from flowdesigner.bot import Bot
from flowdesigner.designer.bots_folder import QUERY
from tests.processes import Program, end_bots, own_folders

Address = Callable[[Path], str]
"""Gives the address of a page of the bot in this folder."""


class Server:
    """`flowdesigner design`, which shows any bot that stands beside its first one.

    What its pages let run ends with it.
    """

    def __init__(self, folder: Path) -> None:
        self._bots = folder / "bots"
        first = Bot.create(self._bots / "first", "First").folder
        self._environ = own_folders(folder)
        self._program = Program("design", str(first), "--port", "0", "--no-browser", environ=self._environ)

    def show(self, bot: Path) -> str:
        """The address of a page of this bot, which stays where it is."""
        name = uuid.uuid4().hex
        (self._bots / name).symlink_to(bot, target_is_directory=True)
        address = self._program.wait_for(r"http://\S+")[0]
        return f"{address}&{QUERY}={name}"

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.stop()
        end_bots(self._environ)
