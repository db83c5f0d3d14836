"""Customers over the API: made, changed, merged, deleted, tagged."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from flowdesigner.sandbox import Sandbox
from flowdesigner.sandbox.conversation import Conversation
from flowdesigner.sandbox.seeds import MIA

JON = "66f0a1b2c3d4e5f60718293b"


async def test_a_customer_is_made_and_changed(api: httpx.AsyncClient) -> None:
    made = (await api.post("/contacts", json={"role": "lead", "name": "Ann"})).json()
    change = {"email": "ann@example.com", "custom_attributes": {"plan": "pro", "orders": 3}}
    changed = (await api.put(f"/contacts/{made['id']}", json=change)).json()
    assert (changed["name"], changed["role"], changed["email"]) == ("Ann", "lead", "ann@example.com")
    assert changed["custom_attributes"] == {"plan": "pro", "orders": 3}


async def test_a_merged_one_leads_to_the_other_and_takes_the_conversations_along(
    api: httpx.AsyncClient, talk: Conversation
) -> None:
    assert (await api.post("/contacts/merge", json={"from": MIA, "into": JON})).json()["id"] == JON
    gone = await api.get(f"/contacts/{MIA}")
    assert (gone.status_code, gone.json()["errors"][0]["code"]) == (410, "contact_merged")
    assert gone.headers["Link"] == f'</contacts/{JON}>; rel="canonical"'
    assert talk.contact_id == JON


async def test_a_deleted_one_is_gone_and_the_conversation_stays(api: httpx.AsyncClient, talk: Conversation) -> None:
    assert (await api.delete(f"/contacts/{MIA}")).json()["deleted"] is True
    assert (await api.get(f"/contacts/{MIA}")).status_code == 404
    assert (await api.get(f"/conversations/{talk.id}")).status_code == 200


async def test_tags_are_put_on_once_taken_off_and_end_with_the_tag(
    sandbox: Sandbox, api: httpx.AsyncClient, talk: Conversation
) -> None:
    tag = (await api.post("/tags", json={"name": "VIP"})).json()["id"]
    assert (await api.post("/tags", json={"name": "vip"})).json()["id"] == tag
    for _ in range(2):
        await api.post(f"/contacts/{MIA}/tags", json={"id": tag})
    assert [one["name"] for one in (await api.get(f"/contacts/{MIA}/tags")).json()["data"]] == ["VIP"]
    await api.post(f"/conversations/{talk.id}/tags", json={"id": tag, "admin_id": "7400001"})
    await api.delete(f"/tags/{tag}")
    assert (await api.get(f"/contacts/{MIA}/tags")).json()["data"] == []
    assert not talk.tags


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/contacts", {"name": "Nobody"}, 400, "parameter_invalid"),
        ("POST", "/contacts", {"external_id": "cust-1001"}, 409, "conflict"),
        ("PUT", f"/contacts/{MIA}", {"custom_attributes": {"shoe": 42}}, 400, "parameter_invalid"),
        ("POST", "/contacts/merge", {"from": MIA, "into": MIA}, 400, "invalid_merge"),
        ("GET", "/contacts/find_by_external_id/none", None, 404, "not_found"),
        ("POST", f"/contacts/{MIA}/tags", {"id": "1"}, 404, "not_found"),
        ("POST", "/tickets", {"ticket_type_id": "12", "contacts": []}, 422, "parameter_invalid"),
        ("POST", "/tickets", {"ticket_type_id": "12", "contacts": [{"email": "x@example.com"}]}, 404, "not_found"),
        ("POST", "/tickets", {"ticket_type_id": "12", "contacts": [{"shoe": "42"}]}, 422, "parameter_invalid"),
    ],
)
async def test_nonsense_is_refused(
    api: httpx.AsyncClient, method: str, path: str, body: Any, status: int, code: str
) -> None:
    answer = await api.request(method, path, json=body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)


async def test_a_conversation_becomes_a_ticket(api: httpx.AsyncClient, talk: Conversation) -> None:
    ticket = (await api.post(f"/conversations/{talk.id}/convert", json={"ticket_type_id": "12"})).json()
    assert ticket["ticket_parts"]["ticket_parts"][0]["body"] == "<p>Where is my order?</p>"
    assert (await api.get(f"/conversations/{talk.id}")).json()["ticket"]["id"] == ticket["id"]


async def test_articles_are_found_by_their_words(api: httpx.AsyncClient) -> None:
    for phrase, titles in (("INVOICES", ["Where to find your invoices"]), ("nothing such", [])):
        found = (await api.get("/articles/search", params={"phrase": phrase})).json()["data"]["articles"]
        assert [one["title"] for one in found] == titles
