"""Notifications as Intercom words them: the envelope around a conversation with the part that caused it."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from flowdesigner.sandbox.settings import Settings
from flowdesigner.sandbox.shapes import Shape, conversation_data
from flowdesigner.sandbox.workspace import Happening, Workspace

Json = dict[str, Any]


def item_of(workspace: Workspace, happening: Happening, settings: Settings) -> Json:
    """What the notification is about."""
    conversation, part = happening.conversation, happening.part
    if happening.topic == "conversation.deleted":
        return {"type": "conversation", "id": conversation.id, "deleted": True}
    shape = Shape.of_notifications(settings.notification_version, settings.quick_reply_field)
    return conversation_data(workspace, conversation, shape, [part] if part else [])


def envelope(workspace: Workspace, topic: str, item: Json) -> Json:
    """Everything but what changes with each delivery."""
    return {
        "type": "notification_event", "app_id": workspace.app_id,
        "data": {"type": "notification_event_data", "item": item}, "links": {},
        "id": f"notif_{uuid4()}", "topic": topic, "delivery_status": "pending", "delivery_attempts": 1,
        "delivered_at": 0, "first_sent_at": workspace.now, "created_at": workspace.now, "self": None,
    }  # fmt: skip


def ping(workspace: Workspace) -> Json:
    """What Intercom sends when the owner wants to see whether somebody answers."""
    item = {"type": "ping", "message": "This is a test notification of the sandbox."}
    return envelope(workspace, "ping", item) | {"id": None, "delivery_status": None}


def encoded(notification: Json, attempt: int) -> bytes:
    """The bytes of one delivery, which are what is signed."""
    return json.dumps({**notification, "delivery_attempts": attempt}, separators=(",", ":")).encode()
