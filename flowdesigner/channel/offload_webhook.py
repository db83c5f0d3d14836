"""What the offload webhook is told: the conversation so far, and what the bot wants for it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from flowdesigner.channel.call import Call
from flowdesigner.channel.facts import customer_of, is_customer
from flowdesigner.channel.reading import in_order
from flowdesigner.channel.text import plain
from flowdesigner.intercom.objects import Author, Conversation

SIGNATURE = "X-Flowdesigner-Signature"
SECRET = "offload_webhook"  # noqa: S105 (the secret's name)
MOST_LINES = 200
LONGEST_LINE = 4_000


def body_for(call: Call, conversation: Conversation) -> dict[str, Any]:
    """JSON: the conversation's id, who the customer is, the transcript (oldest first), team, tags, attributes, note."""
    what, customer = call.payload, customer_of(conversation)
    return {
        "conversationId": conversation.id,
        "customer": {"id": customer.id, "name": customer.name, "email": customer.email} if customer else None,
        "team": what["team"],
        "tags": what["tags"],
        "attributes": what["attributes"],
        "note": plain(what["note"]),
        "transcript": transcript(conversation, call.agent),
    }


def transcript(conversation: Conversation, agent: str) -> list[dict[str, Any]]:
    """What was said, without notes for people: `{at, by, text}`; `at` is ISO 8601, `by` customer, bot or teammate."""
    first = conversation.source
    said = [(conversation.created_at, first.author, first.body)] if first else []
    said += [
        (part.created_at or conversation.created_at, part.author, part.body)
        for part in in_order(conversation)
        if part.part_type != "note"
    ]
    lines = [
        {"at": at.isoformat(), "by": speaker(author, agent), "text": text[:LONGEST_LINE]}
        for at, author, body in said
        if (text := plain(body))
    ]
    return lines[-MOST_LINES:]


def speaker(author: Author | None, agent: str) -> str:
    """Who spoke."""
    if is_customer(author):
        return "customer"
    return "bot" if author is not None and (author.type == "bot" or author.id == agent) else "teammate"


def signature(body: bytes, secret: str) -> str:
    """`sha256=` and the HMAC of the exact bytes."""
    return f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"


def outcome(answer: Mapping[str, Any] | object) -> tuple[bool, bool]:
    """Whether the conversation was taken, and whether the bot is to pause; both unless the answer says otherwise."""
    told = answer if isinstance(answer, Mapping) else {}
    return told.get("offloadSuccess") is not False, told.get("pauseBot") is not False
