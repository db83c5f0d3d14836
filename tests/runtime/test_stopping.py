"""What an engine that stops leaves behind: nothing that is open."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy
from sqlalchemy import Connection, event

from flowdesigner import Bot
from flowdesigner.errors import StoreError
from flowdesigner.runtime.engine import Engine
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock
from tests.runtime.world import CHANNEL, World, closed, only, until
from tests.store.samples import is_closed


class Held:
    """Each reading that a coroutine has begun in a thread comes no further, until it is let go."""

    def __init__(self) -> None:
        self.connections: list[object] = []
        self.go_on = threading.Event()

    def __call__(self, connection: Connection) -> None:
        if threading.current_thread().name.startswith("asyncio"):
            self.connections.append(connection.connection.driver_connection)
            self.go_on.wait(20)


@pytest.fixture
def held() -> Iterator[Held]:
    held = Held()
    event.listen(sqlalchemy.Engine, "begin", held)
    yield held
    event.remove(sqlalchemy.Engine, "begin", held)


async def test_a_reading_that_goes_on_after_the_engine_has_stopped_is_let_go_of_by_the_store(
    bot: Bot, world: World, clock: Clock, held: Held
) -> None:
    held.go_on.set()
    store = bot.store()
    engine = Engine(store, only(CHANNEL, world.intercom()), clock=clock)
    await engine.start()
    held.connections.clear()
    held.go_on.clear()
    await until(lambda: len(held.connections) > 0)
    await engine.stop(1)
    await closed(engine)
    closing = threading.Thread(target=store.close)
    closing.start()
    await until(lambda: refuses(store))
    assert closing.is_alive()
    held.go_on.set()
    await asyncio.to_thread(closing.join)
    assert {is_closed(one) for one in held.connections} == {True}


def refuses(store: Store) -> bool:
    try:
        store.read(conversations.count)
    except StoreError as error:
        return "closed" in str(error)
    return False
