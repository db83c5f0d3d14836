"""`BotsFolder`: the bots that stand beside each other in one folder, and new ones among them.

A bot is made apart and moved to its place when it is whole, so that nobody ever meets half of one.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs

from flowdesigner.bot import BOT_FILE, ENDING, Bot
from flowdesigner.errors import BrokenFileError, DocumentError
from flowdesigner.flow.document import slug
from flowdesigner.flow.files import read_json
from flowdesigner.flow.files_folder import fetch
from flowdesigner.transfer import keep, unpack

LONGEST_NAME = 60
QUERY = "bot"
"""Names a bot's folder in the address of the page."""
REASONS = {
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "nothing can be written there",
    errno.ENOENT: "the folder is gone",
    errno.ENOSPC: "the disk is full",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One bot as the list shows it."""

    folder: str
    name: str
    changed_at: datetime


class BotsFolder:
    """The folder at `path`."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def bots(self) -> list[Entry]:
        """All bots in it, by name."""
        heads = [head for head in self.path.glob(f"*/{BOT_FILE}") if not head.parent.name.startswith(".")]
        entries = [Entry(head.parent.name, name_in(head), changed_at(head.parent)) for head in heads]
        return sorted(entries, key=lambda entry: (entry.name.casefold(), entry.folder))

    def find(self, folder: str) -> Path:
        """The bot in the folder of this name; DocumentError when there is none."""
        if folder not in {entry.folder for entry in self.bots()}:
            raise DocumentError(f"There is no bot “{folder}” in {self.path}. Take “?{QUERY}=…” out of the address.")
        return self.path / folder

    def make(self, name: str, example: str = "") -> Bot:
        """A new bot, empty or a copy of the example."""
        return self._add(name, lambda called, place: Bot.create(place, called, example=example or False))

    def make_of_file(self, name: str, text: str) -> Bot:
        """The bot of a file that was exported, with its chats, under this name."""

        def unpacked(called: str, place: Path) -> None:
            parcel = unpack(text)
            bot = Bot.from_data({**parcel.document, "name": called}, place)
            bot.save()
            fetch(place, bot.flows, parcel.files.get)
            keep(parcel.chats, place)

        return self._add(name, unpacked)

    def _add(self, name: str, make: Callable[[str, Path], object]) -> Bot:
        called = " ".join(name.split())
        place = self.path / self._folder_for(called)
        try:
            with TemporaryDirectory(prefix=".new-", dir=self.path) as apart:
                made = Path(apart) / "bot"
                make(called, made)
                Bot.load(made)
                made.rename(place)
        except BrokenFileError as error:
            fault = str(error).removeprefix(f"{error.path}: ").rstrip(".")
            raise DocumentError(f"The file is no bot: {fault}. Choose one that was exported as JSON.") from error
        except OSError as error:
            reason = REASONS.get(error.errno or 0, error.strerror or str(error))
            raise DocumentError(f"The bot could not be made in {self.path}: {reason}.") from error
        return Bot.load(place)

    def _folder_for(self, name: str) -> str:
        """The folder of a new bot of this name; DocumentError when it cannot be called so."""
        if not name:
            raise DocumentError("Give the bot a name.")
        if len(name) > LONGEST_NAME:
            raise DocumentError(f"The name has {len(name)} letters. Find one of {LONGEST_NAME} at most.")
        folder = slug(name)
        if not folder:
            raise DocumentError("The name needs a letter from a to z or a digit, for its folder.")
        if any(entry.name.casefold() == name.casefold() for entry in self.bots()):
            raise DocumentError(f"There is a bot “{name}” already. Find another name.")
        if (self.path / folder).exists():
            raise DocumentError(f"There is a folder “{folder}” already. Find another name.")
        return folder


def asked_for(bot: Path, query: str) -> Path:
    """The bot that the page's address names, beside `bot`; without one, `bot`."""
    wanted = wanted_by(query)
    return BotsFolder(bot.resolve().parent).find(wanted) if wanted else bot


def wanted_by(query: str) -> str:
    """The name of the bot that the page's address names, or ""."""
    return parse_qs(query).get(QUERY, [""])[0]


def name_in(head: Path) -> str:
    """The name in a `bot.json`; its folder's where the file makes no sense."""
    try:
        data = read_json(head)
    except (BrokenFileError, OSError):
        data = None
    name = data.get("name") if isinstance(data, dict) else None
    return name if isinstance(name, str) and name.strip() else head.parent.name


def changed_at(folder: Path) -> datetime:
    """When any of the bot's flows was last written."""
    times = [file.stat().st_mtime for file in (folder / BOT_FILE, *folder.glob(f"*{ENDING}")) if file.exists()]
    return datetime.fromtimestamp(max(times, default=0), UTC)
