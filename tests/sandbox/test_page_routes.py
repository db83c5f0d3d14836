"""What the sandbox's pages ask for and do, what they refuse, and that nothing in a message can run."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import httpx
import pytest

from flowdesigner.ports import LOOPBACK
from flowdesigner.sandbox import Sandbox, running_sandbox, teammates
from flowdesigner.sandbox.conversation import Conversation, Option
from flowdesigner.sandbox.page import PAGES
from flowdesigner.sandbox.seeds import BILLING, MARA, MIA
from flowdesigner.settings import SANDBOX_BOT_AGENT as OLIVE
from tests.processes import ROOT
from tests.sandbox.subscriber import Webhook

Json = dict[str, Any]
EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'


async def acted(api: httpx.AsyncClient, talk: Conversation, action: str, **given: object) -> httpx.Response:
    return await api.post(f"/_/conversations/{talk.id}/{action}", json={"by": MARA, **given})


async def seen(api: httpx.AsyncClient, talk: Conversation, **query: str) -> Json:
    shown: Json = (await api.get(f"/_/conversations/{talk.id}", params=query)).json()
    return shown


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_lets_nothing_run_but_its_own_files_and_all_of_them_are_there(
    api: httpx.AsyncClient, path: str
) -> None:
    page = await api.get(path)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    files = re.findall(r'(?:src|href)="(/_/static/[^"]+)"', page.text)
    assert len(files) == 4
    for file in files:
        assert (await api.get(file)).status_code == 200
    assert re.findall(r'<a href="(\S+)" aria-current="page">', page.text) == [path]


@pytest.mark.parametrize("name", ["home.html", "nonesuch.css", "..%2Fapp.py"])
async def test_other_files_are_not_given_out(api: httpx.AsyncClient, name: str) -> None:
    assert (await api.get(f"/_/static/{name}")).status_code == 404


async def test_the_customer_begins_presses_and_rates(
    sandbox: Sandbox, api: httpx.AsyncClient, webhook: Webhook
) -> None:
    contact = (await api.post("/_/contacts", json={"name": " Ann Lee ", "email": ""})).json()["id"]
    id = (await api.post("/_/start", json={"contact": contact, "text": "Hello"})).json()["id"]
    talk = sandbox.workspace.conversation(id)
    teammates.quick_reply(sandbox.workspace, talk, sandbox.workspace.admin(OLIVE), [Option("Yes", "u1")])
    assert (await seen(api, talk, **{"as": "customer"}))["buttons"] == [{"text": "Yes", "uuid": "u1"}]
    await acted(api, talk, "press", uuid="u1")
    await acted(api, talk, "say", text="Thanks")
    await acted(api, talk, "close")
    await acted(api, talk, "rate", rating=5)
    assert talk.lines == [
        "Ann Lee: Hello",
        "Olive Bot: [Yes]",
        "Ann Lee: Yes",
        "Ann Lee: Thanks",
        "closed by Mara Lindt",
    ]
    assert (await seen(api, talk, **{"as": "customer"}))["rating"] == 5
    await sandbox.courier.idle()
    assert webhook.topics[-1] == "rating.added"


async def test_the_team_answers_notes_assigns_snoozes_and_deletes(api: httpx.AsyncClient, talk: Conversation) -> None:
    for action, given in (
        ("reply", {"text": "One moment"}), ("note", {"text": "A regular"}), ("assign", {"to": f"team:{BILLING}"}),
        ("assign", {"to": f"admin:{OLIVE}"}), ("assign", {"to": ""}), ("snooze", {"minutes": 1}), ("open", {}),
    ):  # fmt: skip
        assert (await acted(api, talk, action, **given)).status_code == 200
    assert talk.lines[1:] == [
        "Mara Lindt: One moment",
        "Mara Lindt notes: A regular",
        "assigned to Billing by Mara Lindt",
        "assigned to Mara Lindt by Fin",
        "assigned to Olive Bot by Mara Lindt",
        "assigned to nobody by Mara Lindt",
        "snoozed by Mara Lindt",
        "back from snooze",
    ]
    await acted(api, talk, "delete")
    assert (await api.get("/_/conversations")).json() == []


async def test_the_customer_sees_neither_notes_nor_what_the_team_does(
    api: httpx.AsyncClient, talk: Conversation
) -> None:
    await acted(api, talk, "note", text="A regular")
    await acted(api, talk, "assign", to=f"team:{BILLING}")
    await acted(api, talk, "close")
    customers_view = await seen(api, talk, **{"as": "customer"})
    assert [one.get("text", one.get("html")) for one in customers_view["entries"]] == [
        "<p>Where is my order?</p>",
        "Mara Lindt closed the conversation",
    ]
    assert "A regular" not in json.dumps((await api.get("/_/conversations", params={"contact": MIA})).json())
    assert [one["kind"] for one in (await seen(api, talk))["entries"]] == ["message", "note", "event", "event", "event"]


@pytest.mark.parametrize(
    ("action", "given", "status"),
    [
        ("say", {"text": "  "}, 422),
        ("press", {"uuid": "nonesuch"}, 422),
        ("rate", {"rating": 6}, 422),
        ("rate", {"rating": "good"}, 422),
        ("rate", {}, 422),
        ("snooze", {"minutes": 0}, 422),
        ("snooze", {"minutes": "NaN"}, 422),
        ("snooze", {"minutes": 1e300}, 422),
        ("reply", {"text": "Hi", "by": "1"}, 404),
        ("delete", {"by": ""}, 404),
        ("assign", {"to": "team:1"}, 404),
        ("assign", {"to": "admin:7400004"}, 404),
        ("dance", {}, 404),
    ],
)
async def test_nonsense_is_refused(
    api: httpx.AsyncClient, talk: Conversation, action: str, given: Json, status: int
) -> None:
    answer = await acted(api, talk, action, **given)
    assert (answer.status_code, answer.json()["type"]) == (status, "error.list")
    assert talk.lines == ["Mia Novak: Where is my order?"]


async def test_only_json_is_taken_since_other_sites_can_send_anything_else(api: httpx.AsyncClient) -> None:
    assert (await api.post("/_settings", data={"token": "x"})).status_code == 415
    assert (await api.post("/_settings", content=b"{}", headers={"Content-Type": "text/plain"})).status_code == 415
    for content in (b"{", b"[]"):
        answer = await api.post("/_settings", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400


async def test_what_a_customer_writes_is_text(api: httpx.AsyncClient, talk: Conversation) -> None:
    await acted(api, talk, "say", text=EVIL)
    html = (await seen(api, talk))["entries"][-1]["html"]
    assert "<script" not in html
    assert "<img" not in html
    assert html.startswith("<p>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img")


async def test_what_a_bot_writes_keeps_its_format_and_nothing_that_runs(
    api: httpx.AsyncClient, talk: Conversation
) -> None:
    body = {"message_type": "comment", "type": "admin", "admin_id": OLIVE, "body": f"<p><b>Hi</b></p>{EVIL}"}
    await api.post(f"/conversations/{talk.id}/reply", json=body)
    html = (await seen(api, talk))["entries"][-1]["html"]
    assert "<b>Hi</b>" in html
    assert not re.search(r"script|onerror|javascript|alert", html)


async def test_a_file_is_downloaded_and_not_shown_unless_it_is_a_picture(
    sandbox: Sandbox, api: httpx.AsyncClient
) -> None:
    for kind, is_shown in (("image/png", True), ("text/html", False), ("image/svg+xml", False)):
        url = sandbox.workspace.add_file("it", kind, b"<script>", "http://sandbox.test").url
        answer = await api.get(url)
        assert ("attachment" not in answer.headers.get("Content-Disposition", "")) is is_shown
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await api.get("/_/files/1")).status_code == 404


async def test_a_test_notification_needs_an_address(sandbox: Sandbox, api: httpx.AsyncClient, webhook: Webhook) -> None:
    assert (await api.post("/_/ping", json={})).json()["topic"] == "ping"
    await sandbox.courier.idle()
    assert webhook.topics == ["ping"]
    sandbox.settings.webhook = ""
    assert (await api.post("/_/ping", json={})).json()["errors"][0]["field"] == "webhook"


async def test_deliveries_name_the_customer_the_newest_first(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    sandbox.start("Hello", sandbox.contact("Jon Ek"))
    sandbox.courier.ping()
    await sandbox.courier.idle()
    listed = (await api.get("/_/state")).json()["deliveries"]
    assert [(one["topic"], one["customer"]) for one in listed] == [
        ("ping", ""),
        ("conversation.user.created", "Jon Ek"),
    ]


@pytest.mark.timeout(30)
def test_open_pages_hear_of_every_change_and_do_not_keep_the_server() -> None:
    with running_sandbox() as running, httpx.Client(base_url=running.url, timeout=20) as client:
        with client.stream("GET", "/_/events") as events:
            lines = (line for line in events.iter_lines() if line)
            told = [next(lines)]
            id = running.do(lambda sandbox: sandbox.start("Hello").id)
            told.append(next(lines))
            client.post("/tags", json={"name": "new"}, headers={"Authorization": "Bearer any"})
            told.append(next(lines))
        running.do(lambda sandbox: sandbox.live.tell())
    assert running.url.startswith(f"http://{LOOPBACK}:")
    assert [json.loads(line.removeprefix("data: "))["conversation"] for line in told] == ["", id, ""]


async def test_a_page_that_listens_is_let_go_when_the_server_stops(sandbox: Sandbox) -> None:
    events = sandbox.live.events()
    await anext(events)
    waiting = asyncio.ensure_future(anext(events, "end"))
    await asyncio.sleep(0)
    sandbox.live.close()
    assert await waiting == "end"


def test_the_colours_are_the_designer_s() -> None:
    """One product: each light and dark value stands in the designer's own tokens."""
    ours = (ROOT / "flowdesigner/sandbox/pages/tokens.css").read_text("utf-8")
    theirs = (ROOT / "flowdesigner/designer/frontend/src/tokens.css").read_text("utf-8")
    for name, light, dark in re.findall(r"(--[\w-]+): light-dark\((#\w+), (#\w+)\);", ours):
        assert re.findall(rf"{name}: (#\w+);", theirs)[:2] == [light, dark], name
