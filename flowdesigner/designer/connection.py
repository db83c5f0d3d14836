"""`Connection`: one channel of a bot as the pages see and change it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from flowdesigner.channel.settings import PREVIOUS, Channel, ChannelSettings, secret_names
from flowdesigner.designer.account import Account, read_account
from flowdesigner.errors import ConfigurationError, FlowdesignerError, SecretError
from flowdesigner.settings import LISTENER_PORT, OAUTH_PATH, WEBHOOK_PATH
from flowdesigner.store.channels import ChannelRecord, Sightings
from flowdesigner.store.store import Store

FIRST = "intercom"
"""The channel whose settings the environment decides, where it says something."""
PORT = "listener_port"
ACCOUNT = "account.{}"
NOTHING: Mapping[str, str] = MappingProxyType({})


class Connection:
    """Settings and secrets of the channel called `name`, and the account as it was read last.

    `read` asks Intercom for the account; it blocks, so pages call it in a thread. `beginning` are the settings of a
    channel of which nothing is kept yet.
    """

    def __init__(
        self,
        store: Store,
        name: str = FIRST,
        *,
        environ: Mapping[str, str] = os.environ,
        read: Callable[[Channel], Account] = read_account,
        beginning: Mapping[str, object] = NOTHING,
    ) -> None:
        self.store = store
        self.name = name
        self.account: Account | None = None
        self.trouble = ""
        self.is_reachable = False
        self.is_removed = False
        self._environ = environ
        self._told = environ if name == FIRST else NOTHING
        self._read = read
        self._beginning = beginning

    @property
    def settings(self) -> ChannelSettings:
        """What holds, without secrets."""
        return ChannelSettings.merged(self._record(), None, self._told).settings

    @property
    def from_environment(self) -> frozenset[str]:
        """Fields that the environment decides."""
        return ChannelSettings.merged(self._record(), None, self._told).from_environment

    @property
    def port(self) -> int:
        """The listener's port."""
        kept = self.store.settings.get(PORT, LISTENER_PORT)
        return kept if isinstance(kept, int) else LISTENER_PORT

    @property
    def webhook(self) -> str:
        """The subscription webhook's URL: at the public address, or at this computer's own."""
        public = self.settings.public_url.strip().rstrip("/")
        return f"{public or f'http://127.0.0.1:{self.port}'}{WEBHOOK_PATH}"

    @property
    def redirect(self) -> str:
        """Where Intercom sends the workspace's owner back to."""
        return self.settings.oauth_url or f"http://127.0.0.1:{self.port}{OAUTH_PATH}"

    def authorize_url(self) -> str:
        """A link to Intercom's page of consent; ConfigurationError when something is missing."""
        from flowdesigner.runtime.authorization import begin  # the page must not wait for it when it opens

        return begin(self.store, self.settings, redirect=self.redirect, environ=self._environ)

    def token_kept_at(self) -> datetime | None:
        """When the access token was kept (UTC)."""
        return self.store.secrets.kept_at(secret_names(self.name)["access_token"])

    def uninstall(self) -> None:
        """Ask Intercom to end access that was authorized; a pasted token is its owner's to end. Blocks."""
        if self.settings.client_id:
            asyncio.run(_uninstall(self.channel()))

    def disconnect(self) -> None:
        """Forget the access token and whose workspace it was of."""
        self.store.secrets.forget(secret_names(self.name)["access_token"])
        self.account = None
        self.keep(app_id="", workspace="", region="")

    def channel(self) -> Channel:
        """What holds, with secrets; SecretError when they cannot be read."""
        return ChannelSettings.merged(self._record(), self.store.secrets, self._told)

    def keep(self, **values: object) -> None:
        """Change settings; ConfigurationError, in words, for one that makes no sense."""
        if self.is_removed:
            return  # an answer that was still under way
        record = {**self._record(), **values}
        ChannelSettings.merged(record, None, {})
        self.store.channels.save(ChannelRecord(self.name, record))

    def keep_port(self, port: int) -> None:
        """Change the listener's port."""
        if not 0 < port < 65536:
            raise ConfigurationError(f"{port} is no port: choose one from 1 to 65535.")
        self.store.settings.set(PORT, port)

    def keep_secret(self, kind: str, text: str) -> None:
        """Keep the access token or the client secret, encrypted; the client secret before is believed for a while."""
        name, secrets = secret_names(self.name)[kind], self.store.secrets
        if kind == "client_secret" and (before := self._before(name)) and before != text:
            secrets.set(name + PREVIOUS, before)
        secrets.set(name, text)
        if self.store.channels.get(self.name) is None:
            self.keep()  # else nobody would know that there is such a channel

    def _before(self, name: str) -> str:
        try:
            return self.store.secrets.get(name) or ""
        except SecretError:
            return ""  # the key is another one: nothing opens what was kept

    def has_secret(self, kind: str) -> bool:
        """Whether it is kept here; the environment's is another matter."""
        return self.store.secrets.has(secret_names(self.name)[kind])

    def seen(self) -> Sightings:
        """What has arrived so far. A wrong signature is for a channel whose secret has not proven right yet, if there
        is one: who sent it cannot be known."""
        own, all_of = self.store.channels.seen(self.name), self.store.channels
        others = (one.name for one in all_of.list() if one.name != self.name)
        if own.last_signed and any(all_of.seen(name).last_signed is None for name in others):
            return replace(own, last_bad_signature=None)
        return own

    def read_account(self) -> Account:
        """Ask Intercom for the account. Blocks."""
        return self._read(self.channel())

    @property
    def last_account(self) -> Account | None:
        """The account as it was read last, if only before this page was opened: its names, for choosing from."""
        if self.account:
            return self.account
        kept = self.store.settings.get(ACCOUNT.format(self.name))
        if not isinstance(kept, dict) or kept.get("app_id") != self.settings.app_id:
            return None
        return Account.from_data(kept)

    @property
    def is_connected(self) -> bool:
        """Whether the workspace is known, or a token says that it can be."""
        return bool(self.settings.workspace) or self.has_secret("access_token") or self._gives("access_token")

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still needed before the bot can answer here, a sentence each."""
        try:
            return self.channel().missing()
        except FlowdesignerError as error:
            return (str(error),)

    def missed(self, error: Exception) -> None:
        """Intercom could not be reached, or refuses."""
        self.is_reachable = False
        self.trouble = str(error) if isinstance(error, FlowdesignerError) else "Intercom cannot be reached."

    def met(self, account: Account) -> None:
        """Remember the account, and which workspace it is; ConfigurationError when another channel is of it already."""
        if account.app_id != self.settings.app_id:
            self._demand_unknown(account)
        self.account = account
        self.is_reachable = True
        self.trouble = ""
        key = ACCOUNT.format(self.name)
        if self.store.settings.get(key) != account.to_data():
            self.store.settings.set(key, account.to_data())
        known = {"app_id": account.app_id, "workspace": account.workspace, "region": account.region}
        if any(self._record().get(name) != value for name, value in known.items()):
            self.keep(**known)

    def _demand_unknown(self, account: Account) -> None:
        """Every notification belongs to one channel, so that a workspace has one and no more."""
        others = (one for one in self.store.channels.list() if one.name != self.name)
        if not any(one.settings.get("app_id") == account.app_id for one in others):
            return
        if not self._gives("access_token"):
            self.disconnect()
        raise ConfigurationError(
            f"This bot answers in the workspace “{account.workspace}” already, by another channel. Open that one, or"
            " paste the access token of another workspace here."
        )

    def _gives(self, kind: str) -> bool:
        return kind in self.from_environment

    def _record(self) -> dict[str, object]:
        record = self.store.channels.get(self.name)
        return {**(record.settings if record else self._beginning), "name": self.name}


async def _uninstall(channel: Channel) -> None:
    from flowdesigner.intercom.client import Intercom  # the page must not wait for it when it opens
    from flowdesigner.intercom.oauth import uninstall

    async with Intercom(channel.access_token, api_url=channel.settings.api_url) as intercom:
        await uninstall(intercom)
