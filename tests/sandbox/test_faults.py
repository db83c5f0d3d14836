"""Each fault on request, shown by its effect."""

from __future__ import annotations

import httpx
import pytest

from flowdesigner.sandbox import Sandbox, customers
from flowdesigner.sandbox.conversation import Conversation
from flowdesigner.settings import SANDBOX_BOT_AGENT
from tests.sandbox.subscriber import START, Clock, Naps, Webhook, settled

COMMENT = {"message_type": "comment", "type": "admin", "admin_id": SANDBOX_BOT_AGENT, "body": "Hi"}


async def test_late(sandbox: Sandbox, webhook: Webhook, naps: Naps) -> None:
    sandbox.faults.add("late", seconds=7)
    sandbox.start("Late")
    talk = sandbox.start("In time")
    await settled()
    assert [post.data["data"]["item"]["id"] for post in webhook.posts] == [talk.id]
    assert sandbox.courier.deliveries[0].said == "7 s late on request"
    await naps.end()
    assert naps.taken == [7]
    assert len(webhook.posts) == 2


async def test_doubled(sandbox: Sandbox, webhook: Webhook, talk: Conversation) -> None:
    sandbox.faults.add("doubled")
    customers.reply(sandbox.workspace, talk, "Twice")
    await sandbox.courier.idle()
    first, *twice = webhook.posts
    assert first.data["topic"] == "conversation.user.created"
    assert len(twice) == 2
    assert twice[0].body == twice[1].body
    assert [one.outcome for one in sandbox.courier.deliveries] == ["delivered"] * 3


async def test_swapped(sandbox: Sandbox, webhook: Webhook, naps: Naps) -> None:
    sandbox.faults.add("swapped", times=1)
    talk = sandbox.start("First")
    customers.reply(sandbox.workspace, talk, "Second")
    await settled()
    assert webhook.topics == ["user.replied", "user.created"]
    await naps.end()
    assert len(webhook.posts) == 2


async def test_swapped_goes_out_by_itself_when_no_other_comes(sandbox: Sandbox, webhook: Webhook, naps: Naps) -> None:
    sandbox.faults.add("swapped")
    sandbox.start("First")
    await settled()
    assert not webhook.posts
    await naps.end()
    assert webhook.topics == ["user.created"]


async def test_swapped_always_swaps_pairs_and_loses_none(sandbox: Sandbox, webhook: Webhook, naps: Naps) -> None:
    sandbox.faults.add("swapped", times=0)
    talk = sandbox.start("1")
    for text in "234":
        customers.reply(sandbox.workspace, talk, text)
    await settled()
    told = [post.data["data"]["item"]["conversation_parts"]["conversation_parts"] for post in webhook.posts]
    assert [parts[0]["body"] if parts else "1" for parts in told] == ["2", "1", "4", "3"]
    await naps.end()


async def test_lost(sandbox: Sandbox, webhook: Webhook, talk: Conversation) -> None:
    sandbox.faults.add("lost", "conversation.user.replied")
    customers.reply(sandbox.workspace, talk, "Lost")
    customers.reply(sandbox.workspace, talk, "Not lost")
    await sandbox.courier.idle()
    assert webhook.topics == ["user.created", "user.replied"]
    assert [one.outcome for one in sandbox.courier.deliveries] == ["delivered", "lost", "delivered"]


async def test_rate_limited_refuses_all_until_the_window_ends(
    sandbox: Sandbox, api: httpx.AsyncClient, clock: Clock
) -> None:
    sandbox.faults.add("rate_limited")
    refused = await api.get("/me")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (429, "rate_limit_exceeded")
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert int(refused.headers["X-RateLimit-Reset"]) == START + 10
    assert (await api.get("/me")).status_code == 429
    clock.now += 10
    assert (await api.get("/me")).status_code == 200


async def test_failed_does_nothing(sandbox: Sandbox, api: httpx.AsyncClient, talk: Conversation) -> None:
    sandbox.faults.add("failed", "POST /conversations/*/reply", times=2)
    assert (await api.get("/me")).status_code == 200
    statuses = [(await api.post(f"/conversations/{talk.id}/reply", json=COMMENT)).status_code for _ in range(3)]
    assert statuses == [500, 500, 200]
    assert talk.lines == ["Mia Novak: Where is my order?", "Olive Bot: Hi"]


async def test_answer_lost_has_done_it(sandbox: Sandbox, api: httpx.AsyncClient, talk: Conversation) -> None:
    sandbox.faults.add("answer_lost")
    answer = await api.post(f"/conversations/{talk.id}/reply", json=COMMENT)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (500, "server_error")
    assert talk.lines[-1] == "Olive Bot: Hi"


async def test_slow_answers_after_all(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    sandbox.faults.add("slow", seconds=0.01)
    assert (await api.get("/me")).status_code == 200
    assert sandbox.faults.to_data() == []


async def test_faults_are_asked_for_listed_and_cleared_over_http(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    asked = {"kind": "failed", "where": "GET /me", "times": 0}
    assert (await api.post("/_faults", json=asked)).json() == {"faults": [asked | {"seconds": 1.0}]}
    assert [(await api.get("/me")).status_code for _ in range(3)] == [500, 500, 500]
    assert len((await api.get("/_faults")).json()["faults"]) == 1
    assert (await api.request("DELETE", "/_faults")).json() == {"faults": []}
    assert (await api.get("/me")).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"kind": "nonesuch"}, {"kind": "late", "seconds": -1}, {"kind": "late", "times": -1}]
)
async def test_a_fault_that_makes_no_sense_is_refused(api: httpx.AsyncClient, wrong: dict[str, object]) -> None:
    assert (await api.post("/_faults", json=wrong)).status_code == 422
    assert (await api.get("/_faults")).json() == {"faults": []}
