"""The API's calls about conversations."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from pydantic import AnyHttpUrl

from flowdesigner.sandbox import customers, teammates
from flowdesigner.sandbox.bodies import Assign, Begin, Change, Close, Open, Reply, Snooze, TagPut, read, read_managing
from flowdesigner.sandbox.call import Call, Json
from flowdesigner.sandbox.conversation import Attachment, Conversation, Option, Part
from flowdesigner.sandbox.paging import asked_in, page
from flowdesigner.sandbox.people import Admin, Contact, Team
from flowdesigner.sandbox.people_shapes import tag_data
from flowdesigner.sandbox.refusal import RefusedError, invalid, not_found
from flowdesigner.sandbox.search import in_order, matches
from flowdesigner.sandbox.shapes import conversation_data


def listed(call: Call) -> Json:
    """`GET /conversations`."""
    return _page(call, _all(call), call.query("per_page"), call.query("starting_after"))


def search(call: Call) -> Json:
    """`POST /conversations/search`: the page stands in the body; results carry no parts."""
    fitting = [thing for thing in _all(call) if matches(call.body.get("query"), thing)]
    return _page(call, in_order(fitting, call.body.get("sort")), *asked_in(call.body))


def _all(call: Call) -> list[Json]:
    things = [conversation_data(call.workspace, one, call.shape) for one in call.workspace.conversations.values()]
    return in_order(things, None)


def _page(call: Call, things: list[Json], per_page: object, starting_after: object) -> Json:
    shown, pages = page(things, per_page, starting_after)
    return {"type": "conversation.list", "pages": pages, "total_count": len(things), "conversations": shown}


def create(call: Call) -> Json:
    """`POST /conversations`: begin one as a customer."""
    begin = read(Begin, call.body)
    contact = call.workspace.contact(begin.sender.id)
    files = [linked(url) for url in begin.attachment_urls]
    made = call.sandbox.start(begin.body, contact, attachments=files)
    return {
        "type": "user_message", "id": made.first.id, "created_at": made.created_at, "body": begin.body,
        "message_type": "inapp", "conversation_id": made.id,
    }  # fmt: skip


def find(call: Call) -> Json:
    """`GET /conversations/{id}`."""
    return _shown(call, _conversation(call))


def update(call: Call) -> Json:
    """`PUT /conversations/{id}`: custom attributes must be defined in the workspace."""
    conversation, change = _conversation(call), read(Change, call.body)
    defined = {attribute["name"] for attribute in call.workspace.conversation_attributes}
    for name in change.custom_attributes:
        if name not in defined:
            message = f"Custom attribute '{name}' does not exist"
            raise RefusedError(404, "conversation_attribute_not_found", message, field=name)
    conversation.custom_attributes.update(change.custom_attributes)
    conversation.read = conversation.read if change.read is None else change.read
    conversation.title = conversation.title if change.title is None else change.title
    conversation.updated_at = call.workspace.now
    call.workspace.tell("", conversation)
    return _shown(call, conversation)


def delete(call: Call) -> Json:
    """`DELETE /conversations/{id}`."""
    conversation = _conversation(call)
    teammates.delete(call.workspace, conversation)
    return {"id": conversation.id, "object": "conversation", "deleted": True}


def reply(call: Call) -> Json:
    """`POST /conversations/{id}/reply`, by a teammate or by the customer; `last` is the customer's newest one."""
    said = read(Reply, call.body)
    if said.type == "user":
        return _customer_replies(call, said)
    conversation, by = _conversation(call), call.workspace.admin(said.admin_id)
    files = _files(call, said)
    match said.message_type:
        case "comment":
            part = teammates.reply(call.workspace, conversation, by, said.body, files)
        case "note":
            part = teammates.note(call.workspace, conversation, by, said.body)
        case "quick_reply":
            options = [Option(option.text, str(option.uuid)) for option in said.reply_options]
            part = teammates.quick_reply(call.workspace, conversation, by, options)
    return _shown(call, conversation, [part])


