"""Intercom's search language: what each operator finds, its order and pages, and what is refused."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from flowdesigner.sandbox import Sandbox, teammates
from flowdesigner.sandbox.seeds import BILLING, MARA, MIA
from flowdesigner.settings import SANDBOX_BOT_AGENT as OLIVE
from flowdesigner.settings import SANDBOX_BOT_TEAM
from tests.sandbox.subscriber import START, Clock

Json = dict[str, Any]


def found(answer: httpx.Response) -> list[str]:
    """The conversations by their first words."""
    return [one["source"]["body"].removeprefix("<p>").removesuffix("</p>") for one in answer.json()["conversations"]]


def one(field: str, operator: str, value: object) -> Json:
    return {"field": field, "operator": operator, "value": value}


@pytest.fixture
async def three(sandbox: Sandbox, clock: Clock) -> None:
    """Three conversations, a minute between them: with the bot, closed by Mara, and with nobody."""
    workspace = sandbox.workspace
    mara = workspace.admin(MARA)
    sandbox.start("first parcel")
    clock.now += 60
    second = sandbox.start("second invoice", sandbox.contact("Jon Ek"))
    teammates.reply(workspace, second, mara, "<p>Here</p>")
    teammates.tag(workspace, second, mara, workspace.add_tag("billing"))
    teammates.close(workspace, second, mara)
    clock.now += 60
    sandbox.settings.new_conversations_team = ""
    third = sandbox.start("third parcel")
    third.custom_attributes["Topic"] = "orders"
    clock.now += 60


QUERIES: dict[str, tuple[Json, list[str]]] = {
    "equal": (one("state", "=", "closed"), ["second invoice"]),
    "not equal": (one("state", "!=", "closed"), ["third parcel", "first parcel"]),
    "true": (one("open", "=", True), ["third parcel", "first parcel"]),
    "later or then": (one("created_at", ">", str(START + 60)), ["third parcel", "second invoice"]),
    "earlier or then": (one("created_at", "<", START + 60), ["second invoice", "first parcel"]),
    "one of": (one("team_assignee_id", "IN", [SANDBOX_BOT_TEAM, BILLING]), ["second invoice", "first parcel"]),
    "none of": (one("team_assignee_id", "NIN", [SANDBOX_BOT_TEAM]), ["third parcel"]),
    "nobody's": (one("team_assignee_id", "=", "0"), ["third parcel"]),
    "nobody's as null": (one("team_assignee_id", "=", None), ["third parcel"]),
    "a word of the first message": (one("source.body", "~", "parcel"), ["third parcel", "first parcel"]),
    "without a word": (one("state", "!~", "clos"), ["third parcel", "first parcel"]),
    "begins so": (one("state", "^", "clo"), ["second invoice"]),
    "ends so": (one("state", "$", "sed"), ["second invoice"]),
    "a customer's": (one("contact_ids", "=", MIA), ["third parcel", "first parcel"]),
    "who took part": (one("teammate_ids", "=", MARA), ["second invoice"]),
    "nobody took part": (one("teammate_ids", "=", None), ["third parcel", "first parcel"]),
    "of the source's author": (one("source.author.name", "=", "Jon Ek"), ["second invoice"]),
    "an attribute": (one("custom_attribute.Topic", "=", "orders"), ["third parcel"]),
    "both": ({"operator": "AND", "value": [one("open", "=", True), one("contact_ids", "=", MIA)]},
             ["third parcel", "first parcel"]),
    "either": ({"operator": "OR", "value": [one("state", "=", "closed"), one("team_assignee_id", "=", 0)]},
               ["third parcel", "second invoice"]),
}  # fmt: skip


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("name", QUERIES)
async def test_finds(name: str, api: httpx.AsyncClient) -> None:
    query, expected = QUERIES[name]
    assert found(await api.post("/conversations/search", json={"query": query})) == expected


@pytest.mark.usefixtures("three")
async def test_finds_by_tag(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    query = one("tag_ids", "=", sandbox.workspace.add_tag("billing"))
    assert found(await api.post("/conversations/search", json={"query": query})) == ["second invoice"]
    assert "conversation_parts" not in (await api.post("/conversations/search", json={"query": query})).json()


EVERYTHING = one("created_at", ">", 0)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ({"field": "created_at", "order": "ascending"}, ["first parcel", "second invoice", "third parcel"]),
        ({"field": "state", "order": "ascending"}, ["second invoice", "first parcel", "third parcel"]),
        ({"field": "statistics.first_close_at", "order": "descending"},
         ["second invoice", "third parcel", "first parcel"]),
    ],
)  # fmt: skip
async def test_sorts(sort: Json, expected: list[str], api: httpx.AsyncClient) -> None:
    assert found(await api.post("/conversations/search", json={"query": EVERYTHING, "sort": sort})) == expected


WRONG: dict[str, Json] = {
    "no query": {},
    "no operator": {"query": {"field": "state", "value": "open"}},
    "an operator that does not exist": {"query": one("state", "≈", "open")},
    "a field that does not exist": {"query": one("colour", "=", "green")},
    "a field of contacts": {"query": one("tag_id", "=", "1")},
    "no list for IN": {"query": one("state", "IN", "open")},
    "no number for >": {"query": one("created_at", ">", "yesterday")},
    "no list for AND": {"query": {"operator": "AND", "value": "open"}},
    "too many filters": {"query": {"operator": "AND", "value": [EVERYTHING] * 16}},
    "too deep": {"query": {"operator": "AND", "value": [{"operator": "AND", "value": [
        {"operator": "AND", "value": [{"operator": "AND", "value": [EVERYTHING]}]}]}]}},
    "an order that does not exist": {"query": EVERYTHING, "sort": {"order": "desc"}},
    "an order by a list": {"query": EVERYTHING, "sort": {"field": "tag_ids"}},
    "an order by an object": {"query": EVERYTHING, "sort": {"field": "source"}},
    "pages that are none": {"query": EVERYTHING, "pagination": "all"},
    "pages too long": {"query": EVERYTHING, "pagination": {"per_page": 151}},
    "pages too short": {"query": EVERYTHING, "pagination": {"per_page": 0}},
    "pages of words": {"query": EVERYTHING, "pagination": {"per_page": "many"}},
    "a cursor from elsewhere": {"query": EVERYTHING, "pagination": {"starting_after": "x"}},
    "a cursor without a page": {"query": EVERYTHING, "pagination": {"starting_after": "WyJ4IiwgIjEiXQ=="}},
}  # fmt: skip


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("name", WRONG)
async def test_refuses(name: str, api: httpx.AsyncClient) -> None:
    answer = await api.post("/conversations/search", json=WRONG[name])
    assert answer.status_code == 400, answer.text
    assert answer.json()["type"] == "error.list"


async def test_pages_have_everything_once_although_more_comes_between(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    for number in range(5):
        sandbox.start(str(number))
    seen, pagination = [], {"per_page": 2}
    while pagination:
        answer = await api.post("/conversations/search", json={"query": EVERYTHING, "pagination": pagination})
        seen += found(answer)
        sandbox.start("newer")
        pagination = answer.json()["pages"].get("next")
    assert seen == ["4", "3", "2", "1", "0"]


async def test_the_cursor_beside_the_body_is_ignored(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    for number in range(3):
        sandbox.start(str(number))
    body = {"query": EVERYTHING, "pagination": {"per_page": 2}}
    answer = await api.post("/conversations/search", json=body)
    cursor = answer.json()["pages"]["next"]["starting_after"]
    again = await api.post("/conversations/search", params={"starting_after": cursor}, json=body)
    assert found(again) == found(answer) == ["2", "1"]


async def test_lists_take_the_cursor_from_the_address(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    listed = (await api.get("/contacts", params={"per_page": 3})).json()
    assert (listed["total_count"], listed["pages"]["total_pages"], len(listed["data"])) == (4, 2, 3)
    rest = (await api.get("/contacts", params=listed["pages"]["next"])).json()
    assert (len(rest["data"]), rest["pages"]["page"], "next" in rest["pages"]) == (1, 2, False)


async def test_contacts_are_found_by_tag_and_role(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    tag = sandbox.workspace.add_tag("vip")
    await api.post(f"/contacts/{MIA}/tags", json={"id": tag})
    for query, count in ((one("tag_id", "=", tag), 1), (one("role", "=", "lead"), 1), (one("email", "$", "com"), 3)):
        assert (await api.post("/contacts/search", json={"query": query})).json()["total_count"] == count
    answer = await api.post("/contacts/search", json={"query": one("tag_ids", "=", OLIVE)})
    assert answer.status_code == 400
