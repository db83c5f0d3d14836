"""`Connection`: the channel of one bot as the pages see and change it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from datetime import datetime

from flowdesigner.channel.settings import PREVIOUS, Channel, ChannelSettings, secret_names
from flowdesigner.designer.account import Account, read_account
from flowdesigner.errors import ConfigurationError, SecretError
from flowdesigner.settings import LISTENER_PORT, OAUTH_PATH, WEBHOOK_PATH
from flowdesigner.store.channels import ChannelRecord, Sightings
from flowdesigner.store.store import Store

CHANNEL = "intercom"
PORT = "listener_port"
ACCOUNT = "account"


class Connection:
    """Settings and secrets of the channel, and the account as it was read last.

    `read` asks Intercom for the account; it blocks, so pages call it in a thread.
    """

    def __init__(
        self,
        store: Store,
        *,
        environ: Mapping[str, str] = os.environ,
        read: Callable[[Channel], Account] = read_account,
    ) -> None:
        self.store = store
        self.account: Account | None = None
        self.is_reachable = False
        self._environ = environ
        self._read = read

    @property
    def settings(self) -> ChannelSettings:
        """What holds, without secrets."""
        return ChannelSettings.merged(self._record(), None, self._environ).settings

    @property
    def from_environment(self) -> frozenset[str]:
        """Fields that the environment decides."""
        return ChannelSettings.merged(self._record(), None, self._environ).from_environment

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
        return self.store.secrets.kept_at(secret_names(CHANNEL)["access_token"])

    def uninstall(self) -> None:
        """Ask Intercom to end access that was authorized; a pasted token is its owner's to end. Blocks."""
        if self.settings.client_id:
            asyncio.run(_uninstall(self.channel()))

    def disconnect(self) -> None:
        """Forget the access token and whose workspace it was of."""
        self.store.secrets.forget(secret_names(CHANNEL)["access_token"])
        self.account = None
        self.keep(app_id="", workspace="", region="")

    def channel(self) -> Channel:
        """What holds, with secrets; SecretError when they cannot be read."""
        return ChannelSettings.merged(self._record(), self.store.secrets, self._environ)

    def keep(self, **values: object) -> None:
        """Change settings; ConfigurationError, in words, for one that makes no sense."""
        record = {**self._record(), **values}
        ChannelSettings.merged(record, None, {})
        self.store.channels.save(ChannelRecord(CHANNEL, record))

    def keep_port(self, port: int) -> None:
        """Change the listener's port."""
        if not 0 < port < 65536:
            raise ConfigurationError(f"{port} is no port: choose one from 1 to 65535.")
        self.store.settings.set(PORT, port)

    def keep_secret(self, kind: str, text: str) -> None:
        """Keep the access token or the client secret, encrypted; the client secret before is believed for a while."""
        name, secrets = secret_names(CHANNEL)[kind], self.store.secrets
        if kind == "client_secret" and (before := self._before(name)) and before != text:
            secrets.set(name + PREVIOUS, before)
        secrets.set(name, text)

    def _before(self, name: str) -> str:
        try:
            return self.store.secrets.get(name) or ""
        except SecretError:
            return ""  # the key is another one: nothing opens what was kept

    def has_secret(self, kind: str) -> bool:
        """Whether it is kept here; the environment's is another matter."""
        return self.store.secrets.has(secret_names(CHANNEL)[kind])

    def seen(self) -> Sightings:
        """What has arrived so far."""
        return self.store.channels.seen(CHANNEL)

    def read_account(self) -> Account:
        """Ask Intercom for the account. Blocks."""
        return self._read(self.channel())

    @property
    def last_account(self) -> Account | None:
        """The account as it was read last, if only before this page was opened: its names, for choosing from."""
        if self.account:
            return self.account
        kept = self.store.settings.get(ACCOUNT, None)
        if not isinstance(kept, dict) or kept.get("app_id") != self.settings.app_id:
            return None
        return Account.from_data(kept)

    def missed(self) -> None:
        """Intercom could not be reached."""
        self.is_reachable = False

    def met(self, account: Account) -> None:
        """Remember the account, and which workspace it is."""
        self.account = account
        self.is_reachable = True
        if self.store.settings.get(ACCOUNT, None) != account.to_data():
            self.store.settings.set(ACCOUNT, account.to_data())
        known = {"app_id": account.app_id, "workspace": account.workspace, "region": account.region}
        if any(self._record().get(name) != value for name, value in known.items()):
            self.keep(**known)

    def _record(self) -> dict[str, object]:
        record = self.store.channels.get(CHANNEL)
        return dict(record.settings) if record else {}


async def _uninstall(channel: Channel) -> None:
    from flowdesigner.intercom.client import Intercom  # the page must not wait for it when it opens
    from flowdesigner.intercom.oauth import uninstall

    async with Intercom(channel.access_token, api_url=channel.settings.api_url) as intercom:
        await uninstall(intercom)
