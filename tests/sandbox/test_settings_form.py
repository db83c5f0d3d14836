"""The settings are changed while the sandbox runs: what is named, all of it or nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from flowdesigner.sandbox import Sandbox, customers
from flowdesigner.sandbox.seeds import BILLING
from tests.sandbox.subscriber import Webhook


async def test_what_is_named_changes_and_the_rest_stays(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    before = (await api.get("/_settings")).json()
    changed = {"webhook": " https://bot.example.com/hook ", "token": "t", "new_conversations_team": BILLING}
    answer = await api.post("/_settings", json=changed)
    assert answer.json() == before | changed | {"webhook": "https://bot.example.com/hook"}
    assert sandbox.start("Hello").team_id == BILLING


async def test_the_token_holds_from_the_next_call_on(api: httpx.AsyncClient) -> None:
    assert (await api.get("/me")).status_code == 200
    await api.post("/_settings", json={"token": "right"})
    assert (await api.get("/me")).status_code == 401
    assert (await api.get("/me", headers={"Authorization": "Bearer right"})).status_code == 200


async def test_a_check_box_that_is_not_ticked_refuses_its_calls_and_no_others(api: httpx.AsyncClient) -> None:
    await api.post("/_settings", json={"lacks": ["Read tags", "Write conversations"]})
    refused = [await api.get("/tags"), await api.post("/conversations/1/reply", json={})]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert refused[0].json()["errors"][0]["code"] == "forbidden"
    assert (await api.get("/me")).status_code == (await api.get("/admins")).status_code == 200
    assert (await api.post("/tags", json={"name": "new"})).status_code == 200


async def test_workspaces_of_different_names_have_different_ids(api: httpx.AsyncClient) -> None:
    europe, again = Sandbox(name="Acme Europe"), Sandbox(name="Acme Europe")
    assert (await api.get("/me")).json()["app"]["id_code"] == "acme0001"
    assert europe.workspace.app_id == again.workspace.app_id != "acme0001"


async def test_nobody_gets_new_conversations(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    await api.post("/_settings", json={"new_conversations_team": ""})
    assert sandbox.start("Hello").lines == ["Mia Novak: Hello"]


async def test_a_team_gets_them_a_moment_later(sandbox: Sandbox, webhook: Webhook, api: httpx.AsyncClient) -> None:
    await api.post("/_settings", json={"assigned_afterwards": True})
    assert sandbox.start("Hello").lines == ["Mia Novak: Hello", "assigned to Order bot by Fin"]
    await sandbox.courier.idle()
    created, assigned = (post.data["data"]["item"] for post in webhook.posts)
    assert (created["team_assignee_id"], assigned["team_assignee_id"]) == (0, 6100005)


async def test_the_version_and_the_field_of_buttons_shape_notifications(
    sandbox: Sandbox, webhook: Webhook, api: httpx.AsyncClient
) -> None:
    shape = {"notification_version": "2.14", "quick_reply_field": "quick_reply_option_uuid"}
    await api.post("/_settings", json=shape)
    talk = sandbox.start("Hello")
    customers.reply(sandbox.workspace, talk, "Yes", pressed="u1")
    await sandbox.courier.idle()
    part = webhook.posts[-1].data["data"]["item"]["conversation_parts"]["conversation_parts"][0]
    assert (part["body"], part["metadata"]) == ("<p>Yes</p>", {"quick_reply_option_uuid": "u1"})


@pytest.mark.parametrize(
    ("wrong", "field", "status"),
    [
        ({"webhook": "bot.example.com"}, "webhook", 422),
        ({"webhook": "ftp://bot.example.com"}, "webhook", 422),
        ({"webhook": "http://"}, "webhook", 422),
        ({"client_secret": " "}, "client_secret", 422),
        ({"notification_version": "3.0"}, "notification_version", 422),
        ({"quick_reply_field": "uuid"}, "quick_reply_field", 422),
        ({"topics": ["contact.replied"]}, "topics", 422),
        ({"lacks": ["Read minds"]}, "lacks", 422),
        ({"retry_after": -1}, "retry_after", 422),
        ({"colour": "green"}, "colour", 422),
        ({"new_conversations_team": "1"}, None, 404),
    ],
)
async def test_nonsense_is_refused_and_nothing_changes(
    api: httpx.AsyncClient, wrong: dict[str, Any], field: str | None, status: int
) -> None:
    before = (await api.get("/_settings")).json()
    answer = await api.post("/_settings", json={"token": "new", **wrong})
    assert answer.status_code == status
    assert answer.json()["errors"][0].get("field") == field
    assert (await api.get("/_settings")).json() == before
