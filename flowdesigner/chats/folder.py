"""The chats of a bot's folder: `chats/NAME.chat.txt`. A file that makes no sense is named and left alone."""

from __future__ import annotations

import re
from itertools import chain, count
from pathlib import Path

from flowdesigner.chats.chat import ENDING, FOLDER, Chat
from flowdesigner.chats.text import chat_from_text, chat_to_text
from flowdesigner.errors import BrokenFileError, DocumentError
from flowdesigner.flow.document import slug
from flowdesigner.flow.files import write_atomically


def load_chats(bot: Path | str) -> tuple[list[Chat], list[BrokenFileError]]:
    """The chats in the bot's folder, by name, and why others cannot be read."""
    chats, broken = [], []
    for path in sorted((Path(bot) / FOLDER).glob(f"*{ENDING}"), key=name_of):
        try:
            chats.append(read_chat(path))
        except BrokenFileError as error:
            broken.append(error)
    return chats, broken


def load_chat(bot: Path | str, name: str) -> Chat:
    """The chat of this name; DocumentError when there is none, BrokenFileError with the line when it makes no sense."""
    path = place(bot, name)
    if not path.is_file():
        raise DocumentError(f"There is no chat “{name}” in {path.parent}.")
    return read_chat(path)


def read_chat(path: Path) -> Chat:
    """The chat in the file."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "is not text in UTF-8"
        raise BrokenFileError(f"cannot be read: {reason}", path=str(path), where="line 1") from error
    return chat_from_text(text, name_of(path), str(path))


def name_of(path: Path) -> str:
    """The chat's name: the file's, without the ending."""
    return path.name.removesuffix(ENDING)


def save_chat(bot: Path | str, chat: Chat) -> Path:
    """Write the chat's file, whole or not at all; its path."""
    path = place(bot, chat.name)
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, chat_to_text(chat))
    return path


def remove_chat(bot: Path | str, name: str) -> None:
    """Delete the chat's file; one that is gone already is no error."""
    place(bot, name).unlink(missing_ok=True)


def put_back(bot: Path | str, name: str, text: str) -> None:
    """Make the chat's file what it was, even where that makes no sense."""
    path = place(bot, name)
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, text)


def free_name(bot: Path | str, title: str) -> str:
    """A name made of the title that no file of the bot has yet."""
    stem = slug(title) or "chat"
    wanted = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(name for name in wanted if not place(bot, name).exists())


def place(bot: Path | str, name: str) -> Path:
    """The chat's file; a name that is no plain one could lead out of the folder."""
    if not re.fullmatch(r"\w[\w. -]*", name):
        raise DocumentError(f"“{name}” cannot name a chat's file: use letters, digits, dots, dashes.")
    return Path(bot) / FOLDER / f"{name}{ENDING}"
