"""Opens PostgreSQL databases: a schema for each bot, and a time limit for everything."""

from __future__ import annotations

import re

from sqlalchemy import URL, Connection, Engine, create_engine, event

from flowdesigner.errors import ConfigurationError

SCHEMA = "flowdesigner"
"""Where the tables stand unless the URL says `?schema=...`."""
THREADS = 4
"""How many transactions a process has under way at most, besides those that only read."""
READERS = 5
CONNECT_SECONDS = 5
LIMITS = {
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
    "synchronous_commit": "on",
}
NEXT_TRY = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
"""A server that is gone without a word is noticed after some ten seconds."""
LOCK = "hashtext('flowdesigner ' || %s)"
"""The number of a schema's lock; locks are the whole database's."""
_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,62}", re.IGNORECASE)


def url_of(url: URL) -> URL:
    """The URL with the driver that is used, and the schema named; ConfigurationError when something is missing."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise ConfigurationError("PostgreSQL needs the package psycopg: install flowdesigner[postgres].") from None
    if not url.database:
        raise ConfigurationError("The database URL names no database: write postgresql://user:password@host/database.")
    schema = url.query.get("schema", SCHEMA)
    if not isinstance(schema, str) or not _NAME.fullmatch(schema):
        raise ConfigurationError(f"“{schema}” cannot name a schema: use letters, digits, “-” and “_”.")
    return url.set(drivername="postgresql+psycopg").update_query_dict({"schema": schema})


def make_room(url: URL) -> None:
    """Make the schema."""
    engine = _engine(url, pool_size=1)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})", (_schema(url),))
            there = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
            # Asked first: who may only use the schema need not be allowed to make it.
            if connection.exec_driver_sql(there, (_schema(url),)).scalar() is None:
                connection.exec_driver_sql(f"CREATE SCHEMA {_quoted(url)}")
    finally:
        engine.dispose()


def writing_engine(url: URL) -> Engine:
    """An engine for the threads that write."""
    from flowdesigner.store.pipeline import settle_before_others

    engine = _engine(url, pool_size=THREADS + 1)
    settle_before_others(engine)
    return engine


def reading_engine(url: URL) -> Engine:
    """An engine whose transactions cannot write."""
    engine = _engine(url, pool_size=READERS, pool_pre_ping=True)

    @event.listens_for(engine, "begin")
    def only_read(connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    return engine


def lock_for_pages(connection: Connection) -> None:
    """Let pages and commands, which read before they write, write one after another; until the transaction ends."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK.replace('%s', 'current_schema()')})")


def is_gone(connection: Connection) -> bool:
    """Whether the connection behind it has been lost."""
    driver = connection.connection.driver_connection
    return driver is None or bool(driver.closed)


def _engine(url: URL, **more: object) -> Engine:
    settings = {"search_path": _quoted(url), **LIMITS}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return create_engine(
        url.difference_update_query(["schema"]),
        connect_args={"options": options, "connect_timeout": CONNECT_SECONDS, **NEXT_TRY},
        hide_parameters=True,
        max_overflow=READERS,
        pool_timeout=CONNECT_SECONDS,
        **more,
    )


def _schema(url: URL) -> str:
    return str(url.query["schema"])


def _quoted(url: URL) -> str:
    return f'"{_schema(url)}"'
