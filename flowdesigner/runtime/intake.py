"""Takes notifications in: into the inbox, before they are acknowledged; and notes for people what has arrived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flowdesigner.channel.ownership import is_for, part_key
from flowdesigner.channel.settings import Channel
from flowdesigner.intercom.notification import Notification
from flowdesigner.store import channels, inbox
from flowdesigner.store.inbox import Arrival
from flowdesigner.store.store import Store
from flowdesigner.store.transaction import Transaction

NOTED_AGAIN = timedelta(seconds=5)
"""A topic is noted at most so often; each note is a write."""


class Intake:
    """The way in. `channel` gives the present channel, `clock` the time."""

    def __init__(self, store: Store, channel: Callable[[], Channel], clock: Callable[[], datetime]) -> None:
        self._store = store
        self._channel = channel
        self._clock = clock
        self._noted: dict[str, datetime] = {}

    async def take_in(self, notification: Notification, raw: bytes, *, keep: bool) -> tuple[int, ...]:
        """Keep the notification, and note its topic; the conversations that it woke. Returns after the commit.

        Without `keep` only the topic is noted: the bot does not answer yet.
        """
        settings, now = self._channel().settings, self._clock()
        if notification.app_id and not is_for(notification, settings):
            return ()
        arrival = self._arrival(notification, raw, now) if keep else None
        is_news = self._is_news(notification.topic, now)
        if arrival is None and not is_news:
            return ()

        def write(conn: Transaction) -> tuple[int, ...]:
            if is_news:
                channels.saw(conn, settings.name, notification.topic, now)
            return inbox.take_in(conn, [arrival]).woken if arrival is not None else ()

        return await self._store.writer.run(write)

    async def note_bad_signature(self) -> None:
        """A body came that no client secret has signed."""
        now = self._clock()
        if self._is_news(channels.BAD_SIGNATURE, now):
            name = self._channel().settings.name
            await self._store.writer.run(lambda conn: channels.saw_bad_signature(conn, name, now))

    def _is_news(self, what: str, now: datetime) -> bool:
        if what in self._noted and now - self._noted[what] < NOTED_AGAIN:
            return False
        self._noted[what] = now
        return True

    def _arrival(self, notification: Notification, raw: bytes, now: datetime) -> Arrival | None:
        conversation = notification.conversation
        if conversation is None:
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
