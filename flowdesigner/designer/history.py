"""A bot's versions: the list, what changed between two of them or since, going to one, restoring one as the draft.

The command and the page (`versions.py`) use it; `None` in place of a version's number is the draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.designer.session import EditingSession
from flowdesigner.errors import StoreError
from flowdesigner.flow.diff import Difference, compare, languages_changed, sentences
from flowdesigner.runtime import moving
from flowdesigner.store.revisions import live_number
from flowdesigner.store.store import Store


@dataclass(frozen=True, slots=True)
class Changes:
    """What `new` changed since `old`, flow by flow and of the whole bot; None is the draft."""

    old: int | None
    new: int | None
    flows: list[Difference]
    whole: list[str]

    @property
    def sentences(self) -> list[str]:
        """In words."""
        return [*self.whole, *sentences(self.flows)]


def document_of(store: Store, number: int) -> dict[str, Any]:
    """What was published; StoreError when there is no such version."""
    revision = store.revisions.get(number)
    if revision is None:
        raise StoreError(f"There is no version {number}.")
    return revision.document


def changes(bot: Bot, store: Store, old: int | None, new: int | None) -> Changes:
    """What `new` changed since `old`."""
    before, after = (
        bot if number is None else Bot.from_data(document_of(store, number), bot.folder) for number in (old, new)
    )
    spoken = languages_changed(before.languages, after.languages)
    return Changes(old, new, compare(before.flows, after.flows), spoken)


def listed(store: Store) -> list[str]:
    """One line for each version, the newest first: number, time, author, note; a star before the live one."""
    live = store.read(live_number)
    return [
        f"{'*' if one.number == live else ' '} {one.number}  {one.published_at.astimezone():%Y-%m-%d %H:%M}"
        f"  {one.author or '-'}  {one.note or '-'}"
        for one in store.revisions.list()
    ]


def go_to(store: Store, number: int, *, move_conversations: bool = False) -> list[str]:
    """Let new conversations follow this version, and those under way if wanted; what was done, in words."""
    store.revisions.go_to(number)
    lines = [f"New conversations use version {number}."]
    found = moving.look(store, document_of(store, number), number)
    if found.all:
        lines.append(str(moving.move(store, number) if move_conversations else found))
    return lines


def restore(folder: Path, store: Store, number: int) -> str:
    """Make the draft in the folder what this version is; what was done, in words."""
    document = document_of(store, number)
    session = EditingSession.open(folder)
    try:
        done = session.restore(document)
    finally:
        session.close()
    return f"The draft is as version {number} {'now' if done else 'already'}."
