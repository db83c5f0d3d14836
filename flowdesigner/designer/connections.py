"""`Connections`: all channels of a bot, each a workspace of Intercom's in which it answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from itertools import count

from flowdesigner.channel.settings import Channel, is_told
from flowdesigner.designer.account import Account, read_account
from flowdesigner.designer.connection import ACCOUNT, FIRST, Connection
from flowdesigner.store.store import Store

AUTHORIZATION = "authorization.{}"


class Connections:
    """The channels by name, the first one first; there is always one, if only to be made."""

    def __init__(
        self,
        store: Store,
        *,
        environ: Mapping[str, str] = os.environ,
        read: Callable[[Channel], Account] = read_account,
    ) -> None:
        self.store = store
        self._environ = environ
        self._read = read
        self._known: dict[str, Connection] = {}

    def __iter__(self) -> Iterator[Connection]:
        return iter([self.named(name) for name in self.names()])

    def __len__(self) -> int:
        return len(self.names())

    def names(self) -> list[str]:
        """Names of the channels, the oldest first."""
        kept = {record.name for record in self.store.channels.list()}
        if not kept or is_told(self._environ):
            kept.add(FIRST)
        return sorted(kept, key=lambda name: (name != FIRST, len(name), name))

    @property
    def first(self) -> Connection:
        """The oldest channel."""
        return self.named(self.names()[0])

    def workspaces(self) -> dict[str, str]:
        """Names of the workspaces by their ids."""
        return {one.settings.app_id: one.settings.workspace for one in self if one.settings.app_id}

    @property
    def port(self) -> int:
        """The listener's port, which is one for all."""
        return self.first.port

    def named(self, name: str) -> Connection:
        """The channel with this name."""
        if name not in self._known:
            self._known[name] = self._connection(name)
        return self._known[name]

    def add(self) -> Connection:
        """One more channel, at the same public address; it is nowhere before something of it is kept."""
        taken = set(self.names())
        names = (FIRST if number == 1 else f"{FIRST}-{number}" for number in count(1))
        name = next(name for name in names if name not in taken)
        self._known[name] = self._connection(name, {"public_url": self.first.settings.public_url})
        return self._known[name]

    def remove(self, connection: Connection) -> None:
        """Forget all of a channel: settings, secrets, the names of its account, and what arrived."""
        name, connection.is_removed = connection.name, True
        self.store.channels.remove(name)
        for key in (ACCOUNT, AUTHORIZATION):
            self.store.settings.set(key.format(name), None)
        self._known.pop(name, None)

    def is_told(self, connection: Connection) -> bool:
        """Whether the environment gives the channel, so that it cannot be removed here."""
        return connection.name == FIRST and is_told(self._environ)

    def demand_complete(self) -> None:
        """ConfigurationError that says what is missing, when the bot can answer in none of the workspaces."""
        if all(one.missing for one in self):
            self.first.channel().demand_complete()

    def _connection(self, name: str, beginning: Mapping[str, object] | None = None) -> Connection:
        return Connection(self.store, name, environ=self._environ, read=self._read, beginning=beginning or {})
