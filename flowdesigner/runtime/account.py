"""The bot's account at Intercom: which channel holds, a client for it, and whether its token opens anything.

A runner asks before it answers customers, so that whoever starts it is told in words what is wrong.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping

from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.errors import ConfigurationError, IntercomError, NotAuthorizedError, OurFaultError
from flowdesigner.intercom.client import Intercom
from flowdesigner.intercom.objects import Me
from flowdesigner.store.store import Store

CHANNEL = "intercom"
PATIENCE = 5.0
"""Seconds in which the account must answer when a bot is started."""


def read_channel(store: Store, environ: Mapping[str, str] = os.environ) -> Channel:
    """What the page keeps, and over it what the environment says; ConfigurationError when it makes no sense."""
    record = store.channels.get(CHANNEL)
    return ChannelSettings.merged(record.settings if record else None, store.secrets, environ)


def connect(channel: Channel) -> Intercom:
    """A client for the engine, which notes when each call begins and decides itself what is made again."""
    return Intercom(channel.access_token, api_url=channel.settings.api_url, repeats_writes=False)


async def introduce(store: Store, channel: Channel, environ: Mapping[str, str] = os.environ) -> Channel:
    """Make sure that the account answers, and learn which workspace it is.

    ConfigurationError, in words: something is missing, the token is refused, there is no network.
    """
    channel.demand_complete()
    me = await _ask(channel)
    app = me.app if me is not None else None
    if app is None or not app.id_code or app.id_code == channel.settings.app_id:
        return channel
    learned = {"app_id": app.id_code, "workspace": app.name or "", "region": app.region or ""}
    await asyncio.to_thread(_keep, store, learned)
    return await asyncio.to_thread(read_channel, store, environ)


async def _ask(channel: Channel) -> Me | None:
    """Whose token it is; None when the other side is an API without that answer, such as a stand-in for tests."""
    try:
        async with asyncio.timeout(PATIENCE), connect(channel) as intercom:
            return await intercom.me()
    except TimeoutError:
        address = channel.settings.api_url
        raise ConfigurationError(f"No answer from {address} in {PATIENCE:.0f} seconds: check the network.") from None
    except NotAuthorizedError as error:
        raise ConfigurationError(str(error)) from error
    except OurFaultError:
        return None
    except IntercomError as error:
        raise ConfigurationError(str(error)) from error


def _keep(store: Store, learned: Mapping[str, str]) -> None:
    store.channels.change(CHANNEL, learned)
