"""`Store`: everything of a bot that must not be lost, in one database."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import URL, Connection, Engine

from flowdesigner.errors import StoreError
from flowdesigner.store.channels import Channels
from flowdesigner.store.kept_files import KeptFiles
from flowdesigner.store.lender import Lender
from flowdesigner.store.moved import refuse_if_moved
from flowdesigner.store.place import database_url, is_shared, is_there, make_room, reading_engine, writing_engine
from flowdesigner.store.revisions import Revisions
from flowdesigner.store.schema import bring_up_to_date, changed_by_a_newer, is_current
from flowdesigner.store.secrets import Secrets
from flowdesigner.store.setting import Settings
from flowdesigner.store.wording import in_words
from flowdesigner.store.writer import NoWriter, Writer, Writes

T = TypeVar("T")


class Store:
    """A bot's database. Open it with `Store.open`; several processes may have it open at once.

    `revisions`, `channels`, `secrets` and `settings` are for pages, commands and notebooks. The engine gives functions
    on a connection to `writer.run` and `read`. `is_shared`: several runners may move the bot's conversations.
    """

    def __init__(self, place: URL, reader: Engine, writer: Engine | None) -> None:
        self.url = str(place)
        self.is_shared = is_shared(place)
        self.writer = _writer(writer, is_shared=self.is_shared)
        self._place = place
        self._reader = Lender(reader)
        self._writing = writer
        self.revisions = Revisions(self)
        self.files = KeptFiles(self)
        self.channels = Channels(self)
        self.secrets = Secrets(self)
        self.settings = Settings(self)

    @classmethod
    def open(cls, place: str | os.PathLike[str], *, read_only: bool = False) -> Self:
        """Open the database at a URL or path, created or brought up to date first unless `read_only`.

        StoreError, in words, for a file that is broken, another program's or a newer flowdesigner's: left alone.
        """
        url = database_url(place)
        with in_words(url), ExitStack() as unless_opened:
            reader = reading_engine(url)
            unless_opened.callback(reader.dispose)
            current = is_current(reader) if is_there(url) else False
            if read_only and not current:
                raise StoreError(f"{url.database} is missing or older than this flowdesigner: publish the bot once.")
            if current:
                _refuse_if_moved(reader)
            writer = None if read_only else cls._prepared(url, unless_opened, is_current=current)
            opened = cls(url, reader, writer)
            unless_opened.pop_all()
            return opened

    @staticmethod
    def _prepared(url: URL, unless_opened: ExitStack, *, is_current: bool) -> Engine:
        """What writes, when the tables are in the newest state."""
        # Only now: a file that is not ours must not even change its journal mode.
        make_room(url)
        writer = writing_engine(url)
        unless_opened.callback(writer.dispose)
        if not is_current:
            bring_up_to_date(writer)
            _refuse_if_moved(writer)
        return writer

    def read(self, function: Callable[[Connection], T]) -> T:
        """Run the function on what was committed last; StoreError when the store is closed."""
        with in_words(self._place), self._reader.transaction() as connection:
            return function(connection)

    def newer(self) -> str:
        """A sentence if a newer flowdesigner has changed the tables since they were opened; "" as long as none has."""
        return self.read(changed_by_a_newer)

    def write(self, function: Callable[[Connection], T]) -> T:
        """Run the function in a transaction; returns when it is on the disk. Coroutines use `writer.run`.

        StoreError when the bot's state was moved since the store was opened: what a page writes would be lost.
        """

        def unless_moved(connection: Connection) -> T:
            refuse_if_moved(connection)
            return function(connection)

        return self.writer.call(unless_moved)

    def close(self) -> None:
        """Write what is queued, wait for who reads, and let go of the database; closing twice is harmless."""
        self.writer.close()
        self._reader.close()
        # The last: of an SQLite file only what may write it takes its log away.
        if self._writing is not None:
            self._writing.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({self.url!r})"


def _refuse_if_moved(engine: Engine) -> None:
    with engine.connect() as connection:
        refuse_if_moved(connection)


def _writer(engine: Engine | None, *, is_shared: bool) -> Writes:
    if engine is None:
        return NoWriter()
    if not is_shared:
        return Writer(engine)
    from flowdesigner.store.writer_pool import WriterPool

    return WriterPool(engine)
