"""Calls to APIs through the engine: made once, their answer heard, secrets nowhere but on their way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from flowdesigner import Bot
from flowdesigner.blocks import CallApi, SendMessage, Start
from flowdesigner.settings import ALLOWED_ADDRESSES, SECRET_KEY
from flowdesigner.store import conversations
from flowdesigner.store.flow_secrets import FlowSecrets
from flowdesigner.store.store import Store
from tests.outgoing.servers import serving
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import World, deliver, until

SESAME = "open-sesame"
ANSWER = b'{"order": {"status": "sent", "echo": "%s"}}' % SESAME.encode()


@dataclass
class Shop:
    """The API of a shop: what it was asked, and whether it answers."""

    heads: list[bytes] = field(default_factory=list)
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    status: bytes = b"200 OK"
    url: str = ""


@asynccontextmanager
async def opened() -> AsyncIterator[Shop]:
    shop = Shop()
    shop.answers.set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                shop.heads.append(await reader.readuntil(b"\r\n\r\n"))
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            await shop.answers.wait()
            head = b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (shop.status, len(ANSWER))
            writer.write(head + ANSWER)
            await writer.drain()

    async with serving(talk) as server:
        shop.url = server.url
        yield shop


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    async with opened() as shop:
        yield shop


@pytest.fixture
def bot(tmp_path: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Bot:
    """Looks something up with a secret, and says what it found."""
    monkeypatch.setenv(SECRET_KEY, Fernet.generate_key().decode())
    monkeypatch.setenv(ALLOWED_ADDRESSES, "127.0.0.1")
    return published(tmp_path, shop, "GET")


def published(folder: Path, shop: Shop, method: str) -> Bot:
    bot = Bot(folder / "bot", "Shop")
    flow = bot.add_flow("Main", id="main")
    call = flow.add(
        CallApi(
            method=method,
            url=f"{shop.url}/orders/7",
            headers=[{"name": "Authorization", "value": "Bearer {secret.token}"}],
            answer=[{"path": "order.status", "variable": "status"}, {"path": "order.echo", "variable": "echo"}],
        ),
        id="call",
    )
    flow.connect(flow.add(Start()), call)
    flow.connect(call, flow.add(SendMessage(text="It is {status} {echo}"), id="found"), port="2xx")
    flow.connect(call, flow.add(SendMessage(text="We do not know"), id="unknown"), port="failed")
    bot.save()
    bot.publish()
    return bot


def keep_secret(store: Store) -> None:
    FlowSecrets(store.secrets).set("token", SESAME)


async def test_a_call_is_made_once_and_its_answer_heard(
    start: Starter, world: World, store: Store, shop: Shop, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keep_secret(store)
    engine = await start()
    await deliver(engine, world.wrote("1", "hello"))
    await until(lambda: len(world.calls) == 1)
    # The answer brought the secret back; it is masked before anything is made of it.
    assert world.calls == ["1: comment It is sent \N{BULLET}\N{BULLET}\N{BULLET}"]
    (head,) = shop.heads
    assert head.startswith(b"GET /orders/7 ")
    assert f"Bearer {SESAME}".encode() in head
    assert SESAME not in caplog.text
    await engine.stop(2)
    store.close()
    assert not [path for path in bot.folder.rglob("*") if path.is_file() and SESAME.encode() in path.read_bytes()]


async def test_a_secret_that_is_missing_is_a_failure(start: Starter, world: World, shop: Shop) -> None:
    engine = await start()
    await deliver(engine, world.wrote("1", "hello"))
    await until(lambda: len(world.calls) == 1)
    assert world.calls == ["1: comment We do not know"]
    assert not shop.heads


async def test_a_server_error_without_a_way_of_its_own_reaches_people(
    start: Starter, world: World, store: Store, shop: Shop
) -> None:
    keep_secret(store)
    shop.status = b"503 Service Unavailable"
    engine = await start()
    await deliver(engine, world.wrote("1", "hello"))
    await until(lambda: len(world.calls) == 2)
    assert "something went wrong" in world.calls[0]
    assert world.calls[1].startswith("1: assignment")


async def test_the_own_network_is_refused(
    start: Starter, world: World, store: Store, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ALLOWED_ADDRESSES)
    keep_secret(store)
    engine = await start()
    await deliver(engine, world.wrote("1", "hello"))
    await until(lambda: len(world.calls) == 1)
    assert world.calls == ["1: comment We do not know"]
    assert not shop.heads


@pytest.mark.parametrize(("method", "asked", "says"), [("GET", 2, "It is sent"), ("POST", 1, "We do not know")])
async def test_a_call_that_a_crash_interrupted_is_made_again_only_when_it_just_looks(
    tmp_path: Path,
    start: Starter,
    world: World,
    store: Store,
    shop: Shop,
    clock: Clock,
    method: str,
    asked: int,
    says: str,
) -> None:
    keep_secret(store)
    if method == "POST":
        flow = Bot.load(tmp_path / "bot")
        flow.flow().update("call", method="POST")
        flow.publish()
    shop.answers.clear()
    first = await start()
    await deliver(first, world.wrote("1", "hello"))
    await until(lambda: len(shop.heads) == 1)
    await first.stop(0.01)
    assert store.read(conversations.woken)
    shop.answers.set()
    await start()
    await until(lambda: len(world.calls) == 1)
    assert world.calls[0].startswith(f"1: comment {says}")
    assert len(shop.heads) == asked


async def test_what_the_customer_writes_meanwhile_waits_for_the_answer(
    start: Starter, world: World, store: Store, shop: Shop
) -> None:
    keep_secret(store)
    shop.answers.clear()
    engine = await start()
    await deliver(engine, world.wrote("1", "hello"))
    await until(lambda: len(shop.heads) == 1)
    await deliver(engine, world.wrote("1", "anybody?"))
    shop.answers.set()
    await until(lambda: len(world.calls) == 2)
    assert len(shop.heads) == 2
    assert {call.split(" \N{BULLET}")[0] for call in world.calls} == {"1: comment It is sent"}
