from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, insert, select, text, update

from flowdesigner.errors import LeaseLostError, StoreError
from flowdesigner.store.postgresql import THREADS
from flowdesigner.store.prepared import PIPELINE, Prepared
from flowdesigner.store.setting import keep
from flowdesigner.store.store import Store
from flowdesigner.store.tables import conversation, setting

PUT = Prepared(insert(setting), "name", "value")
GET = Prepared(select(setting.c.value).where(setting.c.name == bindparam("who")))
SET = Prepared(update(setting).where(setting.c.name == bindparam("who")).values(value=bindparam("new")))
FAIL = Prepared(select(setting.c.name).where(text("1 / length(name) = 1")))


@pytest.fixture
def store(postgresql: str) -> Iterator[Store]:
    with Store.open(postgresql) as opened:
        yield opened


def put(conn: Connection, name: str, value: object = True) -> None:
    PUT.send(conn, {"name": name, "value": value})


def lost() -> LeaseLostError:
    return LeaseLostError("somebody else has it")


def test_what_is_sent_is_there_when_the_transaction_has_ended(store: Store) -> None:
    def write(conn: Connection) -> int:
        put(conn, "a")
        put(conn, "b", {"texts": ["ä", "\U0001f642", None]})
        return SET.run(conn, {"who": "a", "new": 2})

    assert store.write(write) == 1
    assert store.settings.get("a") == 2
    assert store.settings.get("b") == {"texts": ["ä", "\U0001f642", None]}


def test_statements_of_both_ways_keep_their_order(store: Store) -> None:
    def write(conn: Connection) -> list[object]:
        put(conn, "a", 1)
        keep(conn, "a", 2)
        SET.send(conn, {"who": "a", "new": 3})
        seen = conn.execute(select(setting.c.value).where(setting.c.name == "a")).scalar_one()
        SET.send(conn, {"who": "a", "new": 4})
        return [seen, GET.scalar(conn, {"who": "a"})]

    assert store.write(write) == [3, 4]


def test_nothing_is_kept_of_a_function_that_fails(store: Store) -> None:
    def write(conn: Connection) -> None:
        put(conn, "a")
        keep(conn, "b", True)
        put(conn, "c")
        raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed my mind"):
        store.write(write)
    assert [store.settings.get(name) for name in "abc"] == [None] * 3
    store.write(lambda conn: put(conn, "a"))
    assert store.settings.get("a") is True


def test_what_must_change_a_row_and_does_not_undoes_all_that_was_sent_before_and_after(store: Store) -> None:
    def write(conn: Connection) -> None:
        put(conn, "before")
        SET.send(conn, {"who": "nobody", "new": 1}, lost)
        put(conn, "after")

    with pytest.raises(LeaseLostError, match="somebody else"):
        store.write(write)
    assert [store.settings.get(name) for name in ("before", "after")] == [None, None]


def test_a_row_that_must_be_found_is_looked_for_at_the_server(store: Store) -> None:
    store.write(lambda conn: put(conn, "there"))
    store.write(lambda conn: GET.send(conn, {"who": "there"}, lost))
    with pytest.raises(LeaseLostError):
        store.write(lambda conn: GET.send(conn, {"who": "nobody"}, lost))


def test_whoever_waits_behind_it_hears_of_it(store: Store) -> None:
    reached = []

    def write(conn: Connection) -> None:
        SET.send(conn, {"who": "nobody", "new": 1}, lost)
        reached.append(GET.scalar(conn, {"who": "a"}))

    with pytest.raises(LeaseLostError):
        store.write(write)
    assert not reached


def test_a_division_by_zero_of_its_own_is_no_lost_lease(store: Store) -> None:
    store.write(lambda conn: put(conn, "a"))
    store.write(lambda conn: put(conn, ""))

    def write(conn: Connection) -> None:
        SET.send(conn, {"who": "a", "new": 5}, lost)
        FAIL.rows(conn, {})

    with pytest.raises(StoreError, match="division by zero"):
        store.write(write)
    assert store.settings.get("a") is True


def test_an_error_of_the_server_is_said_without_the_values(store: Store) -> None:
    store.write(lambda conn: put(conn, "a", "old"))

    def write(conn: Connection) -> None:
        put(conn, "b")
        put(conn, "a", "a customer's words")
        put(conn, "c")

    with pytest.raises(StoreError, match="duplicate key") as caught:
        store.write(write)
    assert "customer" not in f"{caught.value}{caught.value.__cause__}"
    assert [store.settings.get(name) for name in "abc"] == ["old", None, None]


