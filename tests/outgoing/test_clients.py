"""What every client of ours does: bounds, time limits, proxies, and telling a lost call from one that never left."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import httpx
import pytest

from flowdesigner.outgoing.clients import (
    TIMEOUT,
    TooLargeAnswerError,
    certainly_never_left,
    make_client,
    send,
    why_not_connected,
)
from flowdesigner.ports import free_port
from tests.outgoing.servers import answering, serving


async def failure(url: str, limits: httpx.Timeout = TIMEOUT) -> httpx.HTTPError:
    """How a call to `url` fails."""
    async with make_client(timeout=limits) as client:
        with pytest.raises(httpx.HTTPError) as caught:
            await client.post(url, json={"a": 1})
    return caught.value


async def test_an_answer_is_read_up_to_a_bound() -> None:
    async with answering(b"x" * 100_000) as server, make_client() as client:
        request = client.build_request("GET", server.url)
        assert len((await send(client, request, most=100_000)).content) == 100_000
        with pytest.raises(TooLargeAnswerError, match="larger than 99999"):
            await send(client, request, most=99_999)


async def test_the_bound_counts_what_was_unpacked() -> None:
    packed = gzip.compress(b"x" * 1_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    async with answering(packed, head=head) as server, make_client() as client:
        request = client.build_request("GET", server.url)
        with pytest.raises(TooLargeAnswerError):
            await send(client, request, most=500_000)
        assert len((await send(client, request)).content) == 1_000_000


async def test_headers_that_come_twice_stay_two() -> None:
    head = b"HTTP/1.1 200 OK\r\nLink: <a>; rel=next\r\nLink: <b>; rel=canonical\r\nContent-Length: 0\r\n\r\n"
    async with answering(b"", head=head) as server, make_client() as client:
        answer = await send(client, client.build_request("GET", server.url))
    assert answer.links["canonical"]["url"] == "b"


async def test_a_refused_call_certainly_never_left() -> None:
    error = await failure(f"http://127.0.0.1:{free_port()}/")
    assert certainly_never_left(error)
    assert why_not_connected(error) == "nobody answers there, or there is no network"


async def test_a_call_to_no_host_certainly_never_left() -> None:
    error = await failure("http://nowhere.invalid/")
    assert certainly_never_left(error)
    assert "no such host" in why_not_connected(error)


async def test_a_call_without_a_safe_connection_certainly_never_left() -> None:
    async def say_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"this is not TLS")
        await writer.drain()

    async with serving(say_nonsense) as server:
        error = await failure(f"https://127.0.0.1:{server.port}/")
    assert certainly_never_left(error)
    assert "no safe connection" in why_not_connected(error)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"nonsense\r\n\r\n"])
async def test_a_call_that_was_answered_by_half_may_have_been_done(head: bytes) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)

    async with serving(hang_up) as server, make_client() as client:
        with pytest.raises(httpx.HTTPError) as caught:
            await send(client, client.build_request("POST", server.url, json={}))
    assert not certainly_never_left(caught.value)


async def test_a_server_that_never_answers_is_given_up() -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(listen) as server:
        error = await failure(server.url, httpx.Timeout(0.05))
    assert isinstance(error, httpx.TimeoutException)
    assert not certainly_never_left(error)


async def test_a_call_goes_through_the_environments_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(b"by proxy") as proxy, answering(b"straight") as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        async with make_client() as client:
            assert (await client.get("http://intercom.invalid/me")).text == "by proxy"
            assert (await client.get(server.url)).text == "straight"
    assert proxy.heads[0].startswith(b"GET http://intercom.invalid/me ")


async def test_a_netrc_leaves_our_token_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password else\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    async with answering(b"fine") as server, make_client(headers={"Authorization": "Bearer ours"}) as client:
        assert (await client.get(server.url)).text == "fine"
    assert b"Bearer ours" in server.heads[0]


async def test_cookies_are_not_kept() -> None:
    head = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n"
    async with answering(b"", head=head) as server, make_client() as client:
        await client.get(server.url)
        await client.get(server.url)
    assert b"cookie" not in server.heads[1].lower()
