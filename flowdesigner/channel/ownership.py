"""Whether a notification is for the bot, and what it then is: a message, a hand-over, a return, an end. Pure.

The bot acts on what customers write and on assignments that are not its own. It speaks where the conversation is
assigned to one of its teams or to its agent, and never after a person took over, until it is assigned back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from flowdesigner.channel.facts import bounded, facts_of, is_customer
from flowdesigner.channel.messages import first_key, first_message, message_of
from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.flow.event import Closed, CustomerMessage, Deleted, Event, Rated, TakenOver
from flowdesigner.flow.system_variables import RATING, REMARK
from flowdesigner.intercom.notification import Notification
from flowdesigner.intercom.objects import Author, Conversation, Part

Kind = Literal["message", "assigned", "replied", "closed", "rated", "deleted", ""]
Holder = Literal["bot", "people", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsReading:
    """The conversation was given to the bot at this time: read it, then ask `given_back` what that means."""

    at: datetime
    by: str = ""


def hear(
    notification: Notification,
    channel: Channel,
    status: str,
    taken_over: bool,
    *,
    heard_at: datetime | None = None,
    own_parts: Collection[str] = (),
    has_limit: bool = False,
) -> Event | NeedsReading | None:
    """What the notification means for a conversation whose session has this status; None for nothing.

    `heard_at` is Intercom's time of the newest part known: what is older comes late, and takes nothing away from the
    bot any more. `own_parts` are ids of parts that the bot is known to have made. `has_limit`: people have the
    conversation, and the bot takes it back if none of them answers.
    """
    settings, conversation = channel.settings, notification.conversation
    if conversation is None or not is_for(notification, settings):
        return None
    ear = _Ear(notification, conversation, settings, status, taken_over, heard_at, has_limit)
    if notification.part is not None and notification.part.id in own_parts:
        return None
    match kind_of(notification):
        case "message":
            return ear.message()
        case "assigned":
            return ear.assigned()
        case "replied":
            return ear.replied()
        case "closed":
            return ear.closed()
        case "rated":
            return ear.rated()
        case "deleted":
            return Deleted(at=ear.at)
    return None


def is_for(notification: Notification, settings: ChannelSettings) -> bool:
    """Whether it comes from the channel's workspace: an app's webhook serves all that installed it."""
    return not settings.app_id or notification.app_id == settings.app_id


def is_ours(conversation: Conversation, settings: ChannelSettings) -> bool:
    """Whether the bot may begin to speak in this conversation, going by whom it is assigned to."""
    holder = holder_of(conversation, settings)
    return holder == "bot" or (holder == "nobody" and settings.takes_unassigned)


def holder_of(conversation: Conversation, settings: ChannelSettings) -> Holder:
    """Who has it: a teammate counts before a team, so that a person whom a bot team lists is not talked over."""
    admin, team = conversation.admin_assignee_id, conversation.team_assignee_id
    if admin:
        return "bot" if admin == settings.bot_agent else "people"
    if team:
        return "bot" if team in settings.bot_teams else "people"
    return "nobody"


def kind_of(notification: Notification) -> Kind:
    """What kind of event it tells."""
    topic, part = notification.topic, notification.part
    if topic == "conversation.deleted":
        return "deleted"
    if topic == "conversation.rating.added":
        return "rated"
    if topic == "conversation.user.created":
        return "message"
    if topic in ("conversation.admin.assigned", "conversation.admin.open.assigned"):
        return "assigned"
    if part is None:
        return "closed" if topic == "conversation.admin.closed" else ""
    if is_customer(part.author):
        return "message" if topic == "conversation.user.replied" else ""
    if topic == "conversation.admin.closed":
        return "closed"
    return "replied" if topic.startswith(("conversation.admin.", "conversation.operator.")) else ""


def part_key(notification: Notification) -> str:
    """A name for the part and the kind of event, the same in every notification that shows it; "" for neither."""
    kind, conversation = kind_of(notification), notification.conversation
    if notification.topic == "conversation.user.created" and conversation is not None:
        return first_key(conversation.id)
    return f"{kind}:{notification.part.id}" if kind and notification.part is not None else ""


def is_bot_agent(author: Author | None, settings: ChannelSettings) -> bool:
    """Whether the bot itself did it."""
    return author is not None and author.type == "admin" and author.id == settings.bot_agent


def is_teammate(author: Author | None, settings: ChannelSettings) -> bool:
    """Whether a person of the workspace did it; Intercom's own bots are none."""
    return author is not None and author.type == "admin" and author.id != settings.bot_agent


