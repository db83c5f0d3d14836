"""The API's calls about contacts and what is defined about them."""

from __future__ import annotations

from flowdesigner.sandbox.bodies import ContactFields, Merge, TagPut, read
from flowdesigner.sandbox.call import Call, Json
from flowdesigner.sandbox.paging import asked_in, page
from flowdesigner.sandbox.people import Contact
from flowdesigner.sandbox.people_shapes import company_data, contact_data, tag_data
from flowdesigner.sandbox.refusal import RefusedError, invalid
from flowdesigner.sandbox.search import in_order, matches


def listed(call: Call) -> Json:
    """`GET /contacts`."""
    return _page(_all(call), call.query("per_page"), call.query("starting_after"))


def search(call: Call) -> Json:
    """`POST /contacts/search`."""
    fitting = [thing for thing in _all(call) if matches(call.body.get("query"), thing)]
    return _page(in_order(fitting, call.body.get("sort")), *asked_in(call.body))


def _all(call: Call) -> list[Json]:
    return in_order([contact_data(call.workspace, one) for one in call.workspace.living_contacts()], None)


def _page(things: list[Json], per_page: object, starting_after: object) -> Json:
    shown, pages = page(things, per_page, starting_after)
    return {"type": "list", "data": shown, "total_count": len(things), "pages": pages}


def create(call: Call) -> Json:
    """`POST /contacts`."""
    fields = read(ContactFields, call.body)
    if not (fields.email or fields.external_id or fields.role):
        raise invalid("One of email, external_id or role is needed", field="email", status=400)
    if fields.external_id and any(one.external_id == fields.external_id for one in call.workspace.living_contacts()):
        raise RefusedError(409, "conflict", "A contact matching those details already exists")
    return contact_data(call.workspace, _apply(call, call.workspace.add_contact(), fields))


def find(call: Call) -> Json:
    """`GET /contacts/{id}`."""
    return contact_data(call.workspace, _contact(call))


def find_by_external_id(call: Call) -> Json:
    """`GET /contacts/find_by_external_id/{external_id}`."""
    return contact_data(call.workspace, call.workspace.contact_where(external_id=call.id("external_id")))


def update(call: Call) -> Json:
    """`PUT /contacts/{id}`: custom attributes must be defined in the workspace."""
    return contact_data(call.workspace, _apply(call, _contact(call), read(ContactFields, call.body)))


def _apply(call: Call, contact: Contact, fields: ContactFields) -> Contact:
    given = fields.model_dump(exclude_unset=True)
    custom = given.pop("custom_attributes", None) or {}
    defined = {one["name"] for one in call.workspace.contact_attributes if one["custom"]}
    for name in custom:
        if name not in defined:
            raise invalid(f"Custom attribute '{name}' does not exist", field=name, status=400)
    for name, value in given.items():
        if name != "role" or value:
            setattr(contact, name, value)
    contact.custom_attributes.update(custom)
    contact.updated_at = call.workspace.now
    return contact


def delete(call: Call) -> Json:
    """`DELETE /contacts/{id}`; the conversations stay."""
    contact = _contact(call)
    contact.is_deleted = True
    return {"type": "contact", "id": contact.id, "external_id": contact.external_id, "deleted": True}


def merge(call: Call) -> Json:
    """`POST /contacts/merge`: the first becomes part of the second."""
    wanted = read(Merge, call.body)
    source, into = call.workspace.contact(wanted.source), call.workspace.contact(wanted.into)
    if source.id == into.id:
        raise RefusedError(400, "invalid_merge", "A contact cannot be merged into itself")
    source.merged_into = into.id
    for conversation in call.workspace.conversations.values():
        if conversation.contact_id == source.id:
            conversation.contact_id = into.id
    return contact_data(call.workspace, into)


def companies(call: Call) -> Json:
    """`GET /contacts/{id}/companies`."""
    found = [company_data(call.workspace, name) for name in _contact(call).companies]
    pages = {"type": "pages", "page": 1, "per_page": 50, "total_pages": 1, "next": None}
    return {"type": "list", "companies": found, "total_count": len(found), "pages": pages}


def tags(call: Call) -> Json:
    """`GET /contacts/{id}/tags`."""
    return {"type": "list", "data": [tag_data(call.workspace, id) for id in _contact(call).tag_ids]}


def tag(call: Call) -> Json:
    """`POST /contacts/{id}/tags`."""
    contact, put = _contact(call), read(TagPut, call.body)
    call.workspace.tag_name(put.id)
    if put.id not in contact.tag_ids:
        contact.tag_ids.append(put.id)
    return tag_data(call.workspace, put.id)


def untag(call: Call) -> Json:
    """`DELETE /contacts/{id}/tags/{tag_id}`."""
    contact, tag_id = _contact(call), call.id("tag_id")
    call.workspace.tag_name(tag_id)
    if tag_id in contact.tag_ids:
        contact.tag_ids.remove(tag_id)
    return tag_data(call.workspace, tag_id)


def data_attributes(call: Call) -> Json:
    """`GET /data_attributes`; conversations' are elsewhere since 2.16."""
    model = call.query("model")
    if model == "conversation":
        raise invalid("model=conversation is no longer supported. Use GET /conversations/attributes instead")
    return {"type": "list", "data": call.workspace.contact_attributes if model in (None, "contact") else []}


def _contact(call: Call) -> Contact:
    return call.workspace.contact(call.id())
