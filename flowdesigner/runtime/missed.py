"""`Missed`: customers' messages whose notification never came. Intercom sends a lost one never again.

Conversations of the bot that changed since the last look are read; what a customer wrote in them and nobody answered
is taken in as if it had been told. What was told already has been seen and does nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta

from flowdesigner.channel.facts import is_customer
from flowdesigner.channel.messages import first_key, first_message, message_of
from flowdesigner.channel.ownership import is_ours
from flowdesigner.channel.reading import in_order, is_answer
from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.errors import NotFoundError
from flowdesigner.intercom.answers import Json
from flowdesigner.intercom.client import Intercom
from flowdesigner.intercom.objects import Conversation
from flowdesigner.runtime.spans import is_ahead
from flowdesigner.runtime.workspaces import Workspace
from flowdesigner.store import inbox
from flowdesigner.store.inbox import Arrival
from flowdesigner.store.store import Store

log = logging.getLogger(__name__)

LOOKED_UNTIL = "looked_for_missed_until.{}"
MARGIN = timedelta(minutes=5)
"""So far back each look reaches into the time of the one before: clocks differ, and searches lag behind."""
FARTHEST = timedelta(hours=24)
"""What customers wrote longer ago is for people."""
MOST = 500
"""Conversations of one look."""


class Missed:
    """Looks for them; `clock` gives the time."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def look(self, workspace: Workspace) -> tuple[int, ...]:
        """Take in what was missed; the conversations to wake. A workspace's first look of all only notes the time."""
        now, settings, intercom = self._clock(), workspace.channel.settings, workspace.intercom
        noted = LOOKED_UNTIL.format(settings.app_id)
        since = await asyncio.to_thread(self._since, noted, now)
        woken: list[int] = []
        if since is not None and (settings.bot_teams or settings.bot_agent):
            async for found in changed(intercom, settings, since):
                woken += await self._take_in(intercom, settings, found.id, since)
        await asyncio.to_thread(self._store.settings.set, noted, now.isoformat())
        return tuple(woken)

    def _since(self, noted: str, now: datetime) -> datetime | None:
        text = self._store.settings.get(noted)
        if not isinstance(text, str):
            return None
        before = datetime.fromisoformat(text)
        # Where the clock was set back nobody knows how long ago it was.
        return now - FARTHEST if is_ahead(before, now) else max(before - MARGIN, now - FARTHEST)

    async def _take_in(
        self, intercom: Intercom, settings: ChannelSettings, id: str, since: datetime
    ) -> tuple[int, ...]:
        try:
            raw = await intercom.conversations.raw(id)
        except NotFoundError:
            return ()
        arrivals = list(arrivals_of(raw, settings, since, self._clock()))
        taken = await self._store.writer.run(lambda conn: inbox.take_in(conn, arrivals)) if arrivals else None
        if taken is None or not taken.fresh:
            return ()
        log.warning("%s messages in conversation %s were never told; they are answered now", taken.fresh, id)
        return taken.woken


async def changed(intercom: Intercom, settings: ChannelSettings, since: datetime) -> AsyncIterator[Conversation]:
    """The bot's conversations that changed since, at most so many."""
    whose = [{"field": "team_assignee_id", "operator": "=", "value": team} for team in settings.bot_teams]
    if settings.bot_agent:
        whose.append({"field": "admin_assignee_id", "operator": "=", "value": settings.bot_agent})
    recent = {"field": "updated_at", "operator": ">", "value": int(since.timestamp())}
    seen = 0
    async for found in intercom.conversations.search(
        {"operator": "AND", "value": [recent, {"operator": "OR", "value": whose}]}
    ):
        yield found
        seen += 1
        if seen >= MOST:
            log.warning("more than %s conversations changed since %s; the others are left to people", MOST, since)
            return


def arrivals_of(raw: Json, settings: ChannelSettings, since: datetime, now: datetime) -> Iterator[Arrival]:
    """What the customer wrote since then and nobody has answered, as the notifications that should have come."""
    conversation = Conversation.model_validate(raw)
    if conversation.state == "closed" or not is_ours(conversation, settings):
        return
    parts = {str(part.get("id")): part for part in (raw.get("conversation_parts") or {}).get("conversation_parts", ())}
    unanswered: list[Arrival] = []
    if first_message(conversation) is not None and conversation.created_at >= since:
        key, written = first_key(conversation.id), conversation.created_at
        unanswered.append(arrival(raw, settings, "conversation.user.created", key, None, written, now))
    for part in in_order(conversation):
        written = part.created_at or conversation.updated_at
        if is_answer(part, settings):
            unanswered.clear()
        elif is_customer(part.author) and message_of(part, conversation) is not None and written >= since:
            key = f"message:{part.id}"
            unanswered.append(arrival(raw, settings, "conversation.user.replied", key, parts[part.id], written, now))
    yield from unanswered


def arrival(
    raw: Json, settings: ChannelSettings, topic: str, key: str, part: Json | None, written: datetime, now: datetime
) -> Arrival:
    """The notification as Intercom would have sent it."""
    item = {**raw, "conversation_parts": {"conversation_parts": [part] if part else []}}
    body = {
        "type": "notification_event",
        "app_id": settings.app_id,
        "id": f"missed {key}",
        "topic": topic,
        "created_at": int(written.astimezone(UTC).timestamp()),
        "data": {"item": item},
    }
    return Arrival(
        app_id=settings.app_id,
        conversation_id=str(raw["id"]),
        notification_id=f"missed {key}",
        part_key=key,
        topic=topic,
        body=json.dumps(body),
        part_at=written,
        received_at=now,
    )
