"""What Intercom sends of conversations, as JSON. What differs from version to version is in `Shape`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flowdesigner.sandbox.conversation import Assignee, Attachment, Conversation, Part
from flowdesigner.sandbox.markup import to_text
from flowdesigner.sandbox.people import Author
from flowdesigner.sandbox.people_shapes import tag_data
from flowdesigner.sandbox.workspace import Workspace

Json = dict[str, Any]
MOST_PARTS = 500
VERSIONS = ("2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "2.10", "2.11", "2.12", "2.13", "2.14", "2.15", "2.16")
NEWEST = VERSIONS[-1]


@dataclass(frozen=True, slots=True)
class Shape:
    """How things look: text plain or as HTML, nobody as 0 or null, no priority as `none` or `not_priority`."""

    plain: bool = False
    unassigned: int | None = 0
    no_priority: str = "none"
    quick_reply_field: str = "quick_reply_uuid"

    @classmethod
    def of_answers(cls, version: str, *, plain: bool = False) -> Shape:
        """Of the API: text is plain when the call asks for it."""
        newest = version == NEWEST
        return cls(plain, 0 if newest else None, "none" if newest else "not_priority")

    @classmethod
    def of_notifications(cls, version: str, quick_reply_field: str = "quick_reply_uuid") -> Shape:
        """Of notifications: text is plain from 2.15 on; the version is the app's, whatever calls ask for."""
        answers = cls.of_answers(version, plain=version in VERSIONS[-2:])
        return cls(answers.plain, answers.unassigned, answers.no_priority, quick_reply_field)

    def text(self, html: str) -> str:
        """A body."""
        return to_text(html) if self.plain else html


def author_data(author: Author) -> Json:
    """The author of a part; an email that nobody knows is left out."""
    data: Json = {"type": author.type, "id": author.id, "name": author.name}
    if author.email:
        data["email"] = author.email
    if author.type == "bot":
        data |= {"from_ai_agent": False, "is_ai_answer": False}
    return data


def attachment_data(attachment: Attachment) -> Json:
    """A file that came along."""
    return {
        "type": "upload", "name": attachment.name, "url": attachment.url, "content_type": attachment.content_type,
        "filesize": attachment.size,
    }  # fmt: skip


def part_data(part: Part, shape: Shape) -> Json:
    """One thing that happened."""
    return {
        "type": "conversation_part", "id": part.id, "part_type": part.type, "body": shape.text(part.body) or None,
        "created_at": part.created_at, "updated_at": part.created_at, "notified_at": part.created_at,
        "assigned_to": assigned_data(part.assigned_to), "author": author_data(part.author),
        "attachments": [attachment_data(one) for one in part.attachments], "external_id": None, "redacted": False,
        "metadata": _metadata(part, shape), "email_message_metadata": None, "state": part.state, "tags": [],
        "event_details": {}, "app_package_code": None,
    }  # fmt: skip


def _metadata(part: Part, shape: Shape) -> Json:
    if part.options:
        return {"quick_reply_options": [{"text": option.text, "uuid": option.uuid} for option in part.options]}
    return {shape.quick_reply_field: part.pressed} if part.pressed else {}


def assigned_data(to: Assignee | None) -> Json | None:
    """Whom it went to; null for nobody."""
    return {"type": to.type, "id": to.id} if to else None


