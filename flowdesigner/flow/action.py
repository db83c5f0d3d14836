"""What blocks ask the outside to do. The channel turns actions into calls, the runtime carries the calls out.

Every text in an action is safe HTML: variables are escaped, and only b, i, a, h1, h2, p and br occur.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do in the conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage(Action):
    """Say `text` to the customer and show `images` (URLs, at most 10)."""

    text: str
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice: `id` is its port, `uuid` what Intercom sends back when it is pressed."""

    id: str
    label: str
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferOptions(Action):
    """Ask `text` with buttons, or with a numbered list where the channel has no buttons."""

    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Action):
    """Give the conversation to `team` (an id at the provider) and tag it."""

    provider: str
    team: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseConversation(Action):
    """Close `conversation`; a `reason` that is not empty is told to the customer."""

    conversation: str
    reason: str = ""
