"""Moves a bot's state to another database, while nobody runs the bot: what `flowdesigner move-store` does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flowdesigner.bot import STATE
from flowdesigner.errors import StoreError
from flowdesigner.runner.locks import engine_lock, supervisor_lock
from flowdesigner.runner.registry import find
from flowdesigner.settings import DATABASE_URL, SECRET_KEY, from_environment
from flowdesigner.store.copying import Tell
from flowdesigner.store.keys import Keyring
from flowdesigner.store.place import database_url, is_shared, place_of_bot
from flowdesigner.store.relocation import Relocation, shown

OWN_FILE = "file"
"""As the new place: the file in the bot's own folder."""


def move_store(bot_folder: Path, to: str, environ: Mapping[str, str], tell: Tell) -> list[str]:
    """Move it; what is to be done now, in words. StoreError and AlreadyRunningError say why it was not moved."""
    folder = bot_folder.resolve()
    if (running := find(folder)) is not None:
        raise StoreError(
            f"This bot runs: {running}. Stop it first, then move its state: flowdesigner stop {bot_folder}"
        )
    own = folder / STATE / "bot.sqlite"
    source = database_url(place_of_bot(from_environment(DATABASE_URL, environ), folder, own))
    target = database_url(place_of_bot(None if to == OWN_FILE else to, folder, own))
    with supervisor_lock(folder), engine_lock(folder):
        Relocation(source, target, tell).run()
    given = to.replace("{bot}", folder.name)
    is_own = not is_shared(target) and Path(str(target.database)) == own
    told = "is not to be set any more" if is_own else f"is to be {_without_password(given)}"
    return [
        f"Moved the state of the bot in {bot_folder} to {shown(target)}.",
        f"From now on {DATABASE_URL} {told}, for whatever runs or opens this bot: runners, the designer, commands.",
        f"What is in {shown(source)} stays as a backup, and is opened by nobody any more.",
        f"Secrets stay encrypted with the same key: {_key(environ)}; whoever runs the bot needs it as before.",
        "The draft, its edits and the bot's files stay in the bot's folder.",
    ]


def _without_password(given: str) -> str:
    return shown(database_url(given)) if "://" in given else given


def _key(environ: Mapping[str, str]) -> str:
    given = from_environment(SECRET_KEY, environ)
    return f"the one in {SECRET_KEY}" if given is not None else str(Keyring(environ).place())
