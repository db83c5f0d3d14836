"""What blocks ask the outside to do. The channel turns actions into calls, the runtime carries the calls out.

Every text in an action is safe HTML: variables are escaped, and only b, i, a, h1, h2, p and br occur.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.event import Value

Whose = Literal["conversation", "contact"]
"""What a tag or an attribute belongs to: this conversation, or the customer."""
Assignee = Literal["team", "teammate", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do in the conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage(Action):
    """Say `text` to the customer, show `images` (URLs, at most 10) and send `files` along (at most 10)."""

    text: str
    images: tuple[str, ...] = ()
    files: tuple[AttachedFile, ...] = ()


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
class LookForPeople(Action):
    """Find out whether somebody would take a conversation that is handed over; the result is `{"there": bool}`."""

    provider: str
    team: str
    teammate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Action):
    """Give the conversation to `team` or, if one is named, to `teammate` (ids at the provider), with tags, attributes
    of the conversation (names and texts) and a note for people only.

    Its result may say `{"pauses": False}`: the bot goes on at once.
    """

    provider: str
    team: str
    teammate: str = ""
    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Action):
    """Assign the conversation to the bot again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseConversation(Action):
    """Close `conversation`; a `reason` that is not empty is told to the customer."""

    conversation: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Action):
    """Assign the conversation to a team or a teammate by `id`, or to nobody; the bot does not wait for its return."""

    to: Assignee
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutTags(Action):
    """Put `tags` (names, made when missing) on the conversation or the contact, or with `off` take them off."""

    whose: Whose
    tags: tuple[str, ...]
    off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAttribute(Action):
    """Give a custom attribute (`name`) of the conversation or the contact a value; None clears it."""

    whose: Whose
    name: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Action):
    """Write `text` into the conversation, for teammates only."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze(Action):
    """Put the conversation off until then."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Action):
    """Open the conversation."""
