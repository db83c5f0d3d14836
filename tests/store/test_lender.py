from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from flowdesigner.errors import StoreError
from flowdesigner.store.lender import Lender
from flowdesigner.store.place import database_url, reading_engine
from flowdesigner.store.store import Store
from tests.store.samples import is_closed


@pytest.fixture
def lender(store: Store, database: str) -> Iterator[Lender]:
    lender = Lender(reading_engine(database_url(database)))
    yield lender
    lender.close()


def behind(connection: Connection) -> object:
    """The driver's connection."""
    return connection.connection.driver_connection


def test_what_came_back_is_closed_with_it(lender: Lender) -> None:
    with lender.transaction() as connection:
        assert connection.execute(text("SELECT 7")).scalar() == 7
        lent = behind(connection)
    assert not is_closed(lent)
    lender.close()
    lender.close()
    assert is_closed(lent)


def test_what_comes_back_later_is_closed_then(lender: Lender) -> None:
    with lender.transaction() as first, lender.transaction() as second:
        lent = behind(first), behind(second)
        lender.close(patience=0)
        assert first.execute(text("SELECT 7")).scalar() == 7
    assert [is_closed(one) for one in lent] == [True, True]


def test_so_is_what_failed_meanwhile(lender: Lender) -> None:
    lent: list[object] = []

    def fail() -> None:
        with lender.transaction() as connection:
            lent.append(behind(connection))
            lender.close(patience=0)
            connection.execute(text("SELECT nothing"))

    with pytest.raises(SQLAlchemyError, match="nothing"):
        fail()
    assert is_closed(lent[0])


def test_closing_waits_for_what_is_lent(lender: Lender) -> None:
    lent: list[object] = []
    has_it = threading.Event()

    def hold() -> None:
        with lender.transaction() as connection:
            lent.append(behind(connection))
            has_it.set()
            while not refuses(lender):
                pass

    holding = threading.Thread(target=hold)
    holding.start()
    assert has_it.wait(10)
    lender.close(patience=20)
    assert is_closed(lent[0])
    holding.join()


def refuses(lender: Lender) -> bool:
    try:
        with lender.transaction():
            return False
    except StoreError as error:
        return "closed" in str(error)


def test_a_store_that_is_closed_cannot_be_read(store: Store) -> None:
    store.settings.set("greeting", "hello")
    store.close()
    with pytest.raises(StoreError, match="closed: open it again"):
        store.settings.get("greeting")
