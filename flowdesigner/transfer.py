"""A bot as one file to hand on, and the bot of such a file: flows, kept chats and files, never secrets or state."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowdesigner.chats.chat import ENDING, FOLDER, Chat
from flowdesigner.chats.folder import load_chats, save_chat
from flowdesigner.chats.text import chat_from_text, chat_to_text
from flowdesigner.errors import BrokenFileError, DocumentError
from flowdesigner.flow.files import expect, naming
from flowdesigner.flow.files_folder import contents, fetch

if TYPE_CHECKING:
    from flowdesigner.bot import Bot

CHATS = "chats"
FILES = "files"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What such a file has: the bot's document, as a revision keeps it, its kept chats, and its files by their hash."""

    document: dict[str, Any]
    chats: tuple[Chat, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


def pack(bot: Bot) -> str:
    """The bot as JSON; a chat that makes no sense, or a file that is gone, is left out."""
    chats, _ = load_chats(bot.folder)
    kept = {CHATS: {chat.name: chat_to_text(chat) for chat in chats}} if chats else {}
    files = contents(bot.folder, bot.flows, lambda sha256: True)
    kept |= {FILES: {sha256: b64encode(content).decode() for sha256, content in files.items()}} if files else {}
    return json.dumps(bot.data() | kept, ensure_ascii=False, indent=2) + "\n"


def unpack(text: str) -> Parcel:
    """What is in the file; BrokenFileError says where it makes no sense."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise BrokenFileError(f"is not JSON: {error}") from error
    document = dict(expect(data, dict, "$"))
    told = expect(document.pop(CHATS, {}), dict, f"$.{CHATS}")
    encoded = expect(document.pop(FILES, {}), dict, f"$.{FILES}")
    files = {sha256: decoded(expect(one, str, f"$.{FILES}.{sha256}"), sha256) for sha256, one in encoded.items()}
    chats = [
        chat_from_text(expect(chat, str, f"$.{CHATS}.{name}"), name, f"{FOLDER}/{name}{ENDING}")
        for name, chat in told.items()
    ]
    return Parcel(document, tuple(chats), files)


def decoded(text: str, sha256: str) -> bytes:
    """A file's bytes."""
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise BrokenFileError("is not base64", where=f"$.{FILES}.{sha256}") from error


def make_bot(file: Path | str, folder: Path | str) -> Bot:
    """Make the bot of the file in a new folder: all of it, or nothing."""
    from flowdesigner.bot import Bot

    source, place = Path(file), Path(folder)
    try:
        text = source.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise DocumentError(f"{source} cannot be read: {reason}.") from error
    with naming(source):
        parcel = unpack(text)
        bot = Bot.from_data(parcel.document, place)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise DocumentError(f"{place} is in use: choose another folder for the bot.")
    bot.save()
    fetch(place, bot.flows, parcel.files.get)
    keep(parcel.chats, place)
    return bot


def keep(chats: tuple[Chat, ...], folder: Path) -> None:
    """Write the chats into the bot's folder; those of the same name become these."""
    for chat in chats:
        save_chat(folder, chat)
