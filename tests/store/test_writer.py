from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, text

from flowdesigner.errors import StoreError
from flowdesigner.store.setting import keep
from flowdesigner.store.store import Store
from flowdesigner.store.tables import history
from flowdesigner.store.writer import Writer
from tests.store.commits import commits_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WORDS: dict[str, object] = {"event": "message", "status": "waiting", "path": [], "lines": [], "error": ""}


@pytest.fixture
def database(place: Path) -> str:
    """These are about SQLite."""
    return str(place)


def writer_of(store: Store) -> Writer:
    assert isinstance(store.writer, Writer)
    return store.writer


class Gate:
    """A write that keeps the writer busy until it is opened, so that others queue up behind it."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self, conn: Connection) -> None:
        self.entered.set()
        assert self.opened.wait(10)


async def behind(gate: Gate, store: Store, *tasks: asyncio.Task[None]) -> list[object]:
    await asyncio.sleep(0)
    gate.opened.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


def setting(store: Store, name: str) -> asyncio.Task[None]:
    return asyncio.create_task(store.writer.run(lambda conn: keep(conn, name, True)))


async def test_what_is_queued_together_is_committed_together(store: Store) -> None:
    gate, commits = Gate(), await commits_of(store)
    first = asyncio.create_task(store.writer.run(gate))
    await asyncio.to_thread(gate.entered.wait, 10)
    await behind(gate, store, first, *[setting(store, f"s{number}") for number in range(100)])
    assert len(commits) == 2
    assert all(store.settings.get(f"s{number}") for number in range(100))


async def test_one_that_fails_does_not_undo_the_others(store: Store) -> None:
    def half(conn: Connection) -> None:
        keep(conn, "half", True)
        raise ValueError("changed my mind")

    gate = Gate()
    first = asyncio.create_task(store.writer.run(gate))
    await asyncio.to_thread(gate.entered.wait, 10)
    before, failing, behind_it = (
        setting(store, "before"),
        asyncio.create_task(store.writer.run(half)),
        setting(store, "after"),
    )
    results = await behind(gate, store, first, before, failing, behind_it)
    assert [type(result) for result in results] == [type(None), type(None), ValueError, type(None)]
    assert [store.settings.get(name) for name in ("before", "half", "after")] == [True, None, True]


async def test_a_result_comes_after_its_commit(store: Store) -> None:
    await store.writer.run(lambda conn: keep(conn, "greeting", "hello"))
    assert store.settings.get("greeting") == "hello"


async def test_when_the_commit_fails_everybody_hears_it(store: Store) -> None:
    def refused_at_the_end(conn: Connection) -> None:
        conn.execute(text("PRAGMA defer_foreign_keys = ON"))
        conn.execute(insert(history).values(conversation=7, at=NOW, received_at=NOW, **WORDS))

    gate = Gate()
    first = asyncio.create_task(store.writer.run(gate))
    await asyncio.to_thread(gate.entered.wait, 10)
    orphan = asyncio.create_task(store.writer.run(refused_at_the_end))
    results = await behind(gate, store, first, setting(store, "a"), orphan, setting(store, "b"))
    assert [type(result) for result in results[1:]] == [StoreError] * 3
    assert store.settings.get("a") is None
    await setting(store, "c")
    assert store.settings.get("c") is True


async def test_when_sqlite_gives_up_the_transaction_nothing_of_the_group_is_kept(store: Store) -> None:
    gate = Gate()
    first = asyncio.create_task(store.writer.run(gate))
    await asyncio.to_thread(gate.entered.wait, 10)
    giving_up = asyncio.create_task(store.writer.run(lambda conn: conn.execute(text("ROLLBACK")).close()))
    results = await behind(gate, store, first, setting(store, "before"), giving_up, setting(store, "after"))
    assert [type(result) for result in results[1:]] == [StoreError] * 3
    assert [store.settings.get(name) for name in ("before", "after")] == [None, None]


async def test_a_caller_that_was_cancelled_disturbs_nobody(store: Store) -> None:
    gate = Gate()
    first = asyncio.create_task(store.writer.run(gate))
    await asyncio.to_thread(gate.entered.wait, 10)
    gone, staying = setting(store, "gone"), setting(store, "staying")
    await asyncio.sleep(0)
    gone.cancel()
    await behind(gate, store, first, staying, gone)
    assert store.settings.get("staying") is True


def test_a_loop_that_was_closed_meanwhile_disturbs_nobody(store: Store) -> None:
    async def leave() -> None:
        task = setting(store, "left")
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(leave())
    store.settings.set("later", True)
    assert store.settings.get("later") is True


def test_threads_and_loops_write_side_by_side(store: Store) -> None:
    threads = [threading.Thread(target=store.settings.set, args=(f"thread {number}", number)) for number in range(8)]
    for thread in threads:
        thread.start()
    asyncio.run(store.writer.run(lambda conn: keep(conn, "loop", True)))
    for thread in threads:
        thread.join()
    assert [store.settings.get(f"thread {number}") for number in range(8)] == list(range(8))
    assert store.settings.get("loop") is True


def test_closing_writes_what_is_queued(store: Store) -> None:
    with pytest.raises(StoreError, match="closed"):
        asyncio.run(close_behind(store))


async def close_behind(store: Store) -> None:
    tasks = [setting(store, f"s{number}") for number in range(20)]
    await asyncio.sleep(0)
    store.writer.close()
    await asyncio.gather(*tasks)
    assert all(store.settings.get(f"s{number}") for number in range(20))
    await setting(store, "late")


async def test_nothing_that_a_function_raises_ends_the_thread(store: Store) -> None:
    def leave(_conn: Connection) -> None:
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        await store.writer.run(leave)
    await setting(store, "later")
    assert store.settings.get("later") is True
