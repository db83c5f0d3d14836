"""What a conversation says when it is read from the API after it was given to the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flowdesigner.channel.facts import facts_of, is_customer
from flowdesigner.channel.messages import first_key, first_message, joined, message_of
from flowdesigner.channel.ownership import NeedsReading, goes_to, is_bot_agent, is_ours, is_teammate, says_something
from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.flow.event import CustomerMessage, GivenBack
from flowdesigner.intercom.objects import Conversation, Part


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading led to.

    `event` is None when somebody else has the conversation by now. `known_parts` are the part keys of all that the
    customer wrote so far: their own notifications, which may come later, must not act again.
    """

    event: GivenBack | None
    known_parts: tuple[str, ...] = ()


def given_back(conversation: Conversation, settings: ChannelSettings, needs: NeedsReading) -> Reading:
    """Whether the bot has the conversation (again), and what the customer wrote that nobody has answered."""
    at_hand = conversation.team_assignee_id in settings.bot_teams or is_ours(conversation, settings)
    if not at_hand or conversation.state == "closed" or has_gone_again(conversation, settings):
        return Reading(None)
    message = unanswered(conversation, settings)
    event = GivenBack(at=needs.at, facts=facts_of(conversation), message=message, by=needs.by)
    return Reading(event, shown(conversation))


def unanswered(conversation: Conversation, settings: ChannelSettings) -> CustomerMessage | None:
    """What the customer wrote after the last words of a teammate or of the bot, as one message; None for nothing.

    Intercom's own bots do not count: they ask for a topic or say that somebody will come.
    """
    since: list[CustomerMessage] = []
    if (first := first_message(conversation)) is not None:
        since.append(first)
    for part in in_order(conversation):
        if is_customer(part.author):
            message = message_of(part, conversation)
            since += [message] if message is not None else []
        elif is_answer(part, settings):
            since.clear()
    return joined(since) if since else None


def is_answer(part: Part, settings: ChannelSettings) -> bool:
    """Whether the customer was told something by a teammate or by the bot agent."""
    spoke = is_teammate(part.author, settings) or is_bot_agent(part.author, settings)
    return spoke and says_something(part)


def has_gone_again(conversation: Conversation, settings: ChannelSettings) -> bool:
    """Whether a teammate spoke after the conversation was given to the bot: then they keep it."""
    parts = in_order(conversation)
    given = [
        place
        for place, part in enumerate(parts)
        if part.part_type.startswith("assign") and goes_to(part, conversation, settings) == "bot"
    ]
    if not given:
        return False
    return any(is_teammate(part.author, settings) and says_something(part) for part in parts[given[-1] + 1 :])


def shown(conversation: Conversation) -> tuple[str, ...]:
    """Part keys of everything the customer wrote."""
    parts = tuple(f"message:{part.id}" for part in conversation.parts if is_customer(part.author))
    return (first_key(conversation.id), *parts)


def in_order(conversation: Conversation) -> list[Part]:
    """The parts by time; those of one second in the order in which Intercom lists them."""
    return sorted(conversation.parts, key=_time)


def _time(part: Part) -> float:
    return part.created_at.timestamp() if isinstance(part.created_at, datetime) else 0.0
