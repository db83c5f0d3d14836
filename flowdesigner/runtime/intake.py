"""Takes notifications in: into the inbox, before they are acknowledged; and notes for people what has arrived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flowdesigner.channel.ownership import part_key
from flowdesigner.intercom.notification import Notification
from flowdesigner.runtime.beginning import Beginning
from flowdesigner.runtime.intervention import OURS
from flowdesigner.runtime.workspaces import Workspaces
from flowdesigner.store import channels, inbox
from flowdesigner.store.inbox import Arrival, TakenIn
from flowdesigner.store.store import Store
from flowdesigner.store.transaction import Transaction


def take_in(conn: Transaction, arrival: Arrival) -> TakenIn:
    """Keep a notification, for a worker to act on."""
    return inbox.take_in(conn, [arrival])


NOTED_AGAIN = timedelta(seconds=5)
"""A topic is noted at most so often; each note is a write."""


class Intake:
    """The way in. `workspaces` gives those of the bot, `clock` the time."""

    def __init__(self, store: Store, workspaces: Callable[[], Workspaces], clock: Callable[[], datetime]) -> None:
        self._store = store
        self._workspaces = workspaces
        self._clock = clock
        self._noted: dict[tuple[str, str], datetime] = {}

    async def take_in(
        self, notification: Notification, raw: bytes, *, keep: bool, beginning: Beginning | None = None
    ) -> TakenIn | None:
        """Keep the notification, and note its topic; what it woke, None when it was not kept. Returns after the commit.

        Without `keep`, and where the bot lacks something to answer, only the topic is noted. An app's webhook serves
        all workspaces that installed it: those of others are no concern of the bot's. With `beginning`, what
        it wakes is begun in the same commit; where that fails, the notification is kept all the same.
        """
        now, workspaces = self._clock(), self._workspaces()
        workspace = workspaces.of(notification.app_id)
        if workspace is None:
            return None
        keep = keep and workspaces.answering(notification.app_id) is not None
        arrival = self._arrival(notification, raw, now) if keep else None
        name = workspace.channel.settings.name
        is_news = self._is_news(name, notification.topic, now)
        if arrival is None and not is_news:
            return None

        def write(conn: Transaction, keep: Callable[[Transaction, Arrival], TakenIn] = take_in) -> TakenIn | None:
            if is_news:
                channels.saw(conn, name, notification.topic, now)
            return keep(conn, arrival) if arrival is not None else None

        about = notification.conversation.id if notification.conversation is not None else None
        if beginning is None or arrival is None:
            return await self._store.writer.run(write, about=about)
        return await self._begin(beginning, write, about)

    async def _begin(
        self, beginning: Beginning, write: Callable[..., TakenIn | None], about: str | None
    ) -> TakenIn | None:
        try:
            taken = await self._store.writer.run(lambda conn: write(conn, beginning.begin), about=about)
            beginning.keep()
            return taken
        except BaseException as error:
            beginning.forget()
            if not isinstance(error, Exception):
                raise
        # Whatever is wrong with the conversation is said by the worker that looks at it next.
        return await self._store.writer.run(write, about=about)

    async def note_bad_signature(self) -> None:
        """A body came that no client secret has signed; nobody knows for which channel it was meant."""
        now = self._clock()
        names = [workspace.channel.settings.name for workspace in self._workspaces()]
        news = [name for name in names if self._is_news(name, channels.BAD_SIGNATURE, now)]

        def write(conn: Transaction) -> None:
            for name in news:
                channels.saw_bad_signature(conn, name, now)

        if news:
            await self._store.writer.run(write)

    def _is_news(self, channel: str, what: str, now: datetime) -> bool:
        before = self._noted.get((channel, what))
        if before is not None and abs(now - before) < NOTED_AGAIN:
            return False
        self._noted[channel, what] = now
        return True

    def _arrival(self, notification: Notification, raw: bytes, now: datetime) -> Arrival | None:
        conversation = notification.conversation
        if conversation is None or notification.topic.startswith(OURS):
            return None
        part = notification.part
        written = part.created_at if part is not None else conversation.created_at
        return Arrival(
            app_id=notification.app_id,
            conversation_id=conversation.id,
            notification_id=notification.id,
            part_key=part_key(notification),
            topic=notification.topic,
            body=raw.decode("utf-8", "replace"),
            part_at=written,
            received_at=now,
        )
