"""Trouble with the database under a running engine: said in words, nothing half done, and all goes on by itself."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import Connection, make_url

from flowdesigner import Bot
from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.intercom.signature import sign
from flowdesigner.listener.app import create_app
from flowdesigner.runtime import authorization
from flowdesigner.runtime.calling import CALL_LIMIT
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.readiness import NO_DATABASE
from flowdesigner.store.channels import ChannelRecord
from flowdesigner.store.postgresql import THREADS
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import CHANNEL, World, closed, only, until

MENU = ["1: comment Well?", "1: quick_reply [Billing] [People]"]
BYE = ["1: comment See Settings", "1: close Bye"]
WRITTEN = ("conversation", "inbox", "outbox", "setting")

Trouble = Callable[[Store, Bot], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def refusing(store: Store, code: str, message: str) -> AsyncIterator[None]:
    """The database refuses all that is written to these tables with this error."""
    raising = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    if store.is_shared:
        raising = "EXECUTE FUNCTION refuse()"
        body = f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = '{code}'; END"
        await write(store, f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    names = [(table, how, f"refuse_{how}_{table}") for table in WRITTEN for how in ("INSERT", "UPDATE")]
    await write(store, *(f"CREATE TRIGGER {name} BEFORE {how} ON {table} {raising}" for table, how, name in names))
    yield
    on = " ON {}" if store.is_shared else ""
    await write(store, *(f"DROP TRIGGER {name}{on.format(table)}" for table, _, name in names))


async def write(store: Store, *statements: str) -> None:
    """All of them in one transaction."""

    def run(conn: Connection) -> None:
        for statement in statements:
            conn.exec_driver_sql(statement).close()

    await store.writer.run(run)


@asynccontextmanager
async def full(store: Store, _bot: Bot) -> AsyncIterator[None]:
    """The disk has no room."""
    message = "could not extend file: No space left on device" if store.is_shared else "database or disk is full"
    async with refusing(store, "53100", message):
        yield


@asynccontextmanager
async def without_a_page_more(store: Store, bot: Bot) -> AsyncIterator[None]:
    """The same, and for SQLite as SQLite itself finds it: what fits into the pages that there are is written."""
    if store.is_shared:
        async with full(store, bot):
            yield
        return
    # It takes the bound for as many pages as there are.
    await write(store, "PRAGMA max_page_count = 1")
    yield
    await write(store, "PRAGMA max_page_count = 1000000")


@asynccontextmanager
async def read_only(store: Store, _bot: Bot) -> AsyncIterator[None]:
    """Nobody may write."""
    other = "attempt to write a readonly database"
    async with refusing(
        store, "25006", "cannot execute INSERT in a read-only transaction" if store.is_shared else other
    ):
        yield


@asynccontextmanager
async def locked(store: Store, bot: Bot) -> AsyncIterator[None]:
    """Another program has it and does not let go."""
    impatient = "SET lock_timeout = '100ms'" if store.is_shared else "PRAGMA busy_timeout = 100"
    for thread in range(THREADS if store.is_shared else 1):
        await store.writer.run(lambda conn: conn.exec_driver_sql(impatient).close(), about=thread)
    has_it, is_over = threading.Event(), threading.Event()

    def hold(conn: Connection) -> None:
        if store.is_shared:
            conn.exec_driver_sql(f"LOCK TABLE {', '.join(WRITTEN)} IN EXCLUSIVE MODE")
        has_it.set()
        is_over.wait(60)

    with bot.store() as other:
        holding = asyncio.create_task(other.writer.run(hold))
        await asyncio.to_thread(has_it.wait, 20)
        yield
        is_over.set()
        await holding


ALL = [
    (full, "disk is full. Make room"),
    (without_a_page_more, "disk is full. Make room"),
    (read_only, "may not be written to|takes no writes"),
    (locked, "held by another program"),
]


def outside(engine: Engine) -> httpx.AsyncClient:
    """Somebody who reaches the listener."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app(engine)), base_url="http://bot.test")


async def deliver(engine: Engine, body: bytes) -> int:
    """As Intercom does; the status."""
    async with outside(engine) as client:
        headers = {"X-Hub-Signature": sign(body, "secret"), "Content-Type": "application/json"}
        return (await client.post("/webhooks/intercom", content=body, headers=headers)).status_code


async def seen(engine: Engine, path: str) -> str:
    """What anybody gets to read there."""
    async with outside(engine) as client:
        return (await client.get(path)).text


def address(store: Store) -> str:
    """What strangers need not know: the server, or the file."""
    url = make_url(store.url)
    return f"{url.host}:{url.port}" if store.is_shared else str(url.database)


@pytest.mark.parametrize(("trouble", "words"), ALL)
async def test_what_cannot_be_kept_is_not_acknowledged_and_acts_once_when_it_comes_again(
    start: Starter, world: World, store: Store, bot: Bot, trouble: Trouble, words: str
) -> None:
    engine = await start()
    assert await deliver(engine, world.wrote("1", "hi")) == 200
    await until(lambda: world.calls == MENU)
    pressed, long = world.wrote("1", "billing"), world.wrote("2", "Hello " * 8000)
    async with trouble(store, bot):
        assert {await deliver(engine, long) for _ in range(3)} == {503}
        assert await engine.ready() == NO_DATABASE
        assert re.search(words, engine.status()["trouble"])
        assert address(store) in engine.status()["trouble"]
        health = await seen(engine, "/health")
        assert re.search(words, health)
        assert address(store) not in health
        assert world.calls == MENU
    await until(lambda: engine.trouble == "")
    assert {await deliver(engine, pressed), await deliver(engine, pressed), await deliver(engine, long)} == {200}
    await until(lambda: len(world.calls) == 6)
    assert [call for call in world.calls if call.startswith("1")] == [*MENU, *BYE]
    assert await engine.ready() == ""


async def test_who_authorizes_access_does_not_read_where_the_database_is(
    start: Starter, store: Store, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    engine = await start()
    store.channels.save(ChannelRecord("intercom", {"client_id": "app-1"}))
    url = authorization.begin(store, ChannelSettings(client_id="app-1"), redirect="http://bot.test/oauth")
    state = parse_qs(urlsplit(url).query)["state"][0]
    async with read_only(store, bot):
        page = await seen(engine, f"/oauth/intercom?code=1&state={state}")
    assert re.search("may not be written to|takes no writes", page)
    assert address(store) not in page
    assert address(store) in caplog.text


@pytest.mark.parametrize(("trouble", "words"), [one for one in ALL if one[0] is not without_a_page_more])
async def test_trouble_in_the_middle_of_a_call_neither_loses_nor_doubles_it(
    world: World, store: Store, bot: Bot, clock: Clock, trouble: Trouble, words: str
) -> None:
    landed, goes_on = asyncio.Event(), asyncio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        answer = world.answer(request)
        landed.set()
        await goes_on.wait()
        return answer

    engine = Engine(store, only(CHANNEL, world.intercom(httpx.MockTransport(slow))), clock=clock)
    await engine.start()
    assert await deliver(engine, world.wrote("1", "hi")) == 200
    await landed.wait()
    async with trouble(store, bot):
        goes_on.set()
        await until(lambda: engine.trouble != "")
        assert re.search(words, engine.trouble)
        assert world.calls == MENU[:1]
    clock.later = CALL_LIMIT
    await until(lambda: world.calls == MENU)
    await until(lambda: engine.trouble == "")
    await engine.stop(1)
    await closed(engine)
