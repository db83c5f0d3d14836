"""Which state of the tables a database has, and how it comes to the newest."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from flowdesigner.errors import StoreError
from flowdesigner.store.tables import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Create the tables, or take them to the newest state; several processes may do so at once."""
    if _at_head(engine):
        return
    with engine.begin() as connection:
        # Whoever waited for the lock finds that it has been done meanwhile.
        if state(connection) != HEAD:
            _migrate(connection)


def demand_current(engine: Engine) -> None:
    """StoreError when the database is not in the newest state."""
    if not _at_head(engine):
        raise StoreError(f"{engine.url.database} was written by an older flowdesigner: open the bot once to update it.")


def state(connection: Connection) -> str | None:
    """The name of the last migration that the database has seen, None for an empty one.

    StoreError for a database of a newer flowdesigner or of another program.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(f"{_name(connection)} is a database of another program. It was left alone: name another.")
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found not in known():
        raise StoreError(
            f"{_name(connection)} was written by a newer flowdesigner (state {found}). Update flowdesigner to open it."
        )
    return found


def known() -> frozenset[str]:
    """The migrations that this flowdesigner has."""
    return frozenset(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _at_head(engine: Engine) -> bool:
    with engine.connect() as connection:
        return state(connection) == HEAD


def _name(connection: Connection) -> str:
    return connection.engine.url.database or ""


def _migrate(connection: Connection) -> None:
    # Imported here: opening an up-to-date store is on the way of every page and command.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
