"""Conversations that are under way, written to the bot's store as the runner would."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from flowdesigner.bot import Bot
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.store import conversations
from flowdesigner.store.commit import Progress, commit
from tests.store.samples import NOON, claimed


def stand(folder: Path, conversation: str, block: str, revision: int) -> None:
    """A conversation that waits at this block of this version."""
    session = Session(conversation=conversation, status="waiting", wait="reply", position=Position("main", block))
    store = Bot.load(folder).store()
    lease = claimed(store, conversation)
    done = list(range(1, 100))
    progress = Progress(session=session.to_data(), status="waiting", revision=revision, timer_at=None, finished=done)

    def rest(conn: Connection) -> None:
        commit(conn, lease, progress, NOON)
        assert conversations.rest(conn, lease)

    store.write(rest)
    store.close()


def versions_of(folder: Path) -> list[int]:
    """The version that each conversation under way is on."""
    store = Bot.load(folder).store()
    found = store.read(conversations.under_way_by_revision)
    store.close()
    return sorted(number for number, count in found.items() for _ in range(count))
