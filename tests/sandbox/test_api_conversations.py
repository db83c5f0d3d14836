"""What calls do to conversations, and what is refused: told by the conversation's own lines."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from flowdesigner.sandbox import Sandbox, teammates
from flowdesigner.sandbox.conversation import Conversation, Option
from flowdesigner.sandbox.seeds import BILLING, MARA, MIA, TECHNICAL_SUPPORT
from flowdesigner.settings import SANDBOX_BOT_AGENT as OLIVE
from tests.sandbox.subscriber import START, Clock, Webhook

Json = dict[str, Any]
YES = "a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb"
AS_BOT = {"type": "admin", "admin_id": OLIVE}
AS_MIA = {"type": "user", "intercom_user_id": MIA}


async def replied(api: httpx.AsyncClient, talk: Conversation | str, **body: object) -> httpx.Response:
    id = talk if isinstance(talk, str) else talk.id
    return await api.post(f"/conversations/{id}/reply", json={"message_type": "comment", **body})


async def managed(api: httpx.AsyncClient, talk: Conversation, **body: object) -> httpx.Response:
    return await api.post(f"/conversations/{talk.id}/parts", json={**AS_BOT, **body})


async def test_a_whole_conversation(api: httpx.AsyncClient, talk: Conversation, clock: Clock) -> None:
    await replied(api, talk, **AS_BOT, body="<p>Which one?</p>")
    await replied(api, talk, **AS_BOT, message_type="note", body="Slow today")
    await replied(api, talk, **AS_BOT, message_type="quick_reply", reply_options=[{"text": "That", "uuid": YES}])
    await replied(api, talk, **AS_MIA, message_type="quick_reply", reply_options=[{"text": "That", "uuid": YES}])
    await managed(api, talk, message_type="assignment", type="team", assignee_id=BILLING)
    await managed(api, talk, message_type="snoozed", snoozed_until=int(clock.now) + 60)
    await managed(api, talk, message_type="open")
    await managed(api, talk, message_type="close", body="<p>Bye</p>")
    await replied(api, talk, **AS_MIA, body="One more thing")
    await managed(api, talk, message_type="close")
    await managed(api, talk, message_type="assignment", type="admin", assignee_id="0")
    assert talk.lines == [
        "Mia Novak: Where is my order?",
        "Olive Bot: Which one?",
        "Olive Bot notes: Slow today",
        "Olive Bot: [That]",
        "Mia Novak: That",
        "assigned to Billing by Olive Bot",
        "assigned to Mara Lindt by Fin",
        "snoozed by Olive Bot",
        "back from snooze",
        "Olive Bot: Bye",
        "closed by Olive Bot",
        "Mia Novak: One more thing",
        "closed by Olive Bot",
        "assigned to nobody by Olive Bot",
    ]
    assert talk.state == "open"


async def test_assigning_a_closed_one_opens_it_under_a_topic_of_its_own(
    sandbox: Sandbox, api: httpx.AsyncClient, webhook: Webhook, talk: Conversation
) -> None:
    await managed(api, talk, message_type="close")
    await managed(api, talk, message_type="assignment", type="team", assignee_id=TECHNICAL_SUPPORT)
    await sandbox.courier.idle()
    assert webhook.topics[-2:] == ["admin.closed", "admin.open.assigned"]


async def test_a_customer_answers_the_newest_of_the_own_conversations_by_email_or_own_id(
    sandbox: Sandbox, api: httpx.AsyncClient, talk: Conversation
) -> None:
    newer = sandbox.start("Another thing")
    sandbox.start("Not mine", sandbox.contact("Jon Ek"))
    await replied(api, "last", type="user", email="mia.novak@example.com", body="By email")
    await replied(api, "last", type="user", user_id="cust-1001", body="By id")
    assert newer.lines[1:] == ["Mia Novak: By email", "Mia Novak: By id"]


async def test_files_are_kept_and_can_be_fetched(sandbox: Sandbox, api: httpx.AsyncClient, talk: Conversation) -> None:
    files = [{"name": "a.txt", "content_type": "text/plain", "data": base64.b64encode(b"hello").decode()}]
    urls = ["https://example.com/pictures/photo.png?size=2"]
    answer = await replied(api, talk, **AS_BOT, body="", attachment_urls=urls, attachment_files=files)
    picture, text = answer.json()["conversation_parts"]["conversation_parts"][0]["attachments"]
    assert (picture["name"], picture["content_type"]) == ("photo.png", "image/png")
    assert (text["filesize"], (await api.get(text["url"])).content) == (5, b"hello")
    assert talk.lines[-1] == "Olive Bot: <photo.png> <a.txt>"


async def test_a_deleted_one_is_gone(
    sandbox: Sandbox, api: httpx.AsyncClient, webhook: Webhook, talk: Conversation
) -> None:
    assert (await api.delete(f"/conversations/{talk.id}")).json()["deleted"] is True
    assert (await api.get(f"/conversations/{talk.id}")).status_code == 404
    await sandbox.courier.idle()
    assert webhook.topics[-1] == "deleted"


async def test_attributes_title_and_whether_it_was_read_change(api: httpx.AsyncClient, talk: Conversation) -> None:
    change = {"custom_attributes": {"Topic": "orders", "Urgent": True}, "title": "Order", "read": True}
    shown = (await api.put(f"/conversations/{talk.id}", json=change)).json()
    assert {name: shown[name] for name in change} == change


async def test_answers_look_as_the_version_has_them(api: httpx.AsyncClient, talk: Conversation) -> None:
    talk.team_id = ""
    looks = {}
    for version in ("2.16", "2.15", "Unstable"):
        shown = (await api.get(f"/conversations/{talk.id}", headers={"Intercom-Version": version})).json()
        looks[version] = (shown["team_assignee_id"], shown["source"]["body"])
    html = "<p>Where is my order?</p>"
    assert looks == {"2.16": (0, html), "2.15": (None, html), "Unstable": (0, html)}


async def test_only_the_newest_500_parts_are_shown(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    sandbox.settings.webhook = ""
    talk = sandbox.start("Hello")
    for number in range(501):
        teammates.reply(sandbox.workspace, talk, sandbox.workspace.admin(OLIVE), str(number))
    parts = (await api.get(f"/conversations/{talk.id}")).json()["conversation_parts"]
    assert (parts["total_count"], len(parts["conversation_parts"])) == (501, 500)
    assert parts["conversation_parts"][0]["body"] == "<p>1</p>"


REFUSED: dict[str, tuple[Json, int, str]] = {
    "silence": ({**AS_BOT, "body": " "}, 422, "parameter_invalid"),
    "no author": ({"type": "admin", "body": "Hi"}, 422, "parameter_invalid"),
    "a stranger": ({"type": "user", "intercom_user_id": "0" * 24, "body": "Hi"}, 404, "not_found"),
    "nobody": ({"type": "user", "body": "Hi"}, 404, "not_found"),
    "another customer": ({"type": "user", "user_id": "cust-1002", "body": "Hi"}, 404, "not_found"),
    "a customer's note": ({**AS_MIA, "message_type": "note", "body": "Hi"}, 422, "parameter_invalid"),
    "no buttons": ({**AS_BOT, "message_type": "quick_reply"}, 422, "parameter_invalid"),
    "a button without an id": (
        {**AS_BOT, "message_type": "quick_reply", "reply_options": [{"text": "Yes", "uuid": "yes"}]}, 422,
        "parameter_invalid",
    ),
    "a button that was not offered": (
        {**AS_MIA, "message_type": "quick_reply", "reply_options": [{"text": "Yes", "uuid": YES}]}, 422,
        "parameter_invalid",
    ),
    "eleven pictures": (
        {**AS_BOT, "body": "Look", "attachment_urls": ["https://example.com/a.png"] * 11}, 422, "parameter_invalid",
    ),
    "a shout": ({**AS_BOT, "message_type": "shout", "body": "Hi"}, 422, "parameter_invalid"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
async def test_a_reply_is_refused(name: str, api: httpx.AsyncClient, talk: Conversation) -> None:
    body, status, code = REFUSED[name]
    answer = await replied(api, talk, **body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)
    assert talk.lines == ["Mia Novak: Where is my order?"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"message_type": "snoozed", "snoozed_until": START - 1}, 422),
        ({"message_type": "snoozed"}, 422),
        ({"message_type": "vanish"}, 422),
        ({"message_type": "close", "admin_id": "1"}, 404),
        ({"message_type": "assignment", "type": "admin", "assignee_id": "1"}, 404),
    ],
)
async def test_managing_is_refused(api: httpx.AsyncClient, talk: Conversation, body: Json, status: int) -> None:
    assert (await managed(api, talk, **body)).status_code == status
    assert talk.lines == ["Mia Novak: Where is my order?"]


@pytest.mark.parametrize(
    ("content", "headers", "code"),
    [
        (b"{", {}, "parameter_invalid"),
        (b"[]", {}, "parameter_invalid"),
        (b"{}", {"Intercom-Version": "9.9"}, "intercom_version_invalid"),
    ],
)
async def test_a_call_that_is_none_is_refused(
    api: httpx.AsyncClient, content: bytes, headers: dict[str, str], code: str
) -> None:
    answer = await api.post("/conversations", content=content, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)


async def test_calls_are_kept_with_what_came_of_them(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    await api.get("/me")
    await api.post("/tags", content=b"not JSON")
    assert [(call.method, call.path, call.body, call.status) for call in sandbox.calls] == [
        ("GET", "/me", None, 200),
        ("POST", "/tags", "not JSON", 400),
    ]


async def test_what_is_not_there_is_said_in_intercom_s_words(api: httpx.AsyncClient) -> None:
    for method, path, status in (("GET", "/nonesuch", 404), ("PATCH", "/me", 405)):
        answer = await api.request(method, path)
        assert (answer.status_code, answer.json()["type"]) == (status, "error.list")


async def test_a_snoozed_one_wakes_when_its_time_has_come(
    sandbox: Sandbox, webhook: Webhook, talk: Conversation, clock: Clock
) -> None:
    mara = sandbox.workspace.admin(MARA)
    teammates.snooze(sandbox.workspace, talk, mara, int(clock.now) + 60)
    teammates.wake(sandbox.workspace)
    assert talk.state == "snoozed"
    clock.now += 60
    teammates.wake(sandbox.workspace)
    await sandbox.courier.idle()
    assert (talk.state, webhook.topics[-1]) == ("open", "admin.unsnoozed")


def test_buttons_are_offered_until_something_is_said_about_them() -> None:
    sandbox = Sandbox()
    workspace, talk = sandbox.workspace, sandbox.start("Hi")
    olive = workspace.admin(OLIVE)
    teammates.quick_reply(workspace, talk, olive, [Option("Yes", YES)])
    teammates.note(workspace, talk, olive, "for us")
    assert [option.text for option in talk.offered] == ["Yes"]
    teammates.reply(workspace, talk, olive, "Something else")
    assert not talk.offered
