"""The calls as they arrive at Intercom."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from flowdesigner.channel.delivery import calls_for, carry_out
from flowdesigner.errors import NotFoundError
from flowdesigner.flow.action import Action, CloseConversation, HandOver, OfferOptions, Option, SendMessage
from flowdesigner.intercom.client import Intercom
from tests.channel.intercom import AGENT, BOT, MIA, PEOPLE, SETTINGS, assignment, item, part

OPTION = Option(id="a", label="Bills", uuid="6f1c5c0e-0000-4000-8000-000000000001")


class Workspace:
    """Intercom's end of the line: notes calls, answers with the conversation and these parts after what was there."""

    def __init__(self, *made: dict[str, Any]) -> None:
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self._parts = [part(BOT, "Hi", at=1), part(MIA, "Hi", at=2), *made]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        self.calls.append((request.method, request.url.path, body))
        if request.url.path.endswith("/tags"):
            return httpx.Response(200, json={"type": "tag", "id": "17", "name": body.get("name", "vip")})
        if "gone" in request.url.path:
            return httpx.Response(
                404, json={"type": "error.list", "errors": [{"code": "not_found", "message": "gone"}]}
            )
        return httpx.Response(200, json=item(*self._parts))


async def carried_out(workspace: Workspace, action: Action, conversation: str = "c1") -> list[str]:
    client = httpx.AsyncClient(transport=httpx.MockTransport(workspace))
    async with Intercom("token", client=client) as intercom:
        return [await carry_out(call, intercom) for call in calls_for(action, SETTINGS, conversation)]


async def test_a_message_is_a_comment_of_the_bot_agent_and_names_its_part() -> None:
    said = part(BOT, "Hi", at=3)
    workspace = Workspace(said)
    parts = await carried_out(workspace, SendMessage(text="<p>Hi</p>", images=("https://cdn.test/a.png",)))
    ((method, path, body),) = workspace.calls
    assert (method, path) == ("POST", "/conversations/c1/reply")
    assert (body["message_type"], body["admin_id"], body["body"]) == ("comment", AGENT, "<p>Hi</p>")
    assert body["attachment_urls"] == ["https://cdn.test/a.png"]
    assert parts == [said["id"]]


async def test_buttons_come_after_their_question() -> None:
    asked, shown = part(BOT, "About?", at=3), part(BOT, None, at=4, kind="quick_reply")
    workspace = Workspace(asked, shown)
    parts = await carried_out(workspace, OfferOptions(text="<p>About?</p>", options=(OPTION,)))
    assert [body["message_type"] for _, _, body in workspace.calls] == ["comment", "quick_reply"]
    assert workspace.calls[1][2]["reply_options"] == [{"text": "Bills", "uuid": OPTION.uuid}]
    assert parts == [asked["id"], shown["id"]]


async def test_a_hand_over_makes_the_tag_puts_it_on_and_assigns() -> None:
    done = assignment(BOT, PEOPLE, at=3)
    workspace = Workspace(done)
    parts = await carried_out(workspace, HandOver(provider="intercom", team=PEOPLE, tags=("vip",)))
    assert [(path, body.get("id") or body.get("name")) for _, path, body in workspace.calls[:2]] == [
        ("/tags", "vip"),
        ("/conversations/c1/tags", "17"),
    ]
    _, path, body = workspace.calls[2]
    assert (path, body["message_type"], body["assignee_id"]) == ("/conversations/c1/parts", "assignment", PEOPLE)
    assert parts == ["", done["id"]]


async def test_a_close_names_its_part_even_without_words() -> None:
    done = part(BOT, None, at=3, kind="close")
    assert await carried_out(Workspace(done), CloseConversation(conversation="c1")) == [done["id"]]


async def test_a_part_that_the_answer_does_not_show_has_no_name() -> None:
    assert await carried_out(Workspace(), SendMessage(text="Never said")) == [""]


async def test_what_intercom_refuses_is_the_callers_to_judge() -> None:
    with pytest.raises(NotFoundError):
        await carried_out(Workspace(), SendMessage(text="Hi"), "gone")
