from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from flowdesigner.errors import StoreError
from flowdesigner.store.schema import MIGRATIONS, known
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


def test_many_can_create_it_at_once(place: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(Store.open, [place] * 4))
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


def test_revisions_of_before_they_had_authors_are_kept(place: Path) -> None:
    with Store.open(place) as store:
        store.revisions.publish({"name": "Desk"}, "first", "Mia")
        store.write(lambda conn: conn.execute(text("ALTER TABLE revision DROP COLUMN author")).rowcount)
        store.write(lambda conn: conn.execute(text("DROP TABLE file")).rowcount)
        store.write(lambda conn: conn.execute(text("DELETE FROM setting")).rowcount)
        store.write(lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '0001'")).rowcount)
    with Store.open(place) as store:
        live = store.revisions.live()
        assert live is not None
        assert (live.number, live.note, live.author, live.document) == (1, "first", "", {"name": "Desk"})
        assert store.revisions.publish({}, author="Mia").author == "Mia"
