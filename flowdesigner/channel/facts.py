"""What the bot knows of a customer without asking: system variables made from Intercom's conversation and contact."""

from __future__ import annotations

from flowdesigner.flow.event import Value
from flowdesigner.flow.medium import SOURCE_TYPE
from flowdesigner.flow.system_variables import CONTACT_ID, CONVERSATION_ID
from flowdesigner.intercom.objects import Author, Contact, Conversation

LONGEST_FACT = 200
CUSTOMERS = frozenset({"user", "lead", "contact", "visitor"})


def facts_of(conversation: Conversation, contact: Contact | None = None) -> dict[str, Value]:
    """The system variables; those that nobody knows are left out."""
    author = customer_of(conversation)
    name = (contact.name if contact else None) or (author.name if author else None) or ""
    first, _, last = name.strip().partition(" ")
    found: dict[str, str | None] = {
        "firstname": first,
        "lastname": last.strip(),
        "intercom_user_email": (contact.email if contact else None) or (author.email if author else None),
        "intercom_user_type": (contact.role if contact else None) or (author.type if author else None),
        CONVERSATION_ID: conversation.id,
        CONTACT_ID: (contact.id if contact else None) or contact_id(conversation),
        SOURCE_TYPE: conversation.source.type if conversation.source else None,
    }
    return {fact: value[:LONGEST_FACT] for fact, value in found.items() if value}


def customer_of(conversation: Conversation) -> Author | None:
    """The customer as the newest part of theirs names them, else as the first message does."""
    authors = [part.author for part in reversed(conversation.parts)]
    if conversation.source:
        authors.append(conversation.source.author)
    return next((author for author in authors if is_customer(author)), None)


def contact_id(conversation: Conversation) -> str:
    """The customer's id as a contact; of several that take part, the one who wrote last. "" when nobody is known."""
    author = customer_of(conversation)
    known = [contact.id for contact in conversation.contacts]
    return author.id if author is not None and (author.id in known or not known) else next(iter(known), "")


def is_customer(author: Author | None) -> bool:
    """Whether a customer wrote it; Intercom names them by how much it knows of them."""
    return author is not None and author.type in CUSTOMERS
