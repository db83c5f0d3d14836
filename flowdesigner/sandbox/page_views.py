"""What the sandbox's own pages show, as JSON: the messenger for the customer, the inbox for the team, and settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flowdesigner.sandbox.conversation import Conversation, Part
from flowdesigner.sandbox.courier import Delivery
from flowdesigner.sandbox.markup import to_text
from flowdesigner.sandbox.people import Contact
from flowdesigner.sandbox.settings_form import shown
from flowdesigner.sandbox.shapes import VERSIONS

if TYPE_CHECKING:
    from flowdesigner.sandbox.sandbox import Sandbox

Json = dict[str, Any]
NAMELESS = "Visitor"
SHOWN = 12
"""Deliveries, the newest ones."""
TEAM_ONLY = frozenset({"note", "assignment", "assign_and_reopen", "snoozed", "unsnoozed", "open"})
"""Of these the customer sees the text, if there is any and it is no note, but not that they happened."""


def state(sandbox: Sandbox) -> Json:
    """Everybody, and the settings."""
    workspace, settings = sandbox.workspace, sandbox.settings
    return {
        "workspace": workspace.name,
        "app_id": workspace.app_id,
        "admins": [
            {"id": one.id, "name": one.name, "is_bot": one.speaks_for_bots, "has_seat": one.has_inbox_seat}
            for one in workspace.admins.values()
        ],
        "teams": [{"id": one.id, "name": one.name} for one in workspace.teams.values()],
        "contacts": [
            {"id": one.id, "name": named(one), "email": one.email or "", "role": one.role}
            for one in workspace.living_contacts()
        ],
        "settings": shown(settings),
        "versions": list(VERSIONS),
        "deliveries": [delivery_data(sandbox, one) for one in list(sandbox.courier.deliveries)[: -SHOWN - 1 : -1]],
    }


def delivery_data(sandbox: Sandbox, delivery: Delivery) -> Json:
    """A notification on its way, with the customer whose conversation it tells of."""
    conversation = sandbox.workspace.conversations.get(delivery.conversation)
    customer = named(sandbox.workspace.contacts[conversation.contact_id]) if conversation else ""
    return delivery.to_data() | {"customer": customer}


def named(contact: Contact) -> str:
    """What people call a customer."""
    return contact.name or contact.email or NAMELESS


def conversations(sandbox: Sandbox, contact: str = "") -> list[Json]:
    """All, or a customer's, the one that changed last first."""
    found = [one for one in sandbox.workspace.conversations.values() if not contact or one.contact_id == contact]
    found.sort(key=lambda one: (one.updated_at, one.messages[-1].id), reverse=True)
    return [summary(sandbox, one, for_customer=bool(contact)) for one in found]


def summary(sandbox: Sandbox, conversation: Conversation, *, for_customer: bool) -> Json:
    """A conversation as a line of a list."""
    workspace = sandbox.workspace
    shown = [part for part in conversation.messages if says_something(part, for_customer=for_customer)]
    last = shown[-1] if shown else conversation.first
    contact = workspace.contacts[conversation.contact_id]
    admin, team = workspace.admins.get(conversation.admin_id), workspace.teams.get(conversation.team_id)
    return {
        "id": conversation.id,
        "customer": named(contact),
        "email": contact.email or "",
        "contact": conversation.contact_id,
        "state": conversation.state,
        "snoozed_until": conversation.snoozed_until,
        "team": team.name if team else "",
        "team_id": conversation.team_id,
        "admin": admin.name if admin else "",
        "admin_id": conversation.admin_id,
        "is_with_bot": bool(admin and admin.speaks_for_bots),
        "tags": [workspace.tags[id] for id in conversation.tags if id in workspace.tags],
        "updated_at": conversation.updated_at,
        "preview": preview(last),
        "waits": conversation.state == "open" and conversation.waiting_since is not None,
    }


def preview(part: Part) -> str:
    """The first words of a message."""
    if not part.body and part.attachments:
        return "Sent a picture" if part.attachments[0].content_type.startswith("image/") else "Sent a file"
    return to_text(part.body).replace("\n", " ")[:120]


def says_something(part: Part, *, for_customer: bool) -> bool:
    """Whether there are words or pictures in it to be read."""
    return bool(part.body or part.attachments) and not (for_customer and part.type == "note")


def conversation(sandbox: Sandbox, id: str, *, for_customer: bool) -> Json:
    """A conversation with all that one sees of it."""
    found = sandbox.workspace.conversation(id)
    entries = [entry for part in found.messages for entry in entries_of(part, for_customer=for_customer)]
    rating = found.rating.rating if found.rating else None
    buttons = [{"text": option.text, "uuid": option.uuid} for option in found.offered]
    return {
        **summary(sandbox, found, for_customer=for_customer),
        "entries": entries,
        "rating": rating,
        "buttons": buttons,
    }


def entries_of(part: Part, *, for_customer: bool) -> Iterable[Json]:
    """A part as what one sees: a message, a note, buttons, a line about what happened."""
    base = {
        "id": part.id,
        "at": part.created_at,
        "name": part.author.name or NAMELESS,
        "by": "customer" if part.is_by_customer else "team",
    }
    if says_something(part, for_customer=for_customer):
        yield {
            **base,
            "kind": "note" if part.type == "note" else "message",
            "html": part.body,
            "files": [
                {"url": one.url, "name": one.name, "is_image": one.content_type.startswith("image/")}
                for one in part.attachments
            ],
        }
    if part.options and not for_customer:
        yield {**base, "kind": "buttons", "options": [option.text for option in part.options]}
    if (line := happened(part)) and not (for_customer and part.type in TEAM_ONLY):
        yield {**base, "kind": "event", "text": line}


def happened(part: Part) -> str:
    """What was done, in words; "" for a message that is nothing more."""
    who = part.author.name or NAMELESS
    to = part.assigned_to.name if part.assigned_to else ""
    words = {
        "assignment": f"{who} assigned this to {to}" if to else f"{who} unassigned this",
        "assign_and_reopen": f"{who} opened this and assigned it to {to}" if to else f"{who} opened this",
        "close": f"{who} closed the conversation",
        "open": f"{who} opened this again",
        "snoozed": f"{who} snoozed this",
        "unsnoozed": "Back from snooze",
    }
    return words.get(part.type, "")
