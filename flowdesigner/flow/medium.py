"""How a customer writes (the Messenger, email, ...), and what can be shown there."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from flowdesigner.flow.action import OfferOptions

SOURCE_TYPE = "intercom.sourceType"
"""The system variable that says how the customer writes, in Intercom's words: `conversation`, `email`, `whatsapp`."""
MESSENGER = "conversation"
EMAIL = "email"
WITHOUT_BUTTONS = frozenset(
    {EMAIL, "sms", "whatsapp", "facebook", "instagram", "twitter", "phone_call", "phone_switch"}
)
"""Where customers write from that show no buttons; Intercom's Messenger shows them."""
NAMES_OF_SOURCES = {
    MESSENGER: "Messenger", "push": "Messenger", "in_app": "Messenger", EMAIL: "Email", "sms": "SMS",
    "whatsapp": "WhatsApp", "facebook": "Facebook", "instagram": "Instagram", "twitter": "Twitter",
    "phone_call": "Phone", "phone_switch": "Phone",
}  # fmt: skip

LIMITS = {"instagram": "Instagram", "facebook": "Facebook", "whatsapp": "WhatsApp"}
MOST_LETTERS = {"Instagram": 1_000, "Facebook": 2_000, "WhatsApp": 4_096}
"""Letters of one message that customers there can see, by the rules of their makers; the Messenger shows them all."""
MOST_NUMBERED = 99
"""Options of a numbered list that a customer can choose by number."""


def shows_buttons(source_type: str) -> bool:
    """Whether a customer who writes like this sees buttons."""
    return source_type not in WITHOUT_BUTTONS


def name_of(source_type: str) -> str:
    """What people call this way of writing; one that is not known by Intercom's own word."""
    return NAMES_OF_SOURCES.get(source_type, source_type)


def most_letters(source_type: str) -> int | None:
    """Letters of one message that a customer who writes like this can see; None: all of them."""
    return MOST_LETTERS[LIMITS[source_type]] if source_type in LIMITS else None


def as_numbered_list(action: OfferOptions) -> str:
    """The question with its options as a numbered list, as safe HTML: the customer replies with a number."""
    return action.text + numbered(option.label for option in action.options)


def numbered(labels: Iterable[str]) -> str:
    """A numbered list, as safe HTML."""
    lines = (f"{number}. {escape(label)}" for number, label in enumerate(labels, 1))
    return f"<p>{'<br>'.join(lines)}</p>"
