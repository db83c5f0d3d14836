"""The API's calls about the workspace: teammates, teams, tags, tickets, articles, workflows, and the token itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flowdesigner.sandbox.bodies import CodeForToken, NewTicket, TagName, ToTicket, read
from flowdesigner.sandbox.call import Call, Json
from flowdesigner.sandbox.conversation import Conversation
from flowdesigner.sandbox.markup import to_text
from flowdesigner.sandbox.people import Author, Contact
from flowdesigner.sandbox.people_shapes import admin_data, me_data, tag_data, team_data
from flowdesigner.sandbox.refusal import RefusedError, invalid, not_found
from flowdesigner.sandbox.shapes import author_data


def me(call: Call) -> Json:
    """`GET /me`: the token belongs to the first teammate who is a person, as a private app's does to its owner."""
    owner = next(one for one in call.workspace.admins.values() if not one.speaks_for_bots)
    return me_data(call.workspace, owner)


def admins(call: Call) -> Json:
    """`GET /admins`."""
    listed = [admin_data(call.workspace, one) for one in call.workspace.admins.values()]
    return {"type": "admin.list", "admins": listed}


def admin(call: Call) -> Json:
    """`GET /admins/{id}`."""
    return admin_data(call.workspace, call.workspace.admin(call.id()))


def teams(call: Call) -> Json:
    """`GET /teams`."""
    return {"type": "team.list", "teams": [team_data(one) for one in call.workspace.teams.values()]}


def team(call: Call) -> Json:
    """`GET /teams/{id}`."""
    return team_data(call.workspace.team(call.id()))


def tags(call: Call) -> Json:
    """`GET /tags`."""
    return {"type": "list", "data": [tag_data(call.workspace, id) for id in call.workspace.tags]}


def tag(call: Call) -> Json:
    """`GET /tags/{id}`."""
    call.workspace.tag_name(call.id())
    return tag_data(call.workspace, call.id())


def create_tag(call: Call) -> Json:
    """`POST /tags`: makes it, or gives the one of this name."""
    id = call.workspace.add_tag(read(TagName, call.body, status=400).name)
    return tag_data(call.workspace, id) | {"users": [], "companies": []}


def delete_tag(call: Call) -> None:
    """`DELETE /tags/{id}`."""
    call.workspace.tag_name(call.id())
    del call.workspace.tags[call.id()]
    for conversation in call.workspace.conversations.values():
        conversation.tags.pop(call.id(), None)
    for contact in call.workspace.contacts.values():
        contact.tag_ids = [id for id in contact.tag_ids if id != call.id()]


def ticket_types(call: Call) -> Json:
    """`GET /ticket_types`."""
    return {"type": "list", "data": list(call.workspace.ticket_types.values())}


def create_ticket(call: Call) -> Json:
    """`POST /tickets`."""
    wanted = read(NewTicket, call.body)
    given = wanted.contacts[0].model_dump(exclude_defaults=True)
    if not given:
        raise invalid("A contact needs an id, an external_id or an email", field="contacts")
    contact = call.workspace.contact(given["id"]) if "id" in given else call.workspace.contact_where(**given)
    return _ticket(call, wanted.ticket_type_id, contact, wanted.ticket_attributes)


def convert(call: Call) -> Json:
    """`POST /conversations/{id}/convert`."""
    wanted = read(ToTicket, call.body)
    conversation = call.workspace.conversation(call.id())
    contact = call.workspace.contacts[conversation.contact_id]
    return _ticket(call, wanted.ticket_type_id, contact, wanted.attributes, conversation)


def _ticket(
    call: Call, type_id: str, contact: Contact, attributes: dict[str, Any], conversation: Conversation | None = None
) -> Json:
    kind = call.workspace.ticket_types.get(type_id)
    if kind is None:
        raise invalid("Ticket type is not a customer ticket type", field="ticket_type_id", status=400)
    now, id = call.workspace.now, conversation.id if conversation else call.workspace.new_id()
    parts = [
        {
            "type": "ticket_part", "id": part.id, "part_type": "comment", "body": part.body,
            "created_at": part.created_at, "updated_at": part.created_at, "author": _writer(part.author),
            "attachments": [], "redacted": False, "app_package_code": "sandbox",
        }
        for part in (conversation.messages if conversation else ()) if part.body
    ]  # fmt: skip
    ticket: Json = {
        "type": "ticket", "id": id, "ticket_id": str(len(call.workspace.tickets) + 1), "category": kind["category"],
        "ticket_attributes": attributes, "ticket_state": kind["ticket_states"]["data"][0], "ticket_type": kind,
        "contacts": {"type": "contact.list", "contacts": [
            {"type": "contact", "id": contact.id, "external_id": contact.external_id}]},
        "admin_assignee_id": 0, "team_assignee_id": 0, "created_at": now, "updated_at": now, "open": True,
        "linked_objects": {"type": "list", "data": [], "total_count": 0, "has_more": False}, "is_shared": True,
        "ticket_parts": {"type": "ticket_part.list", "ticket_parts": parts, "total_count": len(parts)},
    }  # fmt: skip
    call.workspace.tickets[id] = ticket
    if conversation:
        conversation.ticket_id = id
    return ticket


def _writer(author: Author) -> Json:
    """An author as tickets name them, which know of no leads."""
    return author_data(author) | {"type": "user" if author.type == "lead" else author.type}


def search_articles(call: Call) -> Json:
    """`GET /articles/search`."""
    phrase = (call.query("phrase") or "").lower()
    found = [one for one in call.workspace.articles if phrase in f"{one['title']} {to_text(one['body'])}".lower()]
    pages = {"type": "pages", "page": 1, "total_pages": 1, "per_page": 10}
    data = {"articles": found, "highlights": []}
    return {"type": "list", "total_count": len(found), "data": data, "pages": pages}


def export_workflow(call: Call) -> Json:
    """`GET /export/workflows/{id}`."""
    workflow = call.workspace.workflows.get(call.id())
    if workflow is None:
        raise not_found("Workflow not found")
    at = datetime.fromtimestamp(call.workspace.now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"export_version": "1.0", "exported_at": at, "app_id": 12345, "workflow": workflow}


def exchange_code(call: Call) -> Json:
    """`POST /auth/eagle/token`: a code, once, for a token."""
    given = read(CodeForToken, call.body)
    if given.client_secret != call.sandbox.settings.client_secret:
        raise RefusedError(401, "unauthorized", "Client secret is invalid")
    token = call.sandbox.consent.redeem(given.code, given.client_id)
    return {"token_type": "Bearer", "token": token, "access_token": token}


def uninstall(call: Call) -> None:
    """`POST /auth/uninstall`: the token ends."""
    call.sandbox.consent.end(call.token)
