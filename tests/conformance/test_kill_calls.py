"""kill -9 while a shop is being called: what only looks is asked again, what changes something is not."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from flowdesigner import Bot, runner
from flowdesigner.blocks import CallApi, SendMessage, Start
from flowdesigner.intercom.signature import sign
from tests.conformance.killing import live_kernel
from tests.conformance.loopback import Loopback
from tests.outgoing.servers import Server, serving

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]
PATIENCE = 40


@pytest.fixture
async def shop() -> AsyncIterator[Server]:
    """Does not answer its first caller, and sends all others their order."""
    heads: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                heads.append(await reader.readuntil(b"\r\n\r\n"))
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            if len(heads) == 1:
                continue
            body = b'{"order": "sent"}'
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()

    async with serving(talk) as server:
        server.heads = heads
        yield server


def publish_lookup(folder: Path, url: str, method: str) -> None:
    """Calls, and says how it went."""
    bot = Bot.load(folder)
    bot.flows.clear()
    flow = bot.add_flow("Main", id="main")
    call = flow.add(
        CallApi(method=method, url=f"{url}/orders/7", timeout=30, answer=[{"path": "order", "variable": "order"}])
    )
    flow.connect(flow.add(Start()), call)
    flow.connect(call, flow.add(SendMessage(text="It was {order}"), id="found"), port="2xx")
    flow.connect(call, flow.add(SendMessage(text="We do not know"), id="unknown"), port="failed")
    bot.save()
    bot.publish("calls")


@pytest.mark.parametrize(
    ("method", "asked", "said"), [("GET", 2, "comment It was sent"), ("POST", 1, "comment We do not know")]
)
async def test_a_kernel_that_is_killed_during_a_call(
    bot: Path,
    intercom: Loopback,
    shop: Server,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    asked: int,
    said: str,
) -> None:
    monkeypatch.setenv("FLOWDESIGNER_ALLOWED_ADDRESSES", "127.0.0.1")
    publish_lookup(bot, shop.url, method)
    started = await asyncio.to_thread(runner.start, bot, port=0)
    hello = intercom.world.wrote("7", "Where is my order?")
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(timeout=5) as client:
        headers = {"X-Hub-Signature": sign(hello, "secret"), "Content-Type": "application/json"}
        assert (await client.post(started.webhook_url, content=hello, headers=headers)).is_success
        while not shop.heads:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
        os.kill((await live_kernel(bot)).kernel_pid, signal.SIGKILL)
        while not intercom.said("7"):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
    assert intercom.said("7") == [said]
    assert len(shop.heads) == asked
