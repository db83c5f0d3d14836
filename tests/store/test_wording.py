"""What a database refused, in words: for its owner with its address, for anybody without."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from flowdesigner.errors import StoreError
from flowdesigner.ports import free_port
from flowdesigner.store.place import reading_engine
from flowdesigner.store.store import Store
from flowdesigner.store.wording import translate

WHERE = make_url("postgresql+psycopg://bob:pass-word@db.example:5433/bots")


def test_a_server_that_is_away_is_named_to_its_owner_only() -> None:
    url = make_url(f"postgresql+psycopg://bob:pass-word@127.0.0.1:{free_port()}/bots?schema=bot")
    store = Store(url, reading_engine(url), None)
    with pytest.raises(StoreError, match=f"bob:.*127.0.0.1:{url.port}/bots.* does not answer") as refused:
        store.newer()
    assert refused.value.unnamed.startswith("The database does not answer. ")
    assert not [word for word in ("bob", "127.0.0.1", str(url.port), "pass-word") if word in refused.value.unnamed]
    assert "pass-word" not in str(refused.value)


def test_what_nobody_has_foreseen_is_for_its_owner_only() -> None:
    error = OperationalError("SELECT 1", {}, Exception("no pg_hba.conf entry for host 10.1.2.3, user bob"))
    told = translate(error, WHERE)
    assert isinstance(told, StoreError)
    assert "db.example:5433/bots refuses: no pg_hba.conf entry" in str(told)
    assert told.unnamed == "The database refuses; the log says why."


def test_an_error_of_another_kind_stays_as_it_is() -> None:
    error = ValueError("no number")
    assert translate(error, WHERE) is error
