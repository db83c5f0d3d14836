"""Calls to addresses of authors: bounded in time and size, redirects looked at, nothing of what was sent in errors."""

from __future__ import annotations

import asyncio
import logging

import httpx
import pytest

from flowdesigner.errors import ApiCallError
from flowdesigner.outgoing.api import LARGEST, ApiAnswer, ApiClient, ApiRequest
from flowdesigner.outgoing.clients import make_client
from flowdesigner.outgoing.guard import Guard
from tests.outgoing.servers import Server, answering, serving

HERE = Guard(["127.0.0.1"])


async def call(url: str, guard: Guard = HERE, **more: object) -> ApiAnswer:
    request = {"method": "GET", "url": url, **more}
    async with ApiClient(guard) as client:
        return await client.call(ApiRequest(**request))  # type: ignore[arg-type]


def redirect(place: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode()


async def test_an_answer_is_read_whatever_its_status() -> None:
    head = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nX-Mine: 1\r\n\r\n"
    async with answering(b"{}", head=head) as server:
        answer = await call(f"{server.url}/a")
    assert (answer.status, answer.text, ("x-mine", "1") in answer.headers) == (404, "{}", True)


async def test_what_was_written_is_sent_and_a_header_stays_one_line() -> None:
    async with answering(b"{}") as server:
        headers = (("Authorization", "Bearer a"), ("X-Said", "one\r\nX-Evil: two é"))
        await call(f"{server.url}/a?b=c%26d", method="POST", content=b"", headers=headers)
    sent = server.heads[0].decode("utf-8")
    assert sent.startswith("POST /a?b=c%26d HTTP/1.1\r\n")
    assert "\r\nx-said: one  X-Evil: two é\r\n" in sent
    assert "Bearer a" in sent
    assert "user-agent: flowdesigner/" in sent


async def test_a_cookie_does_not_come_along_with_the_next_call() -> None:
    head = b"HTTP/1.1 200 OK\r\nSet-Cookie: customer=mia\r\nContent-Length: 0\r\n\r\n"
    async with answering(b"", head=head) as server, ApiClient(HERE) as client:
        for _ in range(2):
            await client.call(ApiRequest(method="GET", url=server.url))
    assert b"mia" not in server.heads[1]


async def test_the_own_network_is_refused() -> None:
    async with answering(b"{}") as server:
        with pytest.raises(ApiCallError, match="FLOWDESIGNER_ALLOWED_ADDRESSES"):
            await call(f"{server.url}/?token=sesame", guard=Guard())
        assert server.connections == 0


@pytest.mark.parametrize("url", ["", "/orders", "ftp://example.com/", "https://", "http://[::1", "mailto:a@b.c"])
def test_an_address_that_makes_no_sense_is_said(url: str) -> None:
    with pytest.raises(ApiCallError, match="makes no sense"):
        asyncio.run(call(url))


async def test_nobody_there_is_said_with_the_server_and_nothing_of_what_was_sent() -> None:
    async with answering(b"") as server:
        url = f"{server.url}/orders/77?token=sesame"
    with pytest.raises(ApiCallError) as raised:
        await call(url, headers=(("A", "sesame"),))
    assert "127.0.0.1 could not be reached" in str(raised.value)
    assert "sesame" not in str(raised.value)
    assert "77" not in str(raised.value)


async def test_logs_see_the_server_and_nothing_more(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with answering(b"{}") as server:
        await call(f"{server.url}/orders/77?token=sesame", headers=(("A", "sesame"),))
        assert f"GET {server.url}/\N{HORIZONTAL ELLIPSIS}" in caplog.text
        assert "sesame" not in caplog.text
        assert "orders" not in caplog.text
        async with make_client() as client:
            await client.get(f"{server.url}/as-ever")
    assert "as-ever" in caplog.text


async def test_who_does_not_answer_in_time_is_left() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(silent) as server:
        with pytest.raises(ApiCallError, match=r"127\.0\.0\.1 did not answer"):
            await call(server.url, seconds=0.2)


async def test_who_answers_drop_by_drop_is_left_too() -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with serving(slow) as server:
        with pytest.raises(ApiCallError, match="did not answer"):
            await call(server.url, seconds=0.3)


async def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (LARGEST + 1)
    async with answering(b"x" * (LARGEST + 1), head=head) as server:
        with pytest.raises(ApiCallError, match="larger than 1024 KB"):
            await call(server.url)


async def test_what_is_not_http_is_said() -> None:
    async def odd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        await writer.drain()

    async with serving(odd) as server:
        with pytest.raises(ApiCallError, match="no answer that can be read"):
            await call(server.url)


class TestRedirects:
    async def test_get_is_followed_within_a_server_with_its_headers(self) -> None:
        async with moving("/new") as server:
            answer = await call(f"{server.url}/old", headers=(("Authorization", "Bearer a"),), has_secrets=True)
        assert answer.text == "moved"
        assert server.heads[1].startswith(b"GET /new ")
        assert b"Bearer a" in server.heads[1]

    async def test_another_server_gets_nothing_that_was_written_for_this_one(self) -> None:
        async with answering(b"there") as other, moving(f"{other.url}/x") as server:
            answer = await call(server.url, headers=(("Authorization", "Bearer a"), ("X-Key", "b")))
        assert answer.text == "there"
        assert b"Bearer" not in other.heads[0]
        assert b"X-Key" not in other.heads[0]

    async def test_a_call_with_secrets_does_not_go_to_another_server(self) -> None:
        async with answering(b"there") as other, moving(f"{other.url}/x") as server:
            with pytest.raises(ApiCallError, match="another server"):
                await call(server.url, has_secrets=True)
            assert other.connections == 0

    async def test_into_the_own_network_is_refused(self) -> None:
        async with moving("http://10.0.0.1/x") as server:
            with pytest.raises(ApiCallError, match=r"10\.0\.0\.1 is an address of your own network"):
                await call(server.url)

    @pytest.mark.parametrize("place", ["file:///etc/passwd", "gopher://example.com/"])
    async def test_to_something_else_than_the_web_is_not_followed(self, place: str) -> None:
        async with moving(place) as server:
            with pytest.raises(ApiCallError):
                await call(server.url)

    async def test_what_changes_something_is_not_sent_twice(self) -> None:
        async with moving("/new", 307) as server:
            answer = await call(server.url, method="POST", content=b"")
        assert (answer.status, server.connections) == (307, 1)

    def test_from_https_to_http_is_not_followed(self) -> None:
        request = ApiRequest(method="GET", url="https://example.com/")
        with pytest.raises(ApiCallError, match="not https"):
            ApiClient(HERE)._next(httpx.Request("GET", request.url), "http://example.com/", request)

    async def test_a_circle_ends(self) -> None:
        async with answering(b"", head=redirect("/again")) as server:
            with pytest.raises(ApiCallError, match="more than 5 times"):
                await call(server.url)


def moving(place: str, status: int = 302) -> Moving:
    return Moving(place, status)


class Moving:
    """A server whose first answer leads elsewhere, and whose others do not."""

    def __init__(self, place: str, status: int) -> None:
        self._first = redirect(place, status)

    async def __aenter__(self) -> Server:
        heads: list[bytes] = []

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while True:
                try:
                    heads.append(await reader.readuntil(b"\r\n\r\n"))
                except asyncio.IncompleteReadError:
                    return
                moved = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nmoved"
                writer.write(self._first if len(heads) == 1 else moved)
                await writer.drain()

        self._serving = serving(talk)
        server = await self._serving.__aenter__()
        server.heads = heads
        return server

    async def __aexit__(self, *error: object) -> None:
        await self._serving.__aexit__(None, None, None)