def conversation_data(
    workspace: Workspace, conversation: Conversation, shape: Shape, parts: Sequence[Part] | None = None
) -> Json:
    """A conversation; with `parts`, those of them, at most 500."""
    contact = workspace.contacts[conversation.contact_id]
    data = {
        "type": "conversation", "id": conversation.id, "created_at": conversation.created_at,
        "updated_at": conversation.updated_at, "waiting_since": conversation.waiting_since,
        "snoozed_until": conversation.snoozed_until, "source": source_data(conversation, shape),
        "contacts": {"type": "contact.list", "contacts": [
            {"type": "contact", "id": contact.id, "external_id": contact.external_id}]},
        "first_contact_reply": {"created_at": conversation.created_at, "type": conversation.source_type,
                                "url": conversation.url},
        "admin_assignee_id": int(conversation.admin_id) if conversation.admin_id else shape.unassigned,
        "team_assignee_id": int(conversation.team_id) if conversation.team_id else shape.unassigned,
        "open": conversation.state != "closed", "state": conversation.state, "read": conversation.read,
        "tags": {"type": "tag.list", "tags": [
            tag_data(workspace, id, *put_on) for id, put_on in conversation.tags.items()]},
        "priority": shape.no_priority, "sla_applied": None, "statistics": _statistics(conversation),
        "conversation_rating": _rating(conversation), "teammates": _teammates(conversation),
        "title": conversation.title, "custom_attributes": conversation.custom_attributes,
        "topics": {"type": "topic.list", "topics": [], "total_count": 0},
        "ticket": {"type": "ticket", "id": conversation.ticket_id} if conversation.ticket_id else None,
        "linked_objects": {"type": "list", "data": [], "total_count": 0, "has_more": False},
        "ai_agent": None, "ai_agent_participated": False,
    }  # fmt: skip
    return data if parts is None else data | {"conversation_parts": parts_data(parts, shape)}


def parts_data(parts: Sequence[Part], shape: Shape) -> Json:
    """A list of parts, the newest 500."""
    listed = [part_data(part, shape) for part in parts[-MOST_PARTS:]]
    return {"type": "conversation_part.list", "conversation_parts": listed, "total_count": len(parts)}


def source_data(conversation: Conversation, shape: Shape) -> Json:
    """How it began."""
    first = conversation.first
    author = {"type": first.author.type, "id": first.author.id, "name": first.author.name, "email": first.author.email}
    return {
        "type": conversation.source_type, "id": first.id, "delivered_as": "customer_initiated", "subject": "",
        "body": shape.text(first.body), "author": author,
        "attachments": [attachment_data(one) for one in first.attachments], "url": conversation.url, "redacted": False,
    }  # fmt: skip


def _rating(conversation: Conversation) -> Json | None:
    rating = conversation.rating
    if rating is None:
        return None
    return {
        "rating": rating.rating, "remark": rating.remark, "created_at": rating.created_at,
        "contact": {"type": "contact", "id": conversation.contact_id},
        "teammate": {"type": "admin", "id": rating.teammate_id or None},
    }  # fmt: skip


def _statistics(conversation: Conversation) -> Json:
    """What can be counted; times that there are none of are left out."""
    assignments = [part for part in conversation.parts if part.type.startswith("assign")]
    closes = [part for part in conversation.parts if part.type == "close"]
    spoken = [part for part in conversation.parts if part.author.type == "admin" and part.body and part.type != "note"]
    data: Json = {"type": "conversation_statistics", "first_contact_reply_at": conversation.created_at}
    named = {"assignment": assignments, "close": closes, "admin_reply": spoken}
    for name, parts in named.items():
        if parts:
            data |= {f"first_{name}_at": parts[0].created_at, f"last_{name}_at": parts[-1].created_at}
    if closes:
        data["last_closed_by_id"] = closes[-1].author.id
    wrote = [part.created_at for part in conversation.messages if part.is_by_customer]
    return data | {
        "last_contact_reply_at": wrote[-1],
        "count_reopens": sum(part.type in ("open", "assign_and_reopen") for part in conversation.parts),
        "count_assignments": len(assignments), "count_conversation_parts": len(conversation.parts),
    }  # fmt: skip


def _teammates(conversation: Conversation) -> Json:
    ids = dict.fromkeys(part.author.id for part in conversation.parts if part.author.type == "admin")
    return {"type": "admin.list", "teammates": [{"type": "admin", "id": id} for id in ids]}
