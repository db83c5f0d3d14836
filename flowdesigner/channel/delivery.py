"""Turns the bot's actions into calls, makes them, and finds out afterwards whether a lost one has landed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from flowdesigner.channel.call import Call
from flowdesigner.channel.offload import NOBODY, provider
from flowdesigner.channel.reading import in_order
from flowdesigner.channel.settings import ChannelSettings, agent_of
from flowdesigner.channel.text import normalised
from flowdesigner.flow.action import Action, CloseConversation, HandOver, OfferOptions, SendMessage
from flowdesigner.flow.api_call import CallApi
from flowdesigner.flow.medium import as_numbered_list, shows_buttons
from flowdesigner.intercom.objects import Conversation, Part

if TYPE_CHECKING:
    from flowdesigner.intercom.client import Intercom

MOST_IMAGES = 10


def calls_for(action: Action, settings: ChannelSettings, conversation: str, source_type: str = "") -> tuple[Call, ...]:
    """The calls that carry the action out, in this order; ConfigurationError without a bot agent.

    `source_type` is how the customer writes (the fact `intercom.sourceType`).
    """
    whose = {"conversation": conversation, "agent": agent_of(settings)}
    match action:
        case SendMessage():
            return _say(action, whose)
        case OfferOptions():
            return _buttons(action, whose) if shows_buttons(source_type) else _list(action, whose)
        case HandOver():
            return provider(action.provider).calls(action, settings, conversation)
        case CloseConversation():
            target = action.conversation or conversation
            return (Call("close", {**whose, "conversation": target, "body": action.reason}),)
        case CallApi():
            return (Call("api", {**whose, "request": action.to_data()}),)
    raise TypeError(f"The channel cannot carry out {type(action).__name__}.")


def _say(action: SendMessage, whose: dict[str, str]) -> tuple[Call, ...]:
    if not action.text and not action.images:
        return ()
    return (Call("reply", {**whose, "body": action.text, "images": list(action.images[:MOST_IMAGES])}),)


def _buttons(action: OfferOptions, whose: dict[str, str]) -> tuple[Call, ...]:
    """Intercom shows no text with buttons: the question is a message of its own, before them."""
    options = [{"text": option.label, "uuid": option.uuid} for option in action.options]
    return (*_say(SendMessage(text=action.text), whose), Call("quick_reply", {**whose, "options": options}))


def _list(action: OfferOptions, whose: dict[str, str]) -> tuple[Call, ...]:
    return _say(SendMessage(text=as_numbered_list(action)), whose)


async def carry_out(call: Call, intercom: Intercom) -> str:
    """Make the call; the id of the part that it made, "" when it makes none."""
    what, conversations = call.payload, intercom.conversations
    match call.kind:
        case "reply":
            answer = await conversations.reply(
                call.conversation, agent=call.agent, body=what["body"], attachment_urls=what["images"]
            )
        case "quick_reply":
            answer = await conversations.quick_reply(call.conversation, agent=call.agent, options=what["options"])
        case "assign":
            answer = await conversations.assign(call.conversation, agent=call.agent, assignee=what["assignee"])
        case "close":
            answer = await conversations.close(call.conversation, agent=call.agent, body=what["body"])
        case "tag":
            tag = await intercom.tags.create(what["tag"])
            await conversations.tag(call.conversation, agent=call.agent, tag=tag.id)
            return ""
        case _:
            raise TypeError(f"{call.kind} is no call to Intercom.")
    return _newest(call, answer)


def _newest(call: Call, answer: Conversation) -> str:
    made = [part.id for part in in_order(answer) if could_be(part, call)]
    return made[-1] if made else ""


def landed(
    call: Call, conversation: Conversation, since: datetime | None, own_parts: Collection[str] = (), unnamed: int = 0
) -> str | None:
    """The id of the part that a call whose answer was lost has made after all; None when it made none.

    It is by the bot agent, says the same, is no older than the newest part known before (`since`), and is not one that
    another call is known to have made (`own_parts`). `unnamed` equal calls since then were made without Intercom naming
    their parts: so many places come before this one's.
    """
    if call.kind == "tag":
        return "" if any(tag.name == call.payload["tag"] for tag in conversation.tags) else None
    fitting = [
        part.id
        for part in in_order(conversation)
        if could_be(part, call)
        and part.id not in own_parts
        and (since is None or part.created_at is None or part.created_at >= since)
    ]
    return fitting[unnamed] if len(fitting) > unnamed else None


def could_be(part: Part, call: Call) -> bool:
    """Whether this call would have made such a part."""
    if part.author is None or part.author.type != "admin" or part.author.id != call.agent:
        return False
    what = call.payload
    match call.kind:
        case "reply":
            return part.part_type == "comment" and _says(part, what["body"])
        case "quick_reply":
            return _offers(part, [option["uuid"] for option in what["options"]])
        case "assign":
            return part.part_type.startswith("assign") and _assignee(part) == what["assignee"]
        case "close":
            return part.part_type == "close" and _says(part, what["body"])
        case _:
            return False


def _says(part: Part, body: str) -> bool:
    """The same text; pictures without text are told from a part that has neither."""
    said = normalised(body)
    if normalised(part.body) != said:
        return False
    return bool(said) or part.part_type == "close" or bool(part.attachments) or "<img" in (part.body or "")


def _offers(part: Part, uuids: list[str]) -> bool:
    """Buttons with these uuids; a part of that type that does not say which counts as well."""
    offered = (part.metadata or {}).get("quick_reply_options")
    if not offered:
        return part.part_type == "quick_reply"
    return [str(option.get("uuid")) for option in offered] == uuids


def _assignee(part: Part) -> str:
    return (part.assigned_to.id if part.assigned_to is not None else "") or NOBODY