def test_a_server_that_goes_away_within_a_transaction_is_said_in_words_and_used_again(store: Store) -> None:
    def write(conn: Connection) -> None:
        put(conn, "a")
        conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StoreError, match="does not answer"):
        store.write(write)
    store.write(lambda conn: put(conn, "b"))
    assert [store.settings.get(name) for name in "ab"] == [None, True]


@pytest.mark.parametrize("when", ["before", "within"])
def test_so_is_a_connection_that_is_lost(store: Store, when: str) -> None:
    def lose(conn: Connection) -> None:
        driver: Any = conn.connection.driver_connection
        driver.pgconn.finish()

    def write(conn: Connection) -> None:
        if when == "within":
            lose(conn)
        put(conn, "b")

    used: list[Connection] = []
    for _ in range(THREADS):
        store.write(used.append)
    if when == "before":
        for conn in used:
            lose(conn)
    for _ in range(THREADS):
        with pytest.raises(StoreError, match="does not answer"):
            store.write(write)
    store.write(lambda conn: put(conn, "c"))
    assert [store.settings.get(name) for name in "bc"] == [None, True]


def test_a_transaction_that_is_broken_already_is_not_taken_for_kept(store: Store) -> None:
    def write(conn: Connection) -> None:
        put(conn, "a")
        with pytest.raises(Exception, match="duplicate key"):
            PUT.run(conn, {"name": "a", "value": 1})

    with pytest.raises(StoreError, match="undone"):
        store.write(write)
    assert store.settings.get("a") is None


def test_values_larger_than_what_the_line_holds_pass_both_ways(store: Store) -> None:
    large = "x" * 3_000_000

    def write(conn: Connection) -> list[int]:
        for number in range(4):
            put(conn, f"large {number}", large)
            GET.send(conn, {"who": f"large {number}"})
        return [len(GET.scalar(conn, {"who": f"large {number}"})) for number in range(4)]

    assert store.write(write) == [len(large)] * 4


def test_every_type_of_column_passes_both_ways(store: Store) -> None:
    values = {
        "app_id": "app", "conversation_id": "ä", "revision": -7, "session": {"a": [1]}, "status": "waiting",
        "woken": True, "epoch": 2**40, "timer_at": None, "customer_name": "",
        "updated_at": datetime(2020, 1, 2, 3, 4, 5, 6, UTC),
    }  # fmt: skip
    add = Prepared(insert(conversation), *values)
    look = Prepared(select(*(conversation.c[name] for name in values)))

    def write(conn: Connection) -> list[dict[str, object]]:
        add.send(conn, values)
        return look.rows(conn, {})

    assert store.write(write) == [values]


def test_a_server_that_has_forgotten_the_statements_is_told_them_again(store: Store) -> None:
    store.write(lambda conn: put(conn, "a", 1))

    async def forget_and_go_on() -> None:
        for turn in range(12):
            await store.writer.run(lambda conn: conn.exec_driver_sql("DEALLOCATE ALL").close(), about="x")
            await store.writer.run(partial(SET.send, values={"who": "a", "new": turn}), about="x")

    asyncio.run(forget_and_go_on())
    assert store.settings.get("a") == 11


def test_one_of_two_that_wait_for_each_other_runs_once_more(store: Store) -> None:
    store.write(lambda conn: PUT.send_all(conn, [{"name": name, "value": 0} for name in "ab"]))
    both, tries = threading.Barrier(2), Counter[str]()

    def mark(conn: Connection, *names: str) -> None:
        SET.run(conn, {"who": names[0], "new": names[0]})
        tries[names[0]] += 1
        if tries[names[0]] == 1:
            both.wait(10)
        SET.send(conn, {"who": names[1], "new": names[0]})

    async def at_once() -> None:
        writing = store.writer
        await asyncio.gather(
            writing.run(lambda conn: mark(conn, "a", "b"), about=0),
            writing.run(lambda conn: mark(conn, "b", "a"), about=1),
        )

    asyncio.run(at_once())
    assert sum(tries.values()) > 2
    assert store.settings.get("a") == store.settings.get("b") in ("a", "b")


def test_only_the_writer_s_connections_have_a_pipeline(store: Store) -> None:
    assert store.read(lambda conn: PIPELINE in conn.info) is False
    assert store.write(lambda conn: PIPELINE in conn.info) is True
    assert store.read(lambda conn: GET.rows(conn, {"who": "nobody"})) == []
