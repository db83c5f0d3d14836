"""Turns the bot's actions into calls, makes them, and finds out afterwards whether a lost one has landed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from flowdesigner.channel.call import Call, CallKind
from flowdesigner.channel.offload import NOBODY, provider
from flowdesigner.channel.reading import in_order
from flowdesigner.channel.settings import ChannelSettings, agent_of
from flowdesigner.channel.splitting import split
from flowdesigner.channel.text import normalised
from flowdesigner.errors import ConfigurationError
from flowdesigner.flow.action import (
    Action,
    AddNote,
    Assign,
    CloseConversation,
    HandOver,
    LookForPeople,
    OfferOptions,
    PutTags,
    Reopen,
    SendMessage,
    SetAttribute,
    Snooze,
    TakeBack,
)
from flowdesigner.flow.api_call import CallApi
from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.medium import MESSENGER, as_numbered_list, most_letters, numbered, shows_buttons
from flowdesigner.flow.python_function import CallFunction
from flowdesigner.intercom.objects import Conversation, Part

if TYPE_CHECKING:
    from flowdesigner.intercom.changed import Changed
    from flowdesigner.intercom.client import Intercom
    from flowdesigner.intercom.conversations import Upload

MOST_IMAGES = 10


def calls_for(
    action: Action, settings: ChannelSettings, conversation: str, source_type: str = "", contact: str = ""
) -> tuple[Call, ...]:
    """The calls that carry the action out, in this order; ConfigurationError without a bot agent.

    `source_type` is how the customer writes (the fact `intercom.sourceType`), `contact` their id.
    """
    whose = {"conversation": conversation, "agent": agent_of(settings)}
    match action:
        case SendMessage():
            return _say(action, whose, source_type)
        case OfferOptions() if settings.has_buttons and shows_buttons(source_type):
            return _buttons(action, whose)
        case OfferOptions():
            return _say(SendMessage(text=as_numbered_list(action)), whose, source_type)
        case LookForPeople():
            return provider(action.provider).looks(action, settings, conversation)
        case HandOver():
            return provider(action.provider).calls(action, settings, conversation)
        case TakeBack():
            return (Call("assign", {**whose, **the_bot(settings)}),)
        case CloseConversation():
            target = action.conversation or conversation
            return (Call("close", {**whose, "conversation": target, "body": action.reason}),)
        case CallApi():
            return (Call("api", {**whose, "request": action.to_data()}),)
        case CallFunction():
            return (Call("function", {**whose, "request": action.to_data()}),)
        case PutTags(whose="conversation"):
            kind: CallKind = "untag" if action.off else "tag"
            return tuple(Call(kind, {**whose, "tag": tag}) for tag in action.tags)
        case PutTags():
            kind = "untag_contact" if action.off else "tag_contact"
            return tuple(Call(kind, {**whose, "contact": demanded(contact), "tag": tag}) for tag in action.tags)
        case SetAttribute(whose="conversation"):
            return (Call("attribute", {**whose, "name": action.name, "value": action.value}),)
        case SetAttribute():
            told = {"contact": demanded(contact), "name": action.name, "value": action.value}
            return (Call("contact_attribute", {**whose, **told}),)
        case Assign():
            assignee = action.id or NOBODY
            return (Call("assign", {**whose, "assignee": assignee, "to": action.to}),)
        case AddNote():
            return (Call("note", {**whose, "body": action.text}),)
        case Snooze():
            return (Call("snooze", {**whose, "until": action.until.isoformat()}),)
        case Reopen():
            return (Call("open", whose),)
    raise TypeError(f"The channel cannot carry out {type(action).__name__}.")


def demanded(contact: str) -> str:
    """The customer's id; ConfigurationError when Intercom did not say who the customer is."""
    if not contact:
        raise ConfigurationError("Intercom does not say who the customer of this conversation is.")
    return contact


def the_bot(settings: ChannelSettings) -> dict[str, str]:
    """Where a conversation is the bot's: a bot team, since the bot agent may have no inbox seat; else the agent."""
    if settings.bot_teams:
        return {"assignee": settings.bot_teams[0], "to": "team"}
    return {"assignee": settings.bot_agent, "to": "teammate"}


def _say(action: SendMessage, whose: dict[str, str], source_type: str) -> tuple[Call, ...]:
    """A text that is too long for where it is shown becomes several; images and files come with the last.

    Of a reply with both, Intercom takes the files only: they follow in one of their own.
    """
    if not (action.text or action.images or action.files):
        return ()
    *before, last = split(action.text, most_letters(source_type))
    images = action.images[:MOST_IMAGES]
    ends = [(last, images, ()), ("", (), action.files)] if images and action.files else [(last, images, action.files)]
    return (*(_reply(whose, text) for text in before), *(_reply(whose, *end) for end in ends))


