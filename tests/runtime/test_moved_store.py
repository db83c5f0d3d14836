"""Conversations go on where they were after the bot's state was moved to the other kind of database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from flowdesigner import Bot
from flowdesigner.runtime.engine import Engine
from flowdesigner.store.place import database_url
from flowdesigner.store.relocation import Relocation
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock
from tests.runtime.world import CHANNEL, World, closed, deliver, only, until


async def run(store: Store, world: World, clock: Clock) -> Engine:
    engine = Engine(store, only(CHANNEL, world.intercom()), clock=clock, concurrency=8)
    await engine.start()
    return engine


async def stop(engine: Engine) -> None:
    await engine.stop(2)
    await closed(engine)


async def test_they_do(
    bot: Bot, database: str, world: World, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    own = database or str(bot.folder / ".flowdesigner" / "bot.sqlite")
    other = str(tmp_path / "other.sqlite") if database else str(request.getfixturevalue("postgresql"))
    with Store.open(own) as store:
        engine = await run(store, world, clock)
        await deliver(engine, *(world.notification("user.created", name) for name in ("1", "2", "3")))
        await until(lambda: len(world.calls) == 6)
        heard = world.wrote("3", "billing")
        await deliver(engine, heard)
        await until(lambda: "3: close Bye" in world.calls)
        await stop(engine)
    before = len(world.calls)
    Relocation(database_url(own), database_url(other)).run()
    with Store.open(other) as store:
        engine = await run(store, world, clock)
        await deliver(engine, heard, world.wrote("1", "billing"))
        await until(lambda: "1: close Bye" in world.calls)
        assert world.calls[before:] == ["1: comment See Settings", "1: close Bye"]
        clock.later = timedelta(minutes=11)
        await until(lambda: "2: close Bye" in world.calls)
        assert len(world.calls) == before + 3
        await stop(engine)
