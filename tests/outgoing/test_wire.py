"""Calls to one API over aiohttp itself: the bounds, limits, proxies and words of every client of ours."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from flowdesigner.outgoing import clients
from flowdesigner.outgoing.wire import Answer, ClientWire, DirectWire, UnansweredError, UnreadableAnswerError
from flowdesigner.ports import free_port
from tests.outgoing.servers import answering, serving

HEADERS = {"Authorization": "Bearer ours", "Accept": "application/json"}


@asynccontextmanager
async def wire() -> AsyncIterator[DirectWire]:
    made = DirectWire(HEADERS)
    try:
        yield made
    finally:
        await made.close()


async def asked(body: bytes, *heads: bytes) -> Answer:
    """What comes of an answer with this body."""
    head = b"\r\n".join((b"HTTP/1.1 200 OK", *heads, b"Content-Length: %d" % len(body))) + b"\r\n\r\n"
    async with answering(body, head=head) as server, wire() as made:
        return await made.send("GET", server.url, None)


async def failure(url: str, seconds: float | None = None) -> UnansweredError:
    """How a call to `url` fails."""
    async with wire() as made:
        with pytest.raises(UnansweredError) as caught:
            await made.send("POST", url, b"{}", seconds)
    return caught.value


async def test_every_call_carries_the_same_headers() -> None:
    async with answering(b"fine") as server, wire() as made:
        assert (await made.send("GET", server.url + "/a%2Fb?c=d%20e", None)).content == b"fine"
        assert b"content-type" not in server.heads[0].lower()
        await made.send("POST", server.url, b"")
    assert server.heads[0].startswith(b"GET /a%2Fb?c=d%20e HTTP/1.1\r\n")
    for head in server.heads:
        assert b"Authorization: Bearer ours" in head
        assert b"Accept: application/json" in head
        assert b"cookie" not in head.lower()
    assert b"Content-Type: application/json" in server.heads[1]


@pytest.mark.parametrize(
    ("packing", "body"),
    [
        (b"gzip", gzip.compress(b"hello", mtime=0)),
        (b"x-gzip", gzip.compress(b"hello", mtime=0)),
        (b"deflate", zlib.compress(b"hello")),
        (b"deflate", zlib.compress(b"hello", wbits=-15)),
        (b"identity", b"hello"),
    ],
)
async def test_a_packed_answer_is_unpacked(packing: bytes, body: bytes) -> None:
    assert (await asked(body, b"Content-Encoding: " + packing)).content == b"hello"


@pytest.mark.parametrize(
    ("packing", "body"),
    [
        (b"gzip", b"hello"),
        (b"gzip", gzip.compress(b"hello" * 99, mtime=0)[:20]),
        (b"deflate", b"hello"),
        (b"br", b"hello"),
    ],
)
async def test_an_answer_that_cannot_be_unpacked_cannot_be_read(packing: bytes, body: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        await asked(body, b"Content-Encoding: " + packing)


async def test_an_answer_is_read_up_to_a_bound_that_counts_what_was_unpacked() -> None:
    packed = gzip.compress(bytes(clients.LARGEST_ANSWER + 1))
    with pytest.raises(UnreadableAnswerError):
        await asked(packed, b"Content-Encoding: gzip")
    with pytest.raises(UnreadableAnswerError):
        await asked(bytes(clients.LARGEST_ANSWER + 1))
    assert len((await asked(bytes(clients.LARGEST_ANSWER))).content) == clients.LARGEST_ANSWER


async def test_an_answer_that_does_not_say_its_length_is_read_to_its_end() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")
        await writer.drain()

    async with serving(talk) as server, wire() as made:
        assert (await made.send("GET", server.url, None)).content == b"hello"


async def test_an_answer_says_where_it_leads() -> None:
    answer = await asked(b"", b"Link: <a>; rel=next", b"Link: <https://b/c>; rel=canonical")
    assert answer.link("canonical") == "https://b/c"
    assert answer.link("next") == "a"
    assert answer.link("elsewhere") == ""


async def test_redirects_are_not_followed() -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: /else\r\nContent-Length: 0\r\n\r\n"
    async with answering(b"", head=head) as server, wire() as made:
        assert (await made.send("GET", server.url, None)).status == 302
    assert len(server.heads) == 1


async def test_a_call_that_never_left_is_told_with_its_reason() -> None:
    refused = await failure(f"http://127.0.0.1:{free_port()}/")
    assert refused.never_left == "nobody answers there, or there is no network"
    assert "no such host" in (await failure("http://nowhere.invalid/")).never_left


async def test_a_call_without_a_safe_connection_never_left() -> None:
    async def say_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"this is not TLS")
        await writer.drain()

    async with serving(say_nonsense) as server:
        assert "no safe connection" in (await failure(f"https://127.0.0.1:{server.port}/")).never_left


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"nonsense\r\n\r\n"])
async def test_a_call_that_was_answered_by_half_may_have_arrived(head: bytes) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)

    async with serving(hang_up) as server:
        assert (await failure(server.url)).never_left == ""


async def test_a_server_that_never_answers_is_given_up() -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(listen) as server:
        assert (await failure(server.url, 0.05)).never_left == ""


async def test_a_call_goes_through_the_environments_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(b"by proxy") as proxy, answering(b"straight") as server:
        monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//me:secret@"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        async with wire() as made:
            assert (await made.send("GET", "http://intercom.invalid/me", None)).content == b"by proxy"
            assert (await made.send("GET", server.url, None)).content == b"straight"
    assert proxy.heads[0].startswith(b"GET http://intercom.invalid/me ")
    assert b"Proxy-Authorization: Basic bWU6c2VjcmV0" in proxy.heads[0]
    assert b"Authorization: Bearer ours" in proxy.heads[0]


async def test_a_client_of_httpxs_does_the_same() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"] == "Bearer ours"
        if request.url.path == "/broken":
            return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b"hello")
        if request.url.path == "/lost":
            raise httpx.ReadTimeout("slow")
        return httpx.Response(410, headers={"Link": "<https://b/c>; rel=canonical"}, content=request.content)

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    made = ClientWire(client, HEADERS)
    answered = await made.send("POST", "http://sandbox.test/here", b"{}")
    assert (answered.status, answered.content, answered.link("canonical")) == (410, b"{}", "https://b/c")
    with pytest.raises(UnreadableAnswerError):
        await made.send("GET", "http://sandbox.test/broken", None)
    with pytest.raises(UnansweredError) as caught:
        await made.send("GET", "http://sandbox.test/lost", None)
    assert caught.value.never_left == ""
    await made.close()
