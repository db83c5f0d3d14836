"""`DatabaseWatch`: whether what the engine writes arrives; in words, for people, from the first failure on until a
write has come through again."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flowdesigner.errors import StoreError
from flowdesigner.store.sight import mark
from flowdesigner.store.store import Store

log = logging.getLogger(__name__)


class DatabaseWatch:
    """Of one engine, whose parts tell it what failed. `trouble` is what is wrong now, "" when nothing is.

    `told` hears each reason once.
    """

    def __init__(self, store: Store, told: Callable[[str], None]) -> None:
        self._store = store
        self._told = told
        self._said: set[str] = set()
        self.trouble = ""

    def failed(self, error: StoreError) -> None:
        """Something could not be read or written; each reason is said once."""
        if error.__cause__ is None:
            # Not the database says so but this program, of one conversation.
            log.warning("%s", error)
            return
        self.trouble = str(error)
        if self.trouble not in self._said:
            self._said.add(self.trouble)
            log.warning("%s", self.trouble)
            self._told(self.trouble)

    async def look(self) -> None:
        """While there is trouble: whether a write comes through again; StoreError when it does not."""
        if self.trouble:
            await self._store.writer.run(mark)
            self.trouble = ""
            self._said.clear()
            log.warning("The database takes what is written again.")
