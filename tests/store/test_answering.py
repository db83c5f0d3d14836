"""How long customers wait for an answer, from what the store keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flowdesigner.store.answering import Answering, answering
from flowdesigner.store.store import Store
from tests.designer.customers import answered, desk, write
from tests.runtime.world import World


async def test_it_is_told_of_messages_that_were_answered_lately(tmp_path: Path) -> None:
    world = World()
    with desk(tmp_path / "bot").store() as store:
        now = datetime.now(UTC)
        assert told(store, now) == Answering(0)
        async with answered(store, world) as engine:
            await write(engine, store, world.notification("user.created", "1"), world.notification("user.created", "2"))
            await write(engine, store, world.wrote("1", "people"))
        found = told(store, datetime.now(UTC))
        assert found.answered == 3
        assert found.median is not None
        assert found.p95 is not None
        assert 0 < found.median <= found.p95 < 30
        assert told(store, now + timedelta(hours=2)) == Answering(0)


async def test_of_many_the_latest_are_looked_at(tmp_path: Path) -> None:
    world = World()
    with desk(tmp_path / "bot").store() as store:
        async with answered(store, world) as engine:
            for id in ("1", "2", "3"):
                await write(engine, store, world.notification("user.created", id))
        assert store.read(lambda conn: answering(conn, datetime.now(UTC), sample=2)).answered == 2


def told(store: Store, now: datetime) -> Answering:
    return store.read(lambda conn: answering(conn, now))
