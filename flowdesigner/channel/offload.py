"""Offload providers: who takes a conversation that the bot hands over. Intercom's teams and a webhook are built in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Protocol

from flowdesigner.channel.call import Call
from flowdesigner.channel.settings import ChannelSettings, agent_of
from flowdesigner.errors import ConfigurationError
from flowdesigner.flow.action import HandOver, LookForPeople

ENTRY_POINTS = "flowdesigner.offload_providers"
NOBODY = "0"
"""Intercom's assignee for a conversation that is assigned to nobody: everybody's inbox."""


class OffloadProvider(Protocol):
    """A target of “Send to offload provider”. Other packages bring theirs by the entry point."""

    @property
    def id(self) -> str:
        """Its name in flows."""

    @property
    def label(self) -> str:
        """Its name for people."""

    def is_ready(self, settings: ChannelSettings) -> bool:
        """Whether flows can choose it, going by the channel's settings."""

    def looks(self, action: LookForPeople, settings: ChannelSettings, conversation: str) -> tuple[Call, ...]:
        """The call that finds out whether somebody is there; none where that cannot be known, which counts as yes."""

    def calls(self, action: HandOver, settings: ChannelSettings, conversation: str) -> tuple[Call, ...]:
        """What is called, in this order; the message before was sent already. The last one's result is the action's."""


class IntercomTeams:
    """A team or a teammate of the same workspace; neither means unassigned."""

    id = "intercom"
    label = "Intercom"

    def is_ready(self, settings: ChannelSettings) -> bool:
        """Always."""
        return True

    def looks(self, action: LookForPeople, settings: ChannelSettings, conversation: str) -> tuple[Call, ...]:
        """Who of them is not away."""
        whom = {"team": action.team, "teammate": action.teammate}
        return (Call("people_there", {"conversation": conversation, "agent": agent_of(settings), **whom}),)

    def calls(self, action: HandOver, settings: ChannelSettings, conversation: str) -> tuple[Call, ...]:
        """All that helps people first, so that it is there when they look."""
        whose = {"conversation": conversation, "agent": agent_of(settings)}
        if action.teammate:
            target = {"assignee": action.teammate, "to": "teammate"}
        else:
            target = {"assignee": action.team or NOBODY, "to": "team"}
        return (*helps(action, whose), Call("assign", {**whose, **target}))


class Webhook:
    """Another system, told by a POST with the transcript; see `offload_webhook.py`."""

    id = "webhook"
    label = "Webhook"

    def is_ready(self, settings: ChannelSettings) -> bool:
        """Where its address was entered."""
        return bool(settings.offload_url)

    def looks(self, action: LookForPeople, settings: ChannelSettings, conversation: str) -> tuple[Call, ...]:
        """Nothing: the other system says so when it is told."""
        return ()

    def calls(self, action: HandOver, settings: ChannelSettings, conversation: str) -> tuple[Call, ...]:
        """Tags and the note stand in Intercom too."""
        if not settings.offload_url:
            raise ConfigurationError("No address is entered for the offload webhook. Enter it on the page Channels.")
        whose = {"conversation": conversation, "agent": agent_of(settings)}
        told = {
            "url": settings.offload_url,
            "team": action.team or action.teammate,
            "tags": list(action.tags),
            "attributes": dict(action.attributes),
            "note": action.note,
        }
        return (*helps(action, whose), Call("offload", {**whose, **told}))


def helps(action: HandOver, whose: Mapping[str, Any]) -> tuple[Call, ...]:
    """Tags, attributes and the note in Intercom; people who cannot have them can still help."""
    whose = {**whose, "helps": True}
    return (
        *(Call("tag", {**whose, "tag": tag}) for tag in action.tags),
        *(Call("attribute", {**whose, "name": name, "value": value}) for name, value in action.attributes),
        *([Call("note", {**whose, "body": action.note})] if action.note else []),
    )


@cache
def providers() -> Mapping[str, OffloadProvider]:
    """All providers by id, the built-in ones first."""
    found: list[OffloadProvider] = [IntercomTeams(), Webhook()]
    found += [entry.load()() for entry in entry_points(group=ENTRY_POINTS)]
    return {provider.id: provider for provider in found}


def provider(id: str) -> OffloadProvider:
    """The provider with this id; ConfigurationError when it is not installed."""
    try:
        return providers()[id]
    except KeyError:
        raise ConfigurationError(
            f"The offload provider “{id}” is not installed here, so the conversation cannot be handed over."
        ) from None