def says_something(part: Part) -> bool:
    """Whether the customer can see it: text rides on parts of many types, but notes are for teammates only."""
    return "note" not in part.part_type and bool(part.body or part.attachments)


def goes_to(part: Part | None, conversation: Conversation, settings: ChannelSettings) -> Holder:
    """Whom an assignment gives the conversation to."""
    target = part.assigned_to if part is not None else None
    if target is None or not target.id or target.id == "0":
        return holder_of(conversation, settings)
    ours = settings.bot_teams if target.type == "team" else (settings.bot_agent,)
    return "bot" if target.id in ours else "people"


@dataclass(frozen=True, slots=True)
class _Ear:
    """One notification, heard in one conversation."""

    notification: Notification
    conversation: Conversation
    settings: ChannelSettings
    status: str
    taken_over: bool
    heard_at: datetime | None
    has_limit: bool

    @property
    def at(self) -> datetime:
        part = self.notification.part
        return (part.created_at if part is not None else None) or self.notification.created_at

    @property
    def author(self) -> Author | None:
        return self.notification.part.author if self.notification.part is not None else None

    @property
    def by(self) -> str:
        return (self.author.name or "") if self.author is not None else ""

    @property
    def is_silent(self) -> bool:
        """People have it, until it is assigned back."""
        return self.taken_over or self.status == "handed_over"

    @property
    def is_late(self) -> bool:
        """Something newer is known: what this shows of the conversation is not so any more."""
        return self.heard_at is not None and self.at < self.heard_at

    def message(self) -> Event | None:
        part = self.notification.part
        created = self.notification.topic == "conversation.user.created"
        message = first_message(self.conversation) if created or part is None else message_of(part, self.conversation)
        if message is None or self.is_silent:
            return None
        if self.status == "waiting":
            return message if self.still_ours() else self.taken("")
        return self.beginning(message)

    def beginning(self, message: CustomerMessage) -> CustomerMessage | None:
        """A message with which a conversation begins, or begins again."""
        settings, source = self.settings, self.conversation.source
        if not is_ours(self.conversation, settings) or (source is not None and source.type in settings.silent_in):
            return None
        if self.status == "ended" and settings.after_close != "start_again":
            return replace(message, goes_on=True) if settings.after_close == "go_on" else None
        return message if settings.answers_at(message.at) else None

    def still_ours(self) -> bool:
        """In the middle of a talk a bot team is enough: a teammate who took it would have been told of."""
        conversation, settings = self.conversation, self.settings
        return conversation.team_assignee_id in settings.bot_teams or is_ours(conversation, settings)

    def assigned(self) -> TakenOver | NeedsReading | None:
        if is_bot_agent(self.author, self.settings):
            return None
        goes_to_whom = goes_to(self.notification.part, self.conversation, self.settings)
        if goes_to_whom == "bot":
            is_talking = self.status == "waiting" and not self.taken_over
            return None if is_talking else NeedsReading(at=self.at, by=self.by)
        stays = goes_to_whom == "nobody" and self.settings.takes_unassigned
        return None if stays or self.status == "new" else self.taken(self.by)

    def replied(self) -> TakenOver | None:
        part = self.notification.part
        if part is None or not is_teammate(part.author, self.settings) or not says_something(part):
            return None
        if self.status == "new" and not is_ours(self.conversation, self.settings):
            return None
        if self.has_limit and not self.is_late:
            return TakenOver(at=self.at, by=self.by)
        return self.taken(self.by)

    def rated(self) -> Rated | None:
        """Of a conversation that the bot knows."""
        rating = self.conversation.rating
        if rating is None or rating.rating is None or self.status == "new":
            return None
        return Rated(at=self.at, facts={RATING: rating.rating, REMARK: bounded(rating.remark)})

    def taken(self, by: str) -> TakenOver | None:
        return (
            None if self.is_silent or self.is_late else TakenOver(at=self.at, by=by, facts=facts_of(self.conversation))
        )

    def closed(self) -> Closed | None:
        if is_bot_agent(self.author, self.settings) or self.status in ("new", "ended") or self.is_late:
            return None
        if self.is_silent and is_ours(self.conversation, self.settings):
            # It ends for the teammate; the bot stays silent when the customer writes again, until it is assigned back.
            return None
        return Closed(at=self.at, by=self.by)
