"""The bot's accounts at Intercom: which channels hold, a client for each, and whether its token opens anything.

A runner asks before it answers customers, so that whoever starts it is told in words what is wrong.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Mapping
from typing import Any

from flowdesigner.channel.settings import Channel, ChannelSettings, is_told
from flowdesigner.errors import ConfigurationError, IntercomError, NotAuthorizedError, OurFaultError
from flowdesigner.intercom.client import Intercom
from flowdesigner.intercom.objects import Me
from flowdesigner.store.store import Store

FIRST = "intercom"
"""The channel whose settings the environment decides, where it says something."""
PATIENCE = 5.0
"""Seconds in which the account must answer when a bot is started."""


def read_channels(store: Store, environ: Mapping[str, str] = os.environ) -> dict[str, Channel]:
    """The bot's channels by name, at least one: what the page keeps, and over the first what the environment says.

    ConfigurationError when a setting makes no sense.
    """
    kept: dict[str, Mapping[str, Any]] = {record.name: record.settings for record in store.channels.list()}
    if not kept or is_told(environ):
        kept.setdefault(FIRST, {})
    return {
        name: ChannelSettings.merged({**kept[name], "name": name}, store.secrets, environ if name == FIRST else {})
        for name in sorted(kept, key=lambda name: (name != FIRST, len(name), name))
    }


def connect(channel: Channel) -> Intercom:
    """A client for the engine, which notes when each call begins and decides itself what is made again."""
    return Intercom(channel.access_token, api_url=channel.settings.api_url, repeats_writes=False)


async def introduce(store: Store, environ: Mapping[str, str] = os.environ) -> dict[str, Channel]:
    """Make sure that the accounts answer, and learn which workspaces they are; the channels as they are then.

    A channel that is only being made is left alone, as long as the bot can answer in another.
    ConfigurationError, in words: something is missing, a token is refused, there is no network.
    """
    channels = await asyncio.to_thread(read_channels, store, environ)
    demand_complete(channels.values())
    for channel in channels.values():
        if not channel.missing():
            await _learn(store, channel)
    return await asyncio.to_thread(read_channels, store, environ)


def demand_complete(channels: Collection[Channel]) -> None:
    """ConfigurationError that says what is missing, when the bot can answer in none of these."""
    if all(channel.missing() for channel in channels):
        next(iter(channels)).demand_complete()


async def _learn(store: Store, channel: Channel) -> None:
    me = await _ask(channel)
    app = me.app if me is not None else None
    if app is not None and app.id_code and app.id_code != channel.settings.app_id:
        learned = {"app_id": app.id_code, "workspace": app.name or "", "region": app.region or ""}
        await asyncio.to_thread(store.channels.change, channel.settings.name, learned)


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
