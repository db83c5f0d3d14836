"""A bot's state moves from one kind of database to the other, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert, text

from flowdesigner.errors import StoreError
from flowdesigner.store import conversations, inbox, outbox, runners
from flowdesigner.store.channels import ChannelRecord
from flowdesigner.store.commit import commit
from flowdesigner.store.copying import content, demand_equal, raw_tables
from flowdesigner.store.outbox import QueuedCall
from flowdesigner.store.place import database_url
from flowdesigner.store.relocation import Relocation, standing_of
from flowdesigner.store.store import Store
from flowdesigner.store.tables import metadata
from tests.store.samples import NOON, after, arrival, claimed, progress, taken

SAYS = QueuedCall(
    action=1, call={"kind": "reply", "body": "Grüße “\u0000” 🙂"}, flow="main", block="hello", awaited=True
)


class InterruptionError(Exception):
    """Somebody ends the process here."""


class InterruptedAt:
    """Ends the move when it says so."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, line: str) -> None:
        if self.words in line:
            raise InterruptionError


@pytest.fixture
def two(request: pytest.FixtureRequest, place: Path, postgresql: str) -> tuple[str, str]:
    """Where from, and where to."""
    file = str(place)
    return (file, postgresql) if request.param == "to PostgreSQL" else (postgresql, file)


both_ways = pytest.mark.parametrize("two", ["to PostgreSQL", "to SQLite"], indirect=True)


def fill(place: str) -> None:
    """Versions, a channel, a secret, files, conversations in the middle of everything."""
    with Store.open(place) as store:
        store.revisions.publish({"name": "Desk"}, "first", "Mia", {"a" * 64: b"\x00\xff"})
        store.channels.save(ChannelRecord("intercom", {"app_id": "app", "bot_agent": "7"}))
        store.secrets.set("intercom.token", "s3cret")
        store.settings.set("live_revision", 1)
        lease = claimed(store, "waits")
        store.write(lambda conn: commit(conn, lease, progress(timer_at=after(60), calls=(SAYS, SAYS)), NOON))
        [first, _] = store.read(lambda conn: outbox.open_calls(conn, lease.conversation))
        store.write(lambda conn: outbox.intend(conn, lease, first.number, NOON))
        taken(store, arrival("n2", conversation="waits", part_key="message:2", body='{"said": "\\u0000 ü"}'))
        taken(store, arrival("n3", conversation="new"))
        store.write(lambda conn: runners.beat(conn, "gone", "a runner that died"))
        store.write(lambda conn: conn.execute(text("UPDATE runner SET seen_at = 0")))
        store.write(lambda conn: conn.execute(text("UPDATE conversation SET runner = 'gone' WHERE id = 1")))


def contents(place: str) -> dict[str, object]:
    """What is in every table, but for what only concerns runners."""
    with Store.open(place) as store:
        store.write(lambda conn: conn.execute(text("UPDATE conversation SET runner = NULL")))
        tables = [table for table in raw_tables() if table.name != "runner"]
        return store.read(lambda conn: {table.name: content(conn, table) for table in tables})


def move(source: str, target: str, told: list[str] | None = None) -> None:
    Relocation(database_url(source), database_url(target), (told if told is not None else []).append).run()


@both_ways
def test_everything_is_there_afterwards_and_work_goes_on(two: tuple[str, str]) -> None:
    source, target = two
    fill(source)
    before = contents(source)
    told: list[str] = []
    move(source, target, told)
    assert contents(target) == before
    assert "outbox: 2 rows" in told
    with Store.open(target) as store:
        assert store.secrets.get("intercom.token") == "s3cret"
        assert store.read(runners.alive) == []
        row = store.read(lambda conn: conversations.find(conn, "app", "waits"))
        assert row is not None
        assert (row.runner, row.woken, row.timer_at) == (None, True, after(60))
        assert [call.state for call in store.read(lambda conn: outbox.open_calls(conn, row.id))] == [
            "intended",
            "queued",
        ]
        assert [one.body for one in store.read(lambda conn: inbox.pending(conn, row.id))][-1] == '{"said": "\\u0000 ü"}'
        lease = claimed(store, "later")
        assert lease.conversation > max(row.id, 2)
        assert store.revisions.publish({"name": "Desk 2"}).number == 2
        assert taken(store, arrival("n2", conversation="waits")).fresh == 0


