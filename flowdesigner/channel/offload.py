"""Offload providers: who takes a conversation that the bot hands over. Intercom's own teams are built in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Protocol

from flowdesigner.channel.call import Call
from flowdesigner.channel.settings import ChannelSettings, agent_of
from flowdesigner.errors import ConfigurationError
from flowdesigner.flow.action import HandOver

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

    def calls(self, action: HandOver, settings: ChannelSettings, conversation: str) -> tuple[Call, ...]:
        """What is called, in this order; the message before was sent already."""


class IntercomTeams:
    """A team of the same workspace: the conversation is tagged, then assigned; no team means unassigned."""

    id = "intercom"
    label = "Intercom team"

    def calls(self, action: HandOver, settings: ChannelSettings, conversation: str) -> tuple[Call, ...]:
        """Tags first, so that they are there when the team looks."""
        whose = {"conversation": conversation, "agent": agent_of(settings)}
        tags = [Call("tag", {**whose, "tag": tag}) for tag in action.tags]
        return (*tags, Call("assign", {**whose, "assignee": action.team.strip() or NOBODY}))


@cache
def providers() -> Mapping[str, OffloadProvider]:
    """All providers by id, the built-in one first."""
    found: list[OffloadProvider] = [IntercomTeams()]
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
