"""Every call of Intercom's API that the client makes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from flowdesigner.intercom.client import Intercom
from flowdesigner.intercom.conversations import Upload

BOT, TEAM, TALK, CONTACT = "7400001", "6100005", "215470000000042", "66f0a1b2c3d4e5f60718293a"
UUIDS = ("a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb", "f0a8e3d1-6c1b-4f44-9d20-1f6f4f5f0a11")
Call = Callable[[Intercom], Awaitable[object]]


async def drained(intercom: Intercom) -> list[str]:
    query = {"field": "open", "operator": "=", "value": True}
    return [conversation.id async for conversation in intercom.conversations.search(query)]


CALLS: dict[str, Call] = {
    "GET /me": lambda it: it.me(),
    "GET /admins": lambda it: it.teammates.list(),
    "GET /teams": lambda it: it.teammates.teams(),
    "POST /conversations/{}/reply comment": lambda it: it.conversations.reply(TALK, agent=BOT, body="<p>Hello</p>"),
    "POST /conversations/{}/reply images": lambda it: it.conversations.reply(
        TALK, agent=BOT, body="<p>Look</p>", attachment_urls=["https://example.com/a.png"]
    ),
    "POST /conversations/{}/reply files": lambda it: it.conversations.reply(
        TALK, agent=BOT, body="<p>Look</p>", files=[Upload("a.txt", "text/plain", b"hello")]
    ),
    "POST /conversations/{}/reply contact": lambda it: it.conversations.reply_as_contact(
        TALK, contact=CONTACT, body="Hi"
    ),
    "POST /conversations/{}/reply note": lambda it: it.conversations.note(TALK, agent=BOT, body="<p>Between us</p>"),
    "POST /conversations/{}/reply quick": lambda it: it.conversations.quick_reply(
        TALK, agent=BOT, options=[{"text": "Yes", "uuid": UUIDS[0]}, {"text": "No", "uuid": UUIDS[1]}]
    ),
    "POST /conversations/{}/parts assign": lambda it: it.conversations.assign(TALK, agent=BOT, assignee=TEAM),
    "POST /conversations/{}/parts teammate": lambda it: it.conversations.assign(
        TALK, agent=BOT, assignee="7400002", to_team=False
    ),
    "POST /conversations/{}/parts unassign": lambda it: it.conversations.assign(TALK, agent=BOT, assignee="0"),
    "POST /conversations/{}/parts close": lambda it: it.conversations.close(TALK, agent=BOT, body="<p>Solved</p>"),
    "POST /conversations/{}/parts close silently": lambda it: it.conversations.close(TALK, agent=BOT),
    "POST /conversations/{}/parts snooze": lambda it: it.conversations.snooze(
        TALK, agent=BOT, until=datetime(2030, 1, 1, tzinfo=UTC)
    ),
    "POST /conversations/{}/parts open": lambda it: it.conversations.open(TALK, agent=BOT),
    "GET /conversations/{}": lambda it: it.conversations.get(TALK),
    "GET /conversations/{} plain": lambda it: it.conversations.get(TALK, plaintext=True),
    "POST /conversations": lambda it: it.conversations.create(contact=CONTACT, body="Hello"),
    "POST /conversations/search": drained,
    "POST /conversations/{}/tags": lambda it: it.conversations.tag(TALK, agent=BOT, tag="9"),
    "DELETE /conversations/{}/tags/{}": lambda it: it.conversations.untag(TALK, agent=BOT, tag="9"),
    "PUT /conversations/{}": lambda it: it.conversations.set_attributes(TALK, {"Topic": "billing", "Urgent": True}),
    "GET /conversations/attributes": lambda it: it.conversations.attributes(),
    "POST /conversations/{}/convert": lambda it: it.conversations.convert(TALK, ticket_type="12"),
    "GET /tags": lambda it: it.tags.list(),
    "POST /tags": lambda it: it.tags.create("technical"),
    "GET /contacts/{}": lambda it: it.contacts.get(CONTACT),
    "PUT /contacts/{}": lambda it: it.contacts.update(CONTACT, {"custom_attributes": {"plan": "pro"}}),
    "GET /contacts/{}/tags": lambda it: it.contacts.tags(CONTACT),
    "GET /contacts/{}/companies": lambda it: it.contacts.companies(CONTACT),
    "POST /contacts/{}/tags": lambda it: it.contacts.tag(CONTACT, tag="9"),
    "DELETE /contacts/{}/tags/{}": lambda it: it.contacts.untag(CONTACT, tag="9"),
    "GET /data_attributes": lambda it: it.contacts.attributes(),
    "GET /ticket_types": lambda it: it.tickets.types(),
    "POST /tickets": lambda it: it.tickets.create(
        ticket_type="12", contact=CONTACT, attributes={"_default_title_": "Broken"}
    ),
    "GET /articles/search": lambda it: it.articles.search("invoice"),
    "GET /export/workflows/{}": lambda it: it.workflows.export("77"),
}
