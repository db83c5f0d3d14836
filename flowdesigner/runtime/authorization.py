"""Access that a workspace's owner authorizes (OAuth): sent to Intercom with a state, they come back with a code.

The page begins; the listener, at the public address, sees them come back.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flowdesigner.channel.settings import Channel, ChannelSettings, secret_names
from flowdesigner.errors import ConfigurationError, NotAuthorizedError
from flowdesigner.intercom import oauth
from flowdesigner.intercom.access import REGIONS
from flowdesigner.intercom.client import Intercom
from flowdesigner.settings import APP_URL, from_environment
from flowdesigner.store.store import Store

KEPT = "authorization.{}"
NOT_ASKED_FOR = "This link was not asked for here, or was used already. Begin again on Channels."
PATIENCE = timedelta(hours=1)
"""So long the owner may take."""


def begin(
    store: Store, settings: ChannelSettings, *, redirect: str = "", environ: Mapping[str, str] = os.environ
) -> str:
    """The address at Intercom where the owner allows access; it is good for an hour.

    ConfigurationError when the app is not known, or there is no address to come back to.
    """
    if not settings.client_id:
        raise ConfigurationError("Enter the client ID of your app first: Developer Hub, your app, Basic information.")
    back = redirect or settings.oauth_url
    if not back:
        raise ConfigurationError("Enter the public address first: Intercom sends the workspace's owner back to it.")
    state = oauth.new_state()
    until = datetime.now(UTC) + PATIENCE
    store.settings.set(KEPT.format(settings.name), {"state": digest(state), "until": until.isoformat()})
    return oauth.authorize_url(settings.client_id, state, redirect=back, app_url=app_url(settings, environ))


def asked_by(store: Store, state: str) -> str | None:
    """The name of the channel that sent the owner away with this state."""
    names = (record.name for record in store.channels.list())
    return next((name for name in names if is_expected(store.settings.get(KEPT.format(name)), state)), None)


def is_expected(kept: object, state: str) -> bool:
    """Whether what was kept is about this state."""
    return isinstance(kept, dict) and oauth.is_state(digest(state), str(kept.get("state", "")))


async def come_back(store: Store, channels: Iterable[Channel], *, code: str, state: str) -> None:
    """A workspace's owner came back from Intercom: finish what one of these channels began."""
    name = await asyncio.to_thread(asked_by, store, state)
    channel = next((channel for channel in channels if channel.settings.name == name), None)
    if channel is None:
        raise ConfigurationError(NOT_ASKED_FOR)
    secret = next(iter(channel.client_secrets), "")
    await finish(store, channel.settings, code=code, state=state, client_secret=secret)


async def finish(store: Store, settings: ChannelSettings, *, code: str, state: str, client_secret: str) -> None:
    """Exchange the code and keep the access token. ConfigurationError or IntercomError, in words."""
    kept = store.settings.get(KEPT.format(settings.name))
    if not isinstance(kept, dict) or not is_expected(kept, state):
        raise ConfigurationError(NOT_ASKED_FOR)
    store.settings.set(KEPT.format(settings.name), None)
    if datetime.now(UTC) > datetime.fromisoformat(str(kept["until"])):
        raise ConfigurationError("This took longer than an hour. Begin again on the page Channels.")
    if not code:
        raise ConfigurationError("Access was not allowed. Begin again on the page Channels when you want to.")
    if not client_secret:
        raise ConfigurationError("The client secret is missing. Enter it on the page Channels, then begin again.")
    token = await _token_for(code, settings, client_secret)
    store.secrets.set(secret_names(settings.name)["access_token"], token)
    store.channels.change(settings.name, {"app_id": "", "workspace": "", "region": ""})


async def _token_for(code: str, settings: ChannelSettings, client_secret: str) -> str:
    async with Intercom("", api_url=settings.api_url) as intercom:
        try:
            return await oauth.exchange(intercom, code=code, client_id=settings.client_id, client_secret=client_secret)
        except NotAuthorizedError:
            raise ConfigurationError(
                "Intercom refused the client secret. Copy it again from Developer Hub, your app, Basic information."
            ) from None


def app_url(settings: ChannelSettings, environ: Mapping[str, str] = os.environ) -> str:
    """Where Intercom's own pages are: by the environment, or in the region of the API."""
    if told := from_environment(APP_URL, environ):
        return told
    region = next((name for name, address in REGIONS.items() if address == settings.api_url), "")
    # A sandbox has its pages where its API is.
    return oauth.APP_HOSTS.get(region, settings.api_url)


def digest(state: str) -> str:
    """What is kept of a state: enough to know it again."""
    return sha256(state.encode()).hexdigest()
