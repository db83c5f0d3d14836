"""Which state of the tables a database has, and how it comes to the newest."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from flowdesigner.errors import StoreError
from flowdesigner.store.place import is_shared
from flowdesigner.store.sqlite import keep_copy
from flowdesigner.store.tables import HEAD

_STATE = text("SELECT version_num FROM alembic_version")
MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps what it works on in a global of its own.


def is_current(engine: Engine) -> bool:
    """Whether the tables are in the newest state; StoreError when the database is not one to touch."""
    with engine.connect() as connection:
        return state(connection) == HEAD


def bring_up_to_date(engine: Engine, to: str = HEAD) -> None:
    """Create the tables, or take them to the newest state, all or nothing; several processes may do so at once.

    A file is copied first, to one beside it that is named after its state.
    """
    with engine.begin() as connection:
        if is_shared(engine.url):
            from flowdesigner.store.postgresql import lock_for_pages

            lock_for_pages(connection)
        # Whoever waited for the lock finds that it has been done meanwhile.
        before = state(connection)
        if before not in (to, HEAD):
            if before is not None and not is_shared(engine.url):
                keep_copy(engine.url, before)
            _migrate(connection, to)


def state(connection: Connection) -> str | None:
    """The name of the last migration that the database has seen, None for an empty one.

    StoreError for a database of a newer flowdesigner or of another program.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(f"{_name(connection)} is a database of another program. It was left alone: name another.")
        return None
    found = connection.execute(_STATE).scalar()
    if found is not None and found not in known():
        raise StoreError(
            f"{_name(connection)} was written by a newer flowdesigner (state {found}). Update flowdesigner to open it."
        )
    return found


def changed_by_a_newer(connection: Connection) -> str:
    """A sentence if the tables are in a state that this flowdesigner does not know; "" otherwise."""
    found = connection.execute(_STATE).scalar()
    if found in known():
        return ""
    return (
        f"{_name(connection)} was changed by a newer flowdesigner (state {found}). This runner, of an older one, has "
        "let go of all conversations: end it, and start one of the newer."
    )


@cache
def known() -> frozenset[str]:
    """The migrations that this flowdesigner has."""
    return frozenset(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _name(connection: Connection) -> str:
    """The database, or the database's file; a reading engine's URL wraps it."""
    return (connection.engine.url.database or "").removeprefix("file://").removesuffix("?mode=ro")


def _migrate(connection: Connection, to: str) -> None:
    # Imported here: opening an up-to-date store is on the way of every page and command.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with _ONE_AT_A_TIME:
        command.upgrade(config, to)
