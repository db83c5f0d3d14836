"""When the client tries again, when it does not, and what its errors say."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator

import httpx
import pytest

from flowdesigner.errors import (
    IntercomDownError,
    NetworkError,
    NotAuthorizedError,
    NotConnectedError,
    NotFoundError,
    OurFaultError,
    RateLimitError,
)
from flowdesigner.intercom.client import ATTEMPTS, Intercom
from flowdesigner.intercom.rate_window import RateWindow

TALK = {"type": "conversation", "id": "1", "created_at": 1, "updated_at": 2}
Answer = httpx.Response | Exception


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def error(status: int, code: str, message: str = "No") -> httpx.Response:
    body = {"type": "error.list", "request_id": "r-1", "errors": [{"code": code, "message": message}]}
    return httpx.Response(status, json=body)


def client(time: Time, *answers: Answer | Callable[[], Answer]) -> tuple[Intercom, list[httpx.Request]]:
    """A client that gets these answers, one after another."""
    asked: list[httpx.Request] = []
    left: Iterator[Answer | Callable[[], Answer]] = iter(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        given = next(left)
        made = given() if callable(given) else given
        if isinstance(made, Exception):
            raise made
        return made

    transport = httpx.MockTransport(answer)
    made = Intercom(
        "tok-secret", client=httpx.AsyncClient(transport=transport), clock=time, sleep=time.sleep, chance=lambda: 0.5
    )
    return made, asked


def fine() -> httpx.Response:
    return httpx.Response(200, json=TALK)


async def reply(intercom: Intercom) -> object:
    return await intercom.conversations.reply("1", agent="2", body="<p>Hello</p>")


async def test_a_read_is_tried_again_with_growing_pauses() -> None:
    time = Time()
    intercom, asked = client(time, error(500, "server_error"), httpx.ReadTimeout("slow"), fine())
    assert (await intercom.conversations.get("1")).id == "1"
    assert len(asked) == 3
    assert time.slept == sorted(time.slept)
    assert len(set(time.slept)) == 2


async def test_a_read_gives_up_after_a_while() -> None:
    intercom, asked = client(Time(), *[error(502, "bad_gateway")] * ATTEMPTS)
    with pytest.raises(IntercomDownError, match="try again later"):
        await intercom.conversations.get("1")
    assert len(asked) == ATTEMPTS


@pytest.mark.parametrize("doubt", [error(500, "server_error"), httpx.ReadTimeout("slow"), httpx.ReadError("closed")])
async def test_a_write_that_may_have_been_done_is_not_repeated(doubt: Answer) -> None:
    intercom, asked = client(Time(), doubt)
    with pytest.raises((IntercomDownError, NetworkError)) as caught:
        await reply(intercom)
    assert not isinstance(caught.value, NotConnectedError)
    assert len(asked) == 1


async def test_a_write_that_never_left_is_repeated() -> None:
    intercom, asked = client(Time(), httpx.ConnectError("refused"), fine())
    await reply(intercom)
    assert len(asked) == 2


async def test_after_429_a_write_waits_for_the_reset() -> None:
    time = Time()
    headers = {"X-RateLimit-Limit": "1666", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.now) + 7)}
    limited = httpx.Response(429, json={"errors": [{"code": "rate_limit_exceeded"}]}, headers=headers)
    intercom, asked = client(time, limited, fine())
    await reply(intercom)
    assert len(asked) == 2
    assert 7 <= sum(time.slept) < 9


async def test_a_429_for_ever_says_when_to_go_on() -> None:
    intercom, _ = client(Time(), *[error(429, "rate_limit_exceeded")] * ATTEMPTS)
    with pytest.raises(RateLimitError, match="rate limit") as caught:
        await reply(intercom)
    assert caught.value.retry_at.tzinfo


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (error(401, "token_unauthorized"), NotAuthorizedError, "Copy the access token again"),
        (error(403, "api_plan_restricted"), NotAuthorizedError, "plan"),
        (error(403, "forbidden"), NotAuthorizedError, "permission"),
        (error(404, "not_found", "Conversation not found"), NotFoundError, "Conversation not found"),
        (error(422, "assignee_not_found"), NotFoundError, "Choose another team"),
        (error(422, "parameter_invalid", "body is required"), OurFaultError, "body is required"),
    ],
)
async def test_an_error_says_whose_fault_it_is(answer: httpx.Response, kind: type[OurFaultError], words: str) -> None:
    intercom, asked = client(Time(), answer)
    with pytest.raises(kind, match=words) as caught:
        await reply(intercom)
    assert (caught.value.request_id, caught.value.status) == ("r-1", answer.status_code)
    assert len(asked) == 1


async def test_an_answer_that_is_no_json_is_intercoms_fault() -> None:
    intercom, _ = client(Time(), httpx.Response(200, text="<html>"))
    with pytest.raises(IntercomDownError, match="nonsense"):
        await reply(intercom)


async def test_the_token_is_in_no_error_and_no_repr() -> None:
    intercom, _ = client(Time(), httpx.ReadTimeout("slow"))
    with pytest.raises(NetworkError) as caught:
        await reply(intercom)
    assert "tok-secret" not in f"{caught.value!r} {caught.value} {intercom!r} {caught.value.__cause__!r}"


async def test_a_merged_contact_is_the_one_it_was_merged_into() -> None:
    link = {"Link": '<https://api.intercom.io/contacts/new>; rel="canonical"'}
    moved = httpx.Response(410, json={"errors": [{"code": "contact_merged"}]}, headers=link)
    intercom, asked = client(Time(), moved, httpx.Response(200, json={"id": "new", "name": "Mia"}))
    assert (await intercom.contacts.get("old")).id == "new"
    assert [request.url.path for request in asked] == ["/contacts/old", "/contacts/new"]


async def test_a_search_goes_through_all_pages_in_the_body() -> None:
    pages = [
        {"conversations": [{**TALK, "id": "1"}], "pages": {"next": {"starting_after": "abc"}}},
        {"conversations": [{**TALK, "id": "2"}], "pages": {}},
    ]
    intercom, asked = client(Time(), *[httpx.Response(200, json=page) for page in pages])
    found = [talk.id async for talk in intercom.conversations.search({"field": "open", "operator": "=", "value": True})]
    assert found == ["1", "2"]
    assert b'"starting_after":"abc"' in asked[1].content
    assert not asked[1].url.query


async def test_an_id_stays_one_piece_of_the_path() -> None:
    intercom, asked = client(Time(), fine())
    await intercom.conversations.get("../admins?x")
    assert asked[0].url.raw_path == b"/conversations/..%2Fadmins%3Fx"


async def test_a_port_that_nobody_listens_on_is_told_from_a_server_that_hangs_up() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    time = Time()
    async with Intercom("t", api_url=f"http://127.0.0.1:{port}", clock=time, sleep=time.sleep) as intercom:
        with pytest.raises(NotConnectedError, match="is there a network"):
            await reply(intercom)

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Intercom("t", api_url=f"http://127.0.0.1:{port}", clock=time, sleep=time.sleep) as intercom:
        with pytest.raises(NetworkError) as caught:
            await reply(intercom)
    assert not isinstance(caught.value, NotConnectedError)


def test_the_window_lets_as_many_through_as_intercom_says() -> None:
    time = Time()
    window = RateWindow(time)
    assert window.pause() == 0
    window.note(httpx.Headers({"X-RateLimit-Remaining": "2", "X-RateLimit-Reset": str(int(time.now) + 10)}))
    assert [window.pause(), window.pause()] == [0, 0]
    assert 0 < window.pause() <= 10
    time.now += 10
    assert window.pause() == 0
