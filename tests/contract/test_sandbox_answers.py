"""What the sandbox answers is what Intercom's own description says, and so is what it is asked."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from flowdesigner.intercom.client import VERSION, Intercom
from flowdesigner.sandbox import Sandbox, customers, teammates
from flowdesigner.sandbox.conversation import Option
from flowdesigner.sandbox.seeds import BILLING, KIM, MIA, TECHNICAL_SUPPORT
from flowdesigner.settings import SANDBOX_BOT_AGENT as OLIVE
from tests.contract.calls import CALLS, TALK, UUIDS
from tests.contract.description import HOST, Description

pytestmark = pytest.mark.shared
Json = dict[str, Any]
JON = "66f0a1b2c3d4e5f60718293b"


class Checked(httpx.AsyncBaseTransport):
    """Carries calls to the sandbox; holds what it accepts and what it answers against the description."""

    def __init__(self, sandbox: Sandbox, description: Description) -> None:
        self._inner = httpx.ASGITransport(app=sandbox.app)
        self._description = description

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        await answer.aread()
        if answer.is_success:
            self._description.validate_request(request)
        self._description.validate_answer(request, answer)
        return answer


@pytest.fixture
def sandbox() -> Sandbox:
    """With the conversation, the tag and the ticket type that the calls name."""
    sandbox = Sandbox()
    talk = sandbox.start("Where is my order?", url="https://shop.example.com/orders")
    del sandbox.workspace.conversations[talk.id]
    talk.id = TALK
    sandbox.workspace.conversations[TALK] = talk
    sandbox.workspace.tags["9"] = "vip"
    return sandbox


@pytest.fixture
def client(sandbox: Sandbox, description: Description) -> httpx.AsyncClient:
    headers = {"Authorization": "Bearer any", "Intercom-Version": VERSION}
    return httpx.AsyncClient(transport=Checked(sandbox, description), base_url=HOST, headers=headers)


@pytest.mark.parametrize("name", CALLS)
async def test_every_call_of_the_client_is_answered_as_described(name: str, client: httpx.AsyncClient) -> None:
    await CALLS[name](Intercom("any", client=client))


def everything_happened(sandbox: Sandbox) -> None:
    """A conversation with every kind of part in it."""
    workspace, talk = sandbox.workspace, sandbox.workspace.conversations[TALK]
    olive = workspace.admins[OLIVE]
    teammates.reply(workspace, talk, olive, "<p>Well?</p>")
    teammates.quick_reply(workspace, talk, olive, [Option("Yes", UUIDS[0]), Option("No", UUIDS[1])])
    customers.press(workspace, talk, UUIDS[0])
    teammates.note(workspace, talk, olive, "between us")
    teammates.assign(workspace, talk, olive.author, workspace.teams[BILLING])
    teammates.operator_reply(workspace, talk, "Somebody will come")
    teammates.snooze(workspace, talk, olive, workspace.now + 60)
    teammates.reopen(workspace, talk, olive)
    teammates.tag(workspace, talk, olive, "9")
    teammates.close(workspace, talk, olive, "Bye")
    customers.rate(workspace, talk, 5, "Thanks")
    teammates.assign(workspace, talk, olive.author, None)


@pytest.mark.parametrize("plaintext", [{}, {"display_as": "plaintext"}])
async def test_a_conversation_with_everything_in_it(
    sandbox: Sandbox, client: httpx.AsyncClient, plaintext: dict[str, str]
) -> None:
    everything_happened(sandbox)
    answer = await client.get(f"/conversations/{TALK}", params=plaintext)
    kinds = [part["part_type"] for part in answer.json()["conversation_parts"]["conversation_parts"]]
    assert kinds == [
        "comment", "quick_reply", "comment", "note", "assignment", "assignment", "comment", "snoozed", "unsnoozed",
        "close", "assign_and_reopen",
    ]  # fmt: skip
    assert answer.json()["conversation_rating"]["rating"] == 5


CONVERSATION = f"/conversations/{TALK}"
CLOSE = {"message_type": "close", "type": "admin", "admin_id": OLIVE}
ASSIGN = {"message_type": "assignment", "type": "team", "admin_id": OLIVE}
COMMENT = {"message_type": "comment", "type": "admin", "admin_id": OLIVE, "body": "Hi"}
SEARCH = {"query": {"operator": "AND", "value": [{"field": "created_at", "operator": ">", "value": "1"}]}}
MORE: dict[str, tuple[str, str, Json | None, int]] = {
    "one teammate": ("GET", f"/admins/{OLIVE}", None, 200),
    "no such teammate": ("GET", "/admins/1", None, 404),
    "one team": ("GET", f"/teams/{TECHNICAL_SUPPORT}", None, 200),
    "no such team": ("GET", "/teams/1", None, 404),
    "one tag": ("GET", "/tags/9", None, 200),
    "no such tag": ("GET", "/tags/1", None, 404),
    "a tag without a name": ("POST", "/tags", {"name": ""}, 400),
    "a tag goes": ("DELETE", "/tags/9", None, 200),
    "customers": ("GET", "/contacts?per_page=2", None, 200),
    "a new customer": ("POST", "/contacts", {"email": "new@example.com", "name": "New"}, 200),
    "a customer by the shop's id": ("GET", "/contacts/find_by_external_id/cust-1001", None, 200),
    "customers found": ("POST", "/contacts/search", SEARCH, 200),
    "customers in a wrong order": ("POST", "/contacts/search", {**SEARCH, "sort": {"order": "desc"}}, 400),
    "two customers are one": (
        "POST", "/contacts/merge", {"from": JON, "into": MIA, "skip_duplicate_validation": True}, 200,
    ),
    "a customer's tags": ("GET", f"/contacts/{MIA}/tags", None, 200),
    "a customer's tag goes": ("DELETE", f"/contacts/{MIA}/tags/9", None, 200),
    "a customer goes": ("DELETE", f"/contacts/{JON}", None, 200),
    "attributes of conversations": ("GET", "/data_attributes?model=conversation", None, 422),
    "conversations": ("GET", "/conversations?per_page=1", None, 200),
    "no such conversation": ("GET", "/conversations/1", None, 404),
    "a reply in none": ("POST", "/conversations/1/reply", COMMENT, 404),
    "a reply by nobody": ("POST", f"{CONVERSATION}/reply", {**COMMENT, "admin_id": "1"}, 404),
    "closing none": ("POST", "/conversations/1/parts", CLOSE, 404),
    "to no team": ("POST", f"{CONVERSATION}/parts", {**ASSIGN, "assignee_id": "1"}, 404),
    "to who has no seat": ("POST", f"{CONVERSATION}/parts", {**ASSIGN, "type": "admin", "assignee_id": KIM}, 404),
    "a conversation begun by nobody": (
        "POST", "/conversations", {"from": {"type": "user", "id": "0" * 24}, "body": "Hi"}, 404,
    ),
    "a conversation goes": ("DELETE", CONVERSATION, None, 200),
    "a tag on none": ("POST", "/conversations/1/tags", {"id": "9", "admin_id": OLIVE}, 404),
    "no such tag on one": ("DELETE", f"{CONVERSATION}/tags/1", {"admin_id": OLIVE}, 404),
    "a ticket of no kind": ("POST", f"{CONVERSATION}/convert", {"ticket_type_id": "1"}, 400),
    "no such workflow": ("GET", "/export/workflows/1", None, 404),
    "an attribute that nobody defined": ("PUT", CONVERSATION, {"custom_attributes": {"Nonesuch": "x"}}, 404),
}  # fmt: skip


@pytest.mark.parametrize("name", MORE)
async def test_other_calls_and_refusals_are_answered_as_described(name: str, client: httpx.AsyncClient) -> None:
    method, path, body, status = MORE[name]
    answer = await client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    if status >= 400:
        assert answer.json()["type"] == "error.list"


@pytest.fixture
def refused(sandbox: Sandbox, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A client whose token is not good."""
    sandbox.settings.token = "another"
    return client


@pytest.mark.parametrize("path", ["/admins", "/teams", "/tags", "/contacts", "/conversations", CONVERSATION])
async def test_a_wrong_token_is_refused_as_described(path: str, refused: httpx.AsyncClient) -> None:
    answer = await refused.get(path)
    assert answer.status_code == 401
    assert answer.json()["errors"] == [{"code": "unauthorized", "message": "Access Token Invalid"}]
