"""The rate limit as Intercom tells of it: three headers with every answer, and 429 when the window is full."""

from __future__ import annotations

import httpx

from flowdesigner.sandbox import Sandbox
from tests.sandbox.subscriber import START, Clock


async def test_a_full_window_refuses_and_the_next_one_takes_calls_again(clock: Clock) -> None:
    sandbox = Sandbox(clock=clock, calls_per_window=2)
    headers = {"Authorization": "Bearer any"}
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox.test", headers=headers) as api:
        answers = [await api.get("/me") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
        assert {answer.headers["X-RateLimit-Reset"] for answer in answers} == {str(START + 10)}
        clock.now += 10
        assert (await api.get("/me")).headers["X-RateLimit-Remaining"] == "1"


async def test_a_call_that_is_not_let_in_does_not_count(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    for given in ("", "Basic abc", "Bearer "):
        answer = await api.get("/me", headers={"Authorization": given})
        assert answer.status_code == 401
        assert answer.headers["X-RateLimit-Remaining"] == answer.headers["X-RateLimit-Limit"]