@both_ways
def test_the_old_one_is_a_backup_that_nobody_opens(two: tuple[str, str]) -> None:
    source, target = two
    fill(source)
    move(source, target)
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"was moved to .* is a backup.*FLOWDESIGNER_DATABASE_URL"):
            Store.open(source, read_only=read_only)
    assert standing_of(database_url(source)) == "moved"
    with pytest.raises(StoreError, match="was moved to"):
        move(source, target)


@both_ways
def test_a_page_that_was_open_is_told_before_it_writes(two: tuple[str, str]) -> None:
    source, target = two
    fill(source)
    with Store.open(source) as page:
        move(source, target)
        with pytest.raises(StoreError, match="was moved to"):
            page.revisions.publish({"name": "Desk 2"})
        assert [line.number for line in page.revisions.list()] == [1]


@both_ways
def test_there_and_back_again(two: tuple[str, str]) -> None:
    source, target = two
    fill(source)
    before = contents(source)
    move(source, target)
    told: list[str] = []
    move(target, source, told)
    assert contents(source) == before
    assert any(line.startswith("the backup that was there is now") for line in told)


@both_ways
@pytest.mark.parametrize("moment", ["conversation:", "outbox:", "compared", "the new one is filled"])
def test_an_interruption_leaves_the_old_one_in_use(two: tuple[str, str], moment: str) -> None:
    source, target = two
    fill(source)
    before = contents(source)
    with pytest.raises(InterruptionError):
        Relocation(database_url(source), database_url(target), InterruptedAt(moment)).run()
    assert contents(source) == before
    if moment == "the new one is filled":
        with pytest.raises(StoreError, match="was interrupted: run flowdesigner move-store once more"):
            Store.open(target)
    move(source, target)
    assert contents(target) == before


@both_ways
def test_an_interruption_after_the_move_is_finished_by_moving_once_more(two: tuple[str, str]) -> None:
    source, target = two
    fill(source)
    before = contents(source)
    with pytest.raises(InterruptionError):
        Relocation(database_url(source), database_url(target), InterruptedAt("marked as moved")).run()
    for one in two:
        with pytest.raises(StoreError, match=r"moved to|was interrupted"):
            Store.open(one)
    move(source, target)
    assert contents(target) == before


@both_ways
def test_a_place_that_is_in_use_is_left_alone(two: tuple[str, str]) -> None:
    source, target = two
    for one in two:
        fill(one)
    before = contents(target)
    with pytest.raises(StoreError, match=r"There is a bot's state in .* already"):
        move(source, target)
    assert contents(target) == before
    Store.open(source).close()


def test_a_bot_that_another_machine_runs_is_not_moved(place: Path, postgresql: str) -> None:
    fill(postgresql)
    with Store.open(postgresql) as store:
        store.write(lambda conn: runners.beat(conn, "one", "host7, process 12"))
    with pytest.raises(StoreError, match=r"is run by host7, process 12. Stop every runner"):
        move(postgresql, str(place))
    assert not place.exists()


def test_a_copy_that_differs_is_noticed(place: Path, tmp_path: Path) -> None:
    for one in (place, tmp_path / "copy.sqlite"):
        fill(str(one))
    with Store.open(place) as store, Store.open(tmp_path / "copy.sqlite") as copy:
        copy.write(lambda conn: conn.execute(text("UPDATE inbox SET body = 'another' WHERE number = 2")))
        with pytest.raises(StoreError, match=r"copy of the table “(inbox|secret|revision|sighting|channel)” differs"):
            store.read(lambda old: copy.read(lambda new: demand_equal(old, new, print)))
    assert {table.name for table in raw_tables()} == set(metadata.tables)


@both_ways
def test_more_than_one_batch_is_moved(two: tuple[str, str]) -> None:
    source, target = two
    with Store.open(source) as store:
        rows = [{"channel": f"c{n}", "what": "topic", "at": NOON} for n in range(1234)]
        store.write(lambda conn: conn.execute(insert(metadata.tables["sighting"]), rows))
    told: list[str] = []
    move(source, target, told)
    assert [line for line in told if line.startswith("sighting")] == [f"sighting: {n} rows" for n in (500, 1000, 1234)]
