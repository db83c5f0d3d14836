from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from flowdesigner.errors import ConfigurationError, StoreError
from flowdesigner.store.store import Store


@pytest.fixture
def database(place: Path) -> str:
    """These are about SQLite."""
    return str(place)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_its_files_are_for_their_owner_only(store: Store, place: Path) -> None:
    store.settings.set("greeting", "hello")
    assert mode(place.parent) == 0o700
    assert {path.name: mode(path) for path in place.parent.iterdir()} == {
        "bot.sqlite": 0o600,
        "bot.sqlite-shm": 0o600,
        "bot.sqlite-wal": 0o600,
    }


def test_a_state_folder_that_others_could_read_is_closed_to_them(place: Path) -> None:
    place.parent.mkdir(parents=True, mode=0o755)
    place.touch(mode=0o644)
    with Store.open(place):
        assert (mode(place.parent), mode(place)) == (0o700, 0o600)


def test_what_was_written_is_there_when_it_is_opened_again(place: Path) -> None:
    with Store.open(place) as store:
        store.settings.set("greeting", {"text": "hello", "times": 2})
    with Store.open(f"sqlite:///{place}") as again:
        assert again.settings.get("greeting") == {"text": "hello", "times": 2}
        assert again.settings.get("farewell", "bye") == "bye"


def test_a_commit_is_on_the_disk_when_it_returns(store: Store) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    values = store.write(lambda conn: [conn.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas])
    assert values == ["wal", 2, 1]


def test_two_can_have_it_open_at_once(store: Store, place: Path) -> None:
    with Store.open(place) as other:
        other.settings.set("greeting", "hello")
        store.settings.set("farewell", "bye")
        assert (store.settings.get("greeting"), other.settings.get("farewell")) == ("hello", "bye")


def test_opened_for_reading_it_sees_what_is_written_and_writes_nothing(store: Store, place: Path) -> None:
    with Store.open(place, read_only=True) as reader:
        store.settings.set("greeting", "hello")
        assert reader.settings.get("greeting") == "hello"
        with pytest.raises(StoreError, match="reading only"):
            reader.settings.set("greeting", "changed")


def test_it_can_be_read_while_nobody_else_has_it_open(place: Path) -> None:
    with Store.open(place) as store:
        store.settings.set("greeting", "hello")
    with Store.open(place, read_only=True) as reader:
        assert reader.settings.get("greeting") == "hello"


def test_reading_never_creates_a_file(place: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        Store.open(place, read_only=True)
    assert not place.parent.exists()


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="may not be written to"):
        store.read(lambda conn: conn.execute(text("DELETE FROM setting")))


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "bot.sqlite"
    path.write_text("My diary. Nobody must read this, let alone overwrite it. " * 20)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=f"{path} is not a flowdesigner database"):
        Store.open(path, read_only=read_only)
    assert path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["bot.sqlite"]


def test_a_damaged_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    with Store.open(path) as store:
        store.settings.set("greeting", "hello")
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 8192)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"damaged|not a flowdesigner database"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE note (text)")
    connection.close()
    before = path.read_bytes()
    # The error is kept, and with it all that it went through.
    with pytest.raises(StoreError, match="of another program") as _caught:
        Store.open(path)
    assert path.name not in {Path(one.path).name for one in psutil.Process().open_files()}
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "file" / "bot.sqlite")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:hunter2@db/bot", "“mysql” are not supported"),
        ("postgresql://u:hunter2@db", "names no database"),
        ("postgresql://u:hunter2@db/bot?schema=a%20b", "“a b” cannot name a schema"),
        ("sqlite://", "forgets"),
        ("sqlite:///:memory:", "forgets"),
        ("://", "cannot be read"),
    ],
)
def test_other_databases_are_refused_in_words(url: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        Store.open(url)
    assert "hunter2" not in str(caught.value)


def test_closing_twice_is_harmless_and_writing_afterwards_is_refused(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.settings.set("greeting", "hello")


def test_an_error_does_not_tell_what_was_being_written(store: Store) -> None:
    statement = text("INSERT INTO setting (name, value) VALUES (:name, :value)")
    row = {"name": "a", "value": '"confidential"'}
    store.write(lambda conn: conn.execute(statement, row).rowcount)
    with pytest.raises(StoreError) as caught:
        store.write(lambda conn: conn.execute(statement, row).rowcount)
    assert "confidential" not in f"{caught.value} {caught.value.__cause__}"
