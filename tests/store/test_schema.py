from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from flowdesigner.errors import StoreError
from flowdesigner.store import conversations
from flowdesigner.store.place import database_url, make_room, writing_engine
from flowdesigner.store.schema import MIGRATIONS, bring_up_to_date, known
from flowdesigner.store.store import Store
from flowdesigner.store.tables import HEAD, metadata


def test_migrations_build_the_tables_that_the_code_names(store: Store) -> None:
    options = {"compare_type": True, "compare_server_default": True}
    differences = store.read(lambda conn: compare_metadata(MigrationContext.configure(conn, opts=options), metadata))
    assert differences == []


def test_the_code_knows_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [HEAD]
    assert {script.revision for script in scripts.walk_revisions()} == known()


def test_the_tables_suit_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    tables = metadata.sorted_tables
    statements = [CreateTable(table) for table in tables] + [CreateIndex(index) for t in tables for index in t.indexes]
    for statement in statements:
        assert str(statement.compile(dialect=dialect))


def test_a_database_of_a_newer_flowdesigner_is_left_alone(place: Path) -> None:
    with Store.open(place) as store:
        store.write(lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '9999'")).rowcount)
    before = place.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"newer flowdesigner \(state 9999\).*Update flowdesigner"):
            Store.open(place, read_only=read_only)
    assert place.read_bytes() == before


def test_many_can_create_it_at_once(database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(Store.open, [database] * 4))
    for number, store in enumerate(stores):
        store.settings.set(f"setting {number}", number)
    assert [stores[0].settings.get(f"setting {number}") for number in range(4)] == [0, 1, 2, 3]
    for store in stores:
        store.close()


def test_opening_one_that_is_up_to_date_loads_no_migrations(place: Path) -> None:
    Store.open(place).close()
    subprocess.run([sys.executable, "-c", OPEN_WITHOUT_ALEMBIC, str(place)], check=True)


OPEN_WITHOUT_ALEMBIC = """
import sys
from flowdesigner.store.store import Store
Store.open(sys.argv[1]).close()
assert "alembic" not in sys.modules
"""


OLD_ROWS = (
    """INSERT INTO revision (number, published_at, note, document) VALUES (1, 0, 'first', '{"name":"Desk"}')""",
    """INSERT INTO conversation (id, app_id, conversation_id, status, woken, epoch, customer_name, updated_at)
       VALUES (1, 'app', 'c1', 'waiting', false, 3, 'Mia', 0)""",
)


def at_state(url: URL, state: str) -> Engine:
    """An engine on a database as an older flowdesigner left it."""
    make_room(url)
    engine = writing_engine(url)
    bring_up_to_date(engine, state)
    return engine


@pytest.mark.parametrize("state", sorted(known() - {HEAD}))
def test_what_an_older_flowdesigner_kept_is_kept(database: str, state: str) -> None:
    url = database_url(database)
    engine = at_state(url, state)
    with engine.begin() as connection:
        for statement in OLD_ROWS:
            connection.exec_driver_sql(statement)
    engine.dispose()
    with Store.open(database) as store:
        live = store.revisions.live()
        assert live is not None
        assert (live.number, live.note, live.author, live.document) == (1, "first", "", {"name": "Desk"})
        assert store.revisions.publish({}, author="Mia").author == "Mia"
        row = store.read(lambda conn: conversations.find(conn, "app", "c1"))
        assert row is not None
        assert (row.status, row.epoch, row.customer_name, row.runner) == ("waiting", 3, "Mia", None)


def test_a_file_is_copied_before_its_tables_are_changed(place: Path) -> None:
    at_state(database_url(place), "0002").dispose()
    Store.open(place).close()
    copy = place.with_name("bot.sqlite.before-0002")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0002",)]
    assert not list(place.parent.glob("*.copying"))
    Store.open(place).close()
    assert [path.name for path in place.parent.glob("*before*")] == [copy.name]
