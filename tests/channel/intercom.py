"""Conversations and notifications as Intercom sends them, for the tests of the channel."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from typing import Any

from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.intercom.notification import Notification, parse
from flowdesigner.intercom.objects import Conversation

APP, AGENT, BOT_TEAM, PEOPLE, TOM = "abc123", "814860", "5017690", "5017691", "814861"
START = 1_790_000_000
MIA = {"type": "user", "id": "u1", "name": "Mia Novak", "email": "mia@example.com"}
BOT = {"type": "admin", "id": AGENT, "name": "Flow Bot", "email": "bot@example.com"}
TEAMMATE = {"type": "admin", "id": TOM, "name": "Tom Weiss", "email": "tom@example.com"}
FIN = {"type": "bot", "id": "1", "name": "Fin", "email": "operator@intercom.io"}
_ids = itertools.count(1)

SETTINGS = ChannelSettings(app_id=APP, bot_teams=(BOT_TEAM,), bot_agent=AGENT)
CHANNEL = Channel(settings=SETTINGS)


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(START + seconds, UTC)


def part(
    author: dict[str, Any], body: str | None = None, *, at: int = 10, kind: str = "comment", **more: Any
) -> dict[str, Any]:
    return {
        "type": "conversation_part", "id": f"p{next(_ids)}", "part_type": kind, "body": body,
        "created_at": START + at, "updated_at": START + at, "notified_at": START + at, "assigned_to": None,
        "author": author, "attachments": [], "external_id": None, "redacted": False, "metadata": {},
    } | more  # fmt: skip


def assignment(author: dict[str, Any], to: str | None, *, at: int = 10, body: str | None = None) -> dict[str, Any]:
    kind = "team" if to in (BOT_TEAM, PEOPLE) else "admin"
    target = None if to is None else {"type": kind, "id": to}
    return part(author, body, at=at, kind="assignment", assigned_to=target)


def item(
    *parts: dict[str, Any],
    team: int | str | None = None,
    admin: int | str | None = None,
    first: str = "<p>Hello</p>",
    **more: Any,
) -> dict[str, Any]:
    return {
        "type": "conversation", "id": "c1", "created_at": START, "updated_at": START + 99, "waiting_since": None,
        "snoozed_until": None, "state": "open", "open": True, "read": False, "title": None,
        "source": {
            "type": "conversation", "id": "s1", "delivered_as": "customer_initiated", "subject": "", "body": first,
            "author": MIA, "attachments": [], "url": None, "redacted": False,
        },
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "u1", "external_id": "70"}]},
        "admin_assignee_id": admin, "team_assignee_id": team, "tags": {"type": "tag.list", "tags": []},
        "custom_attributes": {}, "conversation_parts": {
            "type": "conversation_part.list", "conversation_parts": list(parts), "total_count": len(parts),
        },
    } | more  # fmt: skip


def notification(topic: str, conversation: dict[str, Any], *, app: str = APP, id: str | None = "n1") -> Notification:
    envelope = {
        "type": "notification_event", "app_id": app, "id": id, "topic": f"conversation.{topic}",
        "created_at": START + 100, "first_sent_at": START + 100, "delivery_attempts": 1, "delivery_status": "pending",
        "delivered_at": 0, "links": {}, "self": None,
        "data": {"type": "notification_event_data", "item": conversation},
    }  # fmt: skip
    return parse(json.dumps(envelope).encode())


def read(conversation: dict[str, Any]) -> Conversation:
    """The conversation as the API gives it."""
    return Conversation.model_validate(conversation)
