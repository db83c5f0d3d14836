"""Conversations that people get: a limit to their silence, what may fail, and another system that takes them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from flowdesigner import Bot
from flowdesigner.blocks import SendMessage, SendToOffloadProvider, Start
from flowdesigner.outgoing.guard import Guard
from flowdesigner.runtime.api_calls import ApiCalls
from flowdesigner.runtime.engine import Engine
from flowdesigner.settings import ALLOWED_ADDRESSES
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from tests.outgoing.servers import serving
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import CHANNEL, PEOPLE, TEAM, TEAMMATE, World, closed, deliver, only, until


def published(bot: Bot, block: SendToOffloadProvider) -> None:
    """Everybody is handed over; each way on says its name."""
    flow = bot.flow("main")
    for one in list(flow.blocks):
        flow.remove(one)
    offload = flow.add(block)
    flow.connect(flow.add(Start()), offload)
    for port in offload.ports():
        flow.connect(offload, flow.add(SendMessage(text=port.label)), port=port.id)
    bot.save()
    bot.publish("offload")


def timers(store: Store) -> list[int]:
    """Conversations that something is to happen in within a day."""
    far = datetime.now(UTC) + timedelta(days=1)
    return list(store.read(lambda conn: conversations.due_timers(conn, far)))


async def test_when_nobody_answers_the_bot_has_it_again(
    start: Starter, world: World, bot: Bot, store: Store, clock: Clock
) -> None:
    published(bot, SendToOffloadProvider(team=PEOPLE, no_answer_minutes=10))
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: timers(store) != [])
    clock.later = timedelta(minutes=11)
    await until(lambda: len(world.calls) == 3)
    assert world.calls == [f"1: assignment {PEOPLE}", f"1: assignment {TEAM}", "1: comment No answer"]


async def test_once_a_person_has_answered_they_keep_it(start: Starter, world: World, bot: Bot, store: Store) -> None:
    published(bot, SendToOffloadProvider(team=PEOPLE, no_answer_minutes=10))
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: timers(store) != [])
    await deliver(engine, world.wrote("1", "Here I am", TEAMMATE))
    await until(lambda: engine.status()["waiting"] == 0)
    assert timers(store) == []


async def test_a_note_that_is_refused_does_not_stop_the_hand_over(start: Starter, world: World, bot: Bot) -> None:
    published(bot, SendToOffloadProvider(team=PEOPLE, note="Angry"))

    def no_notes(request: httpx.Request) -> httpx.Response | None:
        refused = {"errors": [{"code": "api_plan_restricted", "message": "no notes"}]}
        return httpx.Response(403, json=refused) if b'"note"' in request.content else None

    world.fault = no_notes
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1)
    assert world.calls == [f"1: assignment {PEOPLE}"]


class Crm:
    """Another system: what it was told, and what it answers."""

    def __init__(self) -> None:
        self.told: list[tuple[bytes, dict[str, Any]]] = []
        self.answer: dict[str, Any] = {"offloadSuccess": True, "pauseBot": True}
        self.url = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        self.told.append((head, json.loads(await reader.readexactly(length))))
        body = json.dumps(self.answer).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()
        writer.close()


@asynccontextmanager
async def serving_crm() -> AsyncIterator[Crm]:
    crm = Crm()
    async with serving(crm.talk) as server:
        crm.url = f"{server.url}/offload"
        yield crm


@pytest.fixture
async def crm() -> AsyncIterator[Crm]:
    async with serving_crm() as crm:
        yield crm


@pytest.fixture
async def engine(store: Store, world: World, bot: Bot, crm: Crm) -> AsyncIterator[Engine]:
    """Hands over to the other system, whose secret it has."""
    published(bot, SendToOffloadProvider(provider="webhook", team="crm-1"))
    settings = CHANNEL.settings.model_copy(update={"offload_url": crm.url})
    channel = type(CHANNEL)(settings=settings, access_token="token", client_secrets=("secret",))
    apis = ApiCalls({"offload_webhook": "key"}.get, Guard.from_settings({ALLOWED_ADDRESSES: "127.0.0.1"}))
    engine = Engine(store, only(channel, world.intercom()), apis=apis)
    await engine.start()
    yield engine
    await engine.stop(2)
    await closed(engine)


async def test_another_system_is_told_signed_and_the_bot_is_silent(engine: Engine, world: World, crm: Crm) -> None:
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(crm.told) == 1)
    head, body = crm.told[0]
    assert b"x-flowdesigner-signature: sha256=" in head.lower()
    assert body["conversationId"] == "1"
    assert body["transcript"][0]["text"] == "Hello"
    await until(lambda: engine.status()["waiting"] == 0)
    await deliver(engine, world.wrote("1", "still there?"))
    await until(lambda: engine.status()["waiting"] == 0)
    assert world.calls == []
    await deliver(engine, world.assigned("1", TEAM))
    await until(lambda: world.calls == ["1: comment Given back"])


@pytest.mark.parametrize(
    ("answer", "said"), [({"offloadSuccess": False}, "Failed"), ({"pauseBot": False}, "Given back")]
)
async def test_what_it_answers_decides(
    engine: Engine, world: World, crm: Crm, answer: dict[str, Any], said: str
) -> None:
    crm.answer = answer
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: world.calls == [f"1: comment {said}"])
