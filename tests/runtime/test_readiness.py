"""When notifications may come to a runner, and what it says when they should not."""

from __future__ import annotations

import asyncio
import threading
import time

from flowdesigner.channel.settings import Channel
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.readiness import (
    LISTENS_ONLY,
    NO_CHANNEL,
    NO_DATABASE,
    NOT_STARTED,
    STOPPING,
    Readiness,
)
from flowdesigner.store.store import Store
from tests.runtime.conftest import Starter
from tests.runtime.world import CHANNEL, World, closed, only


async def test_a_runner_that_answers_customers_is_ready(start: Starter) -> None:
    assert await (await start()).ready() == ""


async def test_one_that_only_listens_is_not(start: Starter) -> None:
    engine = await start(live=False)
    assert await engine.ready() == LISTENS_ONLY
    engine.live = True
    assert await engine.ready() == ""


async def test_one_that_has_not_started_or_stops_is_not(store: Store, world: World) -> None:
    engine = Engine(store, only(CHANNEL, world.intercom()))
    assert await engine.ready() == NOT_STARTED
    await engine.start()
    await engine.stop(1)
    assert await engine.ready() == STOPPING
    await closed(engine)


async def test_one_whose_channel_lacks_something_is_not(start: Starter, world: World) -> None:
    engine = await start()
    engine.workspaces = only(Channel(settings=CHANNEL.settings, access_token="", client_secrets=()), world.intercom())
    assert await engine.ready() == NO_CHANNEL


async def test_one_whose_database_is_gone_is_not(store: Store, world: World) -> None:
    readiness = Readiness(store, lambda: "", lambda: only(CHANNEL, world.intercom()))
    store.close()
    assert await readiness.reason() == NO_DATABASE


async def test_a_database_that_hangs_is_asked_once_however_many_look(store: Store, world: World) -> None:
    released = threading.Event()
    held = [asyncio.create_task(store.writer.run(lambda _: released.wait(20))) for _ in range(40)]
    await asyncio.sleep(0)
    readiness = Readiness(store, lambda: "", lambda: only(CHANNEL, world.intercom()), patience=0.05)
    began = time.monotonic()
    assert await asyncio.gather(*(readiness.reason() for _ in range(5))) == [NO_DATABASE] * 5
    assert time.monotonic() - began < 5
    released.set()
    await asyncio.gather(*held)
    patient = Readiness(store, lambda: "", lambda: only(CHANNEL, world.intercom()))
    assert await patient.reason() == ""
