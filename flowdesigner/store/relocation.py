"""Moves a bot's whole store from one database to another, or leaves the old one as it was.

The new one is filled in one transaction and marked as not yet in use; then the old one is marked as moved, which is the
moment of the move; then the new one's mark is taken away. An interruption before that moment leaves the old one in use,
one after it is finished by moving once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, Connection, Engine, delete, func, select, text, update

from flowdesigner.errors import StoreError
from flowdesigner.store import place, runners
from flowdesigner.store.copying import Tell, copy, demand_equal
from flowdesigner.store.moved import FILLED_FROM, MOVED_TO, find, mark, unmark
from flowdesigner.store.schema import bring_up_to_date, state
from flowdesigner.store.tables import HEAD, conversation, metadata, revision, runner, setting
from flowdesigner.store.wording import in_words

Standing = Literal["empty", "half-filled", "moved", "in use"]
ENDINGS = ("", "-wal", "-shm")
"""Of an SQLite file and of what stands beside it while it is open."""
LONG = ("idle_in_transaction_session_timeout", "statement_timeout")
"""Limits of PostgreSQL's sessions that a whole store may take longer than."""


class Relocation:
    """From one database to another; `tell` hears how far it is."""

    def __init__(self, source: URL, target: URL, tell: Tell = lambda line: None) -> None:
        self.source, self.target = source, target
        self._tell = tell

    def run(self) -> None:
        """Move; StoreError, in words, when it cannot be: the old store is as it was then."""
        if shown(self.source) == shown(self.target):
            raise StoreError(f"This bot's state is in {shown(self.target)} already.")
        if not place.is_there(self.source):
            raise StoreError(f"There is no state in {shown(self.source)} to move.")
        with in_words(self.source), _engine(self.source) as engine:
            bring_up_to_date(engine)
            with in_words(self.target):
                self._move(engine)

    def _move(self, engine: Engine) -> None:
        with _writing(engine) as old:
            mark_there = find(old, MOVED_TO)
            if mark_there is None:
                self._demand_rest(old)
                self._fill(old)
                mark(old, MOVED_TO, shown(self.target))
            elif mark_there.place != shown(self.target):
                raise StoreError(f"This bot's state was moved to {mark_there.place} before: move it from there.")
        self._tell("the old one is marked as moved")
        with _engine(self.target) as engine, _writing(engine) as new:
            if find(new, FILLED_FROM) is None and mark_there is not None:
                raise StoreError(f"This bot's state was moved to {shown(self.target)} before.")
            unmark(new, FILLED_FROM)

    def _demand_rest(self, old: Connection) -> None:
        living = runners.alive(old) if place.is_shared(self.source) else []
        if living:
            names = ", ".join(line.name for line in living)
            raise StoreError(f"The bot is run by {names}. Stop every runner of it, then move its state.")
        if find(old, FILLED_FROM) is not None:
            raise StoreError(f"The move to {shown(self.source)} was interrupted: finish that one first.")

    def _fill(self, old: Connection) -> None:
        """Make the new store a copy of the old one that is not in use yet."""
        final = self.target
        work = final if place.is_shared(final) else final.set(database=f"{final.database}.moving")
        self._make_room_at(final, work)
        with _engine(work) as engine:
            bring_up_to_date(engine)
            with _writing(engine) as new:
                copy(old, new, self._tell)
                demand_equal(old, new, self._tell)
                _forget_runners(new)
                mark(new, FILLED_FROM, shown(self.source))
        if work is not final:
            _put_in_place(Path(str(work.database)), Path(str(final.database)))
        self._tell("the new one is filled")

    def _make_room_at(self, final: URL, work: URL) -> None:
        """StoreError when there is a bot's state at the new place; one that was moved away from there is put aside."""
        standing = standing_of(final)
        if standing == "in use":
            raise StoreError(f"There is a bot's state in {shown(final)} already: name another place.")
        if standing == "moved":
            self._tell(f"the backup that was there is now {put_aside(final)}")
        if work is not final:
            _remove(Path(str(work.database)))
        place.make_room(work)


def standing_of(url: URL) -> Standing:
    """What is there; StoreError for a database of another program."""
    if not place.is_there(url):
        return "empty"
    if not place.is_shared(url) or _has_schema(url):
        with _engine(url, writes=False) as engine, engine.connect() as connection:
            found = state(connection)
            if found is None:
                return "empty"
            if find(connection, MOVED_TO) is not None:
                return "moved"
            if find(connection, FILLED_FROM) is not None:
                return "half-filled"
            tables = (revision, conversation, metadata.tables["channel"], metadata.tables["secret"])
            has_any = any(connection.execute(select(func.count()).select_from(table)).scalar() for table in tables)
            return "in use" if has_any or found != HEAD else "empty"
    return "empty"


def put_aside(url: URL) -> str:
    """Give what is there another name, and say which."""
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    if place.is_shared(url):
        schema = str(url.query["schema"])
        aside = f"{schema[:40]}_moved_{stamp}"
        with _engine(url) as engine, engine.begin() as connection:
            connection.execute(text(f'ALTER SCHEMA "{schema}" RENAME TO "{aside}"'))
        return f"the schema {aside}"
    path = Path(str(url.database))
    aside_path = path.with_name(f"{path.name}.moved-{stamp}")
    with _engine(url) as engine, _writing(engine):
        pass  # Closing what has written last leaves the file as one, without a log beside it.
    for ending in ENDINGS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(aside_path.with_name(aside_path.name + ending))
    return str(aside_path)


def shown(url: URL) -> str:
    """The place for people, without its password."""
    if not place.is_shared(url):
        return str(url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def _has_schema(url: URL) -> bool:
    with _engine(url, writes=False) as engine, engine.connect() as connection:
        return connection.execute(text("SELECT current_schema()")).scalar() is not None


@contextmanager
def _engine(url: URL, *, writes: bool = True) -> Iterator[Engine]:
    engine = place.writing_engine(url) if writes else place.reading_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """A transaction beside which nobody else writes, or opens the store."""
    with engine.begin() as connection:
        if place.is_shared(engine.url):
            for limit in LONG:
                connection.execute(text(f"SET LOCAL {limit} = 0"))
            names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
            connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
        yield connection


def _forget_runners(new: Connection) -> None:
    """Nobody runs what was just copied."""
    new.execute(update(conversation).where(conversation.c.runner.is_not(None)).values(runner=None))
    new.execute(delete(runner))
    new.execute(delete(setting).where(setting.c.name.startswith("rate limit: ")))


def _put_in_place(work: Path, final: Path) -> None:
    """The file as one, in place of what was there: its log was written into it when its last connection was closed."""
    if work.with_name(f"{work.name}-wal").exists():
        raise StoreError(f"{work} is open in another program: close it and move once more.")
    _remove(final)
    work.replace(final)


def _remove(path: Path) -> None:
    for ending in ENDINGS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
