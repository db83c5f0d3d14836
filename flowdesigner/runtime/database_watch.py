"""`DatabaseWatch`: whether what the engine writes arrives; in words, for people, from the first failure on until a
write has come through again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flowdesigner.errors import StoreError
from flowdesigner.store.sight import mark
from flowdesigner.store.store import Store

log = logging.getLogger(__name__)

NEWER = (
    "The database was changed by a newer flowdesigner. This runner, of an older one, has let go of all conversations."
)


class DatabaseWatch:
    """Of one engine, whose parts tell it what failed. `trouble` is what is wrong now, "" when nothing is; `unnamed` the
    same without the database's address.

    `told` hears each reason once.
    """

    def __init__(self, store: Store, told: Callable[[str], None]) -> None:
        self._store = store
        self._told = told
        self._said: set[str] = set()
        self.trouble = self.unnamed = ""
        self.is_newer = False
        """Whether a newer flowdesigner has changed the tables: this program lets go of what it has."""

    def failed(self, error: StoreError) -> None:
        """Something could not be read or written; each reason is said once."""
        if error.__cause__ is None:
            # Not the database says so but this program, of one conversation.
            log.warning("%s", error)
            return
        if self.is_newer:
            return
        self.trouble, self.unnamed = str(error), error.unnamed
        if self.trouble not in self._said:
            self._said.add(self.trouble)
            log.warning("%s", self.trouble)
            self._told(self.trouble)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """For what others wait for: it is not even tried when the tables are not this program's any more."""
        if self.is_newer:
            raise StoreError(self.trouble)
        try:
            yield
        except StoreError as error:
            self.failed(error)
            raise

    async def look(self) -> None:
        """Whether the tables are those that this program knows, and writes come through; StoreError if not yet."""
        if not self.is_newer and (newer := await asyncio.to_thread(self._store.newer)):
            self.is_newer, self.trouble, self.unnamed = True, newer, NEWER
            log.warning("%s", newer)
        if self.trouble and not self.is_newer:
            await self._store.writer.run(mark)
            self.trouble = self.unnamed = ""
            self._said.clear()
            log.warning("The database takes what is written again.")