def _reply(whose: dict[str, str], body: str, images: Sequence[str] = (), files: Sequence[AttachedFile] = ()) -> Call:
    sent = {"files": [file.model_dump() for file in files]} if files else {}
    return Call("reply", {**whose, "body": body, "images": list(images), **sent})


def _buttons(action: OfferOptions, whose: dict[str, str]) -> tuple[Call, ...]:
    """Intercom shows no text with buttons: the question is a message of its own, before them."""
    options = [{"text": option.label, "uuid": option.uuid} for option in action.options]
    return (*_say(SendMessage(text=action.text), whose, MESSENGER), Call("quick_reply", {**whose, "options": options}))


def instead_of_buttons(call: Call) -> Call:
    """The buttons as a numbered list, where Intercom refuses them."""
    body = numbered(option["text"] for option in call.payload["options"])
    whose = {name: call.payload[name] for name in ("conversation", "agent")}
    return _reply(whose, body)


async def carry_out(call: Call, intercom: Intercom, uploads: Sequence[Upload] = ()) -> str:
    """Make the call, with its files if it has any; the id of the part that it made, "" when it makes none."""
    if call.is_repeatable:
        await _leave_so(call, intercom)
        return ""
    return _newest(call, await _add(call, intercom, uploads))


async def _add(call: Call, intercom: Intercom, uploads: Sequence[Upload]) -> Changed:
    """A call that adds a part to the conversation."""
    what, conversations, id, agent = call.payload, intercom.conversations, call.conversation, call.agent
    match call.kind:
        case "reply":
            return await conversations.reply(
                id, agent=agent, body=what["body"], attachment_urls=what["images"], files=uploads
            )
        case "quick_reply":
            return await conversations.quick_reply(id, agent=agent, options=what["options"])
        case "note":
            return await conversations.note(id, agent=agent, body=what["body"])
        case "assign":
            to_team = what.get("to", "team") == "team"
            return await conversations.assign(id, agent=agent, assignee=what["assignee"], to_team=to_team)
        case "snooze":
            return await conversations.snooze(id, agent=agent, until=datetime.fromisoformat(what["until"]))
        case "open":
            return await conversations.open(id, agent=agent)
        case "close":
            return await conversations.close(id, agent=agent, body=what["body"])
        case _:
            raise TypeError(f"{call.kind} is no call to Intercom that adds a part.")


async def _leave_so(call: Call, intercom: Intercom) -> None:
    """A call that leaves tags or attributes as wanted."""
    what, conversations, contacts = call.payload, intercom.conversations, intercom.contacts
    match call.kind:
        case "tag":
            await conversations.tag(
                call.conversation, agent=call.agent, tag=(await intercom.tags.create(what["tag"])).id
            )
        case "tag_contact":
            await contacts.tag(call.contact, tag=(await intercom.tags.create(what["tag"])).id)
        case "untag":
            if tag := await intercom.tags.find(what["tag"]):
                await conversations.untag(call.conversation, agent=call.agent, tag=tag.id)
        case "untag_contact":
            if tag := await intercom.tags.find(what["tag"]):
                await contacts.untag(call.contact, tag=tag.id)
        case "attribute":
            await conversations.set_attributes(call.conversation, {what["name"]: what["value"]})
        case "contact_attribute":
            await contacts.update(call.contact, {"custom_attributes": {what["name"]: what["value"]}})
        case _:
            raise TypeError(f"{call.kind} is no call to Intercom.")


def _newest(call: Call, changed: Changed) -> str:
    return next((part.id for part in changed.newest_first() if could_be(part, call)), "")


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
            has_files = len(part.attachments) >= len(call.files)
            return part.part_type == "comment" and has_files and _says(part, what["body"])
        case "quick_reply":
            as_list = instead_of_buttons(call)
            return _offers(part, [option["uuid"] for option in what["options"]]) or could_be(part, as_list)
        case "assign":
            return part.part_type.startswith("assign") and _assignee(part) == what["assignee"]
        case "close":
            return part.part_type == "close" and _says(part, what["body"])
        case "note":
            return part.part_type == "note" and _says(part, what["body"])
        case "snooze":
            return part.part_type == "snoozed"
        case "open":
            return part.part_type in ("open", "unsnoozed")
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
