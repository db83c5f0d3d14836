"""Customers' messages, as they stand in a conversation's first message and in its parts."""

from __future__ import annotations

from collections.abc import Iterable

from flowdesigner.channel.facts import facts_of, is_customer
from flowdesigner.channel.text import plain
from flowdesigner.flow.event import CustomerMessage
from flowdesigner.intercom.objects import Attachment, Conversation, Part

LONGEST_TEXT = 20_000
"""Characters of one message that the bot takes in; it is made for what people type, it is no store for files."""
MOST_ATTACHMENTS = 50


def message_of(part: Part, conversation: Conversation) -> CustomerMessage | None:
    """What the customer said in this part; None when it says nothing (a state that changed)."""
    message = CustomerMessage(
        at=part.created_at or conversation.updated_at,
        facts=facts_of(conversation),
        text=plain(part.body)[:LONGEST_TEXT],
        option=option_of(part),
        id=part.id,
        attachments=addresses(part.attachments),
    )
    return message if message.text or message.option or message.attachments else None


def first_message(conversation: Conversation) -> CustomerMessage | None:
    """What the customer began the conversation with; None when somebody else began it."""
    source = conversation.source
    if source is None or not is_customer(source.author):
        return None
    return CustomerMessage(
        at=conversation.created_at,
        facts=facts_of(conversation),
        text=plain(source.body)[:LONGEST_TEXT],
        id=first_key(conversation.id),
        attachments=addresses(source.attachments),
    )


def first_key(conversation_id: str) -> str:
    """The name of a conversation's first message, which is in no part."""
    return f"message:first of {conversation_id}"


def addresses(attachments: Iterable[Attachment]) -> tuple[str, ...]:
    """Where the files that came along can be fetched."""
    return tuple(attachment.url for attachment in attachments if attachment.url)[:MOST_ATTACHMENTS]


def option_of(part: Part) -> str:
    """The uuid of the quick reply that was pressed; which of the two fields has it is not documented."""
    metadata = part.metadata or {}
    pressed = metadata.get("quick_reply_option_uuid") or metadata.get("quick_reply_uuid") or ""
    return str(pressed)


def joined(messages: list[CustomerMessage]) -> CustomerMessage:
    """Several messages in a row as one answer, which bears the last one's id and time."""
    last = messages[-1]
    return CustomerMessage(
        at=last.at,
        facts=last.facts,
        text="\n".join(message.text for message in messages if message.text)[:LONGEST_TEXT],
        option=last.option,
        id=last.id,
        attachments=tuple(url for message in messages for url in message.attachments)[:MOST_ATTACHMENTS],
        goes_on=last.goes_on,
    )
