"""What the bot knows of a customer without asking: system variables, made from what Intercom knows."""

from __future__ import annotations

from collections.abc import Iterable

from flowdesigner.flow.event import Value
from flowdesigner.flow.language import canonical, parts
from flowdesigner.flow.medium import SOURCE_TYPE, name_of
from flowdesigner.flow.system_variables import CONTACT_ID, CONVERSATION_ID, LOCALE, PREFERRED
from flowdesigner.intercom.objects import Author, Company, Contact, Conversation, Location, Tag

LONGEST_FACT = 200
MOST_FACTS = 100
"""So many tags and attributes of a customer are known."""
CUSTOMERS = frozenset({"user", "lead", "contact", "visitor"})


def facts_of(conversation: Conversation, contact: Contact | None = None) -> dict[str, Value]:
    """The system variables that come with a conversation; those that nobody knows are left out."""
    author, source = customer_of(conversation), conversation.source
    name = (contact.name if contact else None) or (author.name if author else None) or ""
    first, _, last = name.strip().partition(" ")
    found: dict[str, str | None] = {
        "firstname": first,
        "lastname": last.strip(),
        "intercom_user_email": (contact.email if contact else None) or (author.email if author else None),
        "intercom_user_type": (contact.role if contact else None) or (author.type if author else None),
        CONVERSATION_ID: conversation.id,
        CONTACT_ID: (contact.id if contact else None) or contact_id(conversation),
        SOURCE_TYPE: source.type if source else None,
        "internal.channel": name_of(source.type) if source else None,
        "intercom.pageUrl": source.url if source else None,
    }
    return {fact: value[:LONGEST_FACT] for fact, value in found.items() if value}


def facts_about(
    contact: Contact, tags: Iterable[Tag] | None = None, companies: Iterable[Company] | None = None
) -> dict[str, Value]:
    """The system variables that only the contact itself tells. One that is asked for and not known is None: it may have
    been known before."""
    place = contact.location or Location()
    found: dict[str, Value] = {
        "intercom_user_phone": contact.phone,
        "intercom_user_city_name": place.city,
        "intercom_user_region_name": place.region,
        "intercom_user_postal_code": place.postal_code,
        "intercom_user_country_name": place.country,
        "intercom_user_country_code": place.country_code,
        "intercom_user_continent_code": place.continent_code,
        "intercom_user_timezone": place.timezone,
        PREFERRED: contact.language_override or contact.browser_language,
        LOCALE: locale_of(contact.browser_language or contact.language_override or "", place.country_code or ""),
    }
    facts = {name: bounded(value) for name, value in found.items()}
    own = list((contact.custom_attributes or {}).items())[:MOST_FACTS]
    facts["intercom_user_attributes"] = {name: bounded(value) for name, value in own}
    if tags is not None:
        facts["intercom_user_tags"] = [bounded(tag.name) for tag in tags][:MOST_FACTS]
    if companies is not None:
        facts["intercom_user_company"] = bounded(next((one.name for one in companies if one.name), None))
    return facts


def locale_of(language: str, country: str) -> str:
    """The language with the country: `pt-BR`; "" when the language is not known."""
    code = canonical(language)
    return code if parts(code)[2] else canonical(f"{code}-{country}") or code


def bounded(value: Value) -> Value:
    """A fact of a length that a bot can deal with; what is neither text nor number is left out."""
    if isinstance(value, str):
        return value[:LONGEST_FACT] or None
    return value if isinstance(value, int | float) else None


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