def _customer_replies(call: Call, said: Reply) -> Json:
    contact = _writer(call, said)
    conversation = _newest_of(call, contact) if call.id() == "last" else _conversation(call)
    if conversation.contact_id != contact.id:
        raise not_found("User Not Found")
    if said.message_type == "quick_reply":
        part = customers.press(call.workspace, conversation, str(said.reply_options[0].uuid))
    elif said.message_type == "comment":
        part = customers.reply(call.workspace, conversation, said.body, attachments=_files(call, said))
    else:
        raise invalid("Customers write no notes", field="message_type")
    return _shown(call, conversation, [part])


def _writer(call: Call, said: Reply) -> Contact:
    if said.intercom_user_id:
        return call.workspace.contact(said.intercom_user_id)
    if said.user_id:
        return call.workspace.contact_where(external_id=said.user_id)
    return call.workspace.contact_where(email=said.email)


def _newest_of(call: Call, contact: Contact) -> Conversation:
    own = [one for one in call.workspace.conversations.values() if one.contact_id == contact.id]
    if not own:
        raise not_found("Conversation not found")
    return own[-1]


def manage(call: Call) -> Json:
    """`POST /conversations/{id}/parts`: close, snooze, open, assign."""
    wanted = read_managing(call.body)
    workspace, conversation = call.workspace, _conversation(call)
    by = workspace.admin(wanted.admin_id)
    match wanted:
        case Close():
            part = teammates.close(workspace, conversation, by, wanted.body)
        case Snooze():
            part = teammates.snooze(workspace, conversation, by, wanted.snoozed_until)
        case Open():
            part = teammates.reopen(workspace, conversation, by)
        case Assign():
            part = teammates.assign(workspace, conversation, by.author, _target(call, wanted), wanted.body)
    return _shown(call, conversation, [part])


def _target(call: Call, wanted: Assign) -> Admin | Team | None:
    if wanted.assignee_id == teammates.NOBODY:
        return None
    if wanted.type == "team":
        return call.workspace.team(wanted.assignee_id)
    return call.workspace.admin(wanted.assignee_id, "assignee_not_found")


def tag(call: Call) -> Json:
    """`POST /conversations/{id}/tags`."""
    put = read(TagPut, call.body)
    conversation = _conversation(call, "Conversation not found")
    teammates.tag(call.workspace, conversation, call.workspace.admin(put.admin_id), put.id)
    return tag_data(call.workspace, put.id, *conversation.tags[put.id])


def untag(call: Call) -> Json:
    """`DELETE /conversations/{id}/tags/{tag_id}`, which wants a body."""
    put, tag_id = read(TagPut, call.body), call.id("tag_id")
    conversation = _conversation(call, "Conversation not found")
    by = call.workspace.admin(put.admin_id)
    put_on = conversation.tags.get(tag_id, (call.workspace.now, by.id))
    teammates.untag(call.workspace, conversation, tag_id)
    return tag_data(call.workspace, tag_id, *put_on)


def attributes(call: Call) -> Json:
    """`GET /conversations/attributes`."""
    return {"type": "list", "data": call.workspace.conversation_attributes}


def _conversation(call: Call, message: str = "Resource Not Found") -> Conversation:
    return call.workspace.conversation(call.id(), message)


def _shown(call: Call, conversation: Conversation, parts: Sequence[Part] | None = None) -> Json:
    """The conversation with all parts, or with those that the call made."""
    shown = conversation.parts if parts is None else parts
    return conversation_data(call.workspace, conversation, call.shape, shown)


def _files(call: Call, said: Reply) -> list[Attachment]:
    base = str(call.request.base_url)
    kept = [call.workspace.add_file(one.name, one.content_type, one.data, base) for one in said.attachment_files]
    return [*(linked(url) for url in said.attachment_urls), *kept]


def linked(url: AnyHttpUrl) -> Attachment:
    """An image by its address; Intercom takes images only, and tells from the name what it is."""
    name = PurePosixPath(urlsplit(str(url)).path).name or "image"
    guessed, _ = mimetypes.guess_type(name)
    return Attachment(name, str(url), guessed if guessed and guessed.startswith("image/") else "image/png")
