"""Intercom's notifications: the envelope, and one class for each topic that a bot listens to."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, ClassVar

from pydantic import AliasPath, Field, TypeAdapter, ValidationError

from flowdesigner.errors import UnreadableNotificationError
from flowdesigner.intercom.objects import Conversation, Id, IntercomObject, Part


class Notification(IntercomObject):
    """One delivery. `conversation` is None for a ping and for topics that are about something else."""

    for_topic: ClassVar[str] = ""

    id: Id = ""
    topic: str
    app_id: Id = ""
    created_at: datetime
    conversation: Conversation | None = Field(default=None, validation_alias=AliasPath("data", "item"))

    @cached_property
    def part(self) -> Part | None:
        """The part that caused it: the newest; None where the conversation itself did."""
        parts = self.conversation.parts if self.conversation else ()
        # Times are whole seconds: of parts of the same one the last is the newest.
        return max(reversed(parts), key=lambda part: (part.created_at or self.created_at).timestamp(), default=None)

    @property
    def is_ping(self) -> bool:
        """Whether Intercom only wants to see that somebody answers."""
        return self.topic == "ping"


class CustomerStarted(Notification):
    """A customer began a conversation; the text is in its `source`."""

    for_topic: ClassVar[str] = "conversation.user.created"


class CustomerReplied(Notification):
    """A customer wrote again; in a closed conversation the part's type is `open`."""

    for_topic: ClassVar[str] = "conversation.user.replied"


class Assigned(Notification):
    """Somebody assigned it, also the bot itself or a rule of the workspace."""

    for_topic: ClassVar[str] = "conversation.admin.assigned"


class OpenAssigned(Notification):
    """Somebody opened and assigned it."""

    for_topic: ClassVar[str] = "conversation.admin.open.assigned"


class TeammateReplied(Notification):
    """A teammate replied, or the bot itself, or one of Intercom's own bots."""

    for_topic: ClassVar[str] = "conversation.admin.replied"


class TeammateClosed(Notification):
    """A teammate or the bot itself closed it."""

    for_topic: ClassVar[str] = "conversation.admin.closed"


class TeammateOpened(Notification):
    """A teammate opened it."""

    for_topic: ClassVar[str] = "conversation.admin.opened"


class Snoozed(Notification):
    """A teammate put it off."""

    for_topic: ClassVar[str] = "conversation.admin.snoozed"


class Unsnoozed(Notification):
    """Its time has come, or a teammate took it up again."""

    for_topic: ClassVar[str] = "conversation.admin.unsnoozed"


class OperatorReplied(Notification):
    """One of Intercom's own bots replied."""

    for_topic: ClassVar[str] = "conversation.operator.replied"


class RatingAdded(Notification):
    """The customer rated the conversation."""

    for_topic: ClassVar[str] = "conversation.rating.added"


class ConversationDeleted(Notification):
    """It is gone."""

    for_topic: ClassVar[str] = "conversation.deleted"


CLASSES: dict[str, type[Notification]] = {
    kind.for_topic: kind
    for kind in (
        CustomerStarted, CustomerReplied, Assigned, OpenAssigned, TeammateReplied, TeammateClosed,
        TeammateOpened, Snoozed, Unsnoozed, OperatorReplied, RatingAdded, ConversationDeleted,
    )
}  # fmt: skip
TOPICS: tuple[str, ...] = tuple(CLASSES)
"""What to tick in Intercom's Developer Hub."""

LARGEST_REMEMBERED = 16 * 1024
"""Bytes."""
_ENVELOPE = TypeAdapter(dict[str, Any])


def parse(body: bytes) -> Notification:
    """The notification in a body; UnreadableNotificationError when there is none. Check the signature first.

    A body is read when it comes and once more when its turn has come, mostly at once: the last ones are remembered.
    """
    return _remembered(body) if len(body) <= LARGEST_REMEMBERED else _parse(body)


def _parse(body: bytes) -> Notification:
    try:
        data = _ENVELOPE.validate_json(body)
    except ValidationError:
        # Without its cause, which repeats what the customer wrote.
        raise UnreadableNotificationError("The body is not a JSON object, so it is no notification.") from None
    topic = data.get("topic")
    if not isinstance(topic, str) or data.get("type") != "notification_event":
        raise UnreadableNotificationError("The body names no topic, so it is no notification of Intercom.")
    if topic not in CLASSES:
        data = {**data, "data": {}}
    try:
        return CLASSES.get(topic, Notification).model_validate(data)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise UnreadableNotificationError(
            f"The notification {topic} cannot be read: {where}: {fault['msg']}."
        ) from None


_remembered = lru_cache(maxsize=256)(_parse)
