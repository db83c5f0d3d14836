"""The workspaces in which a bot answers: each a channel with a client for its account.

A notification and a conversation name their workspace by its `app_id`; conversations of two workspaces may have the
same id, so nothing here is ever looked up by a conversation's id alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.intercom.client import Intercom

Connect = Callable[[Channel], Intercom]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A channel, and the client that makes its calls."""

    channel: Channel
    intercom: Intercom

    def having(self, settings: ChannelSettings) -> Workspace:
        """The same workspace with other settings."""
        return replace(self, channel=replace(self.channel, settings=settings))


class Workspaces:
    """All of a bot's workspaces; immutable. A channel whose account was not read yet stands for any that is unknown."""

    def __init__(self, workspaces: Iterable[Workspace]) -> None:
        self._all = tuple(workspaces)
        self._of: dict[str, Workspace] = {}
        for workspace in self._all:
            self._of.setdefault(workspace.channel.settings.app_id, workspace)
        self._unready = {name_of(workspace) for workspace in self._all if workspace.channel.missing()}

    def __iter__(self) -> Iterator[Workspace]:
        return iter(self._all)

    def of(self, app_id: str) -> Workspace | None:
        """The workspace with this id."""
        if not app_id and len(self._all) == 1:
            return self._all[0]
        return self._of.get(app_id) or self._of.get("")

    def answering(self, app_id: str) -> Workspace | None:
        """The workspace with this id, when nothing is missing for the bot to answer there."""
        workspace = self.of(app_id)
        return None if workspace is None or name_of(workspace) in self._unready else workspace

    def secrets(self, app_id: str | None = None) -> tuple[str, ...]:
        """The client secrets with which a workspace's notifications may be signed; without `app_id`, all of them."""
        if app_id is not None:
            workspace = self.of(app_id)
            return workspace.channel.client_secrets if workspace is not None else ()
        return tuple(dict.fromkeys(secret for workspace in self._all for secret in workspace.channel.client_secrets))

    def changed(self, workspace: Workspace) -> Workspaces:
        """The workspaces with this one in place of the one with the same channel's name."""
        return Workspaces(workspace if name_of(known) == name_of(workspace) else known for known in self._all)

    def following(self, channels: Iterable[Channel], connect: Connect) -> Workspaces:
        """The workspaces of these channels; a client is kept where token and address are the same."""
        known = {name_of(workspace): workspace for workspace in self._all}
        return Workspaces(_following(known.get(channel.settings.name), channel, connect) for channel in channels)

    def replaced_in(self, after: Workspaces) -> tuple[Workspace, ...]:
        """Those whose clients have no use after a change any more."""
        kept = {id(workspace.intercom) for workspace in after}
        return tuple(workspace for workspace in self._all if id(workspace.intercom) not in kept)


def name_of(workspace: Workspace) -> str:
    """Its channel's name."""
    return workspace.channel.settings.name


def _following(before: Workspace | None, channel: Channel, connect: Connect) -> Workspace:
    if before is None or _opens(before.channel) != _opens(channel):
        return Workspace(channel, connect(channel))
    return replace(before, channel=channel)


def _opens(channel: Channel) -> tuple[str, str]:
    return channel.access_token, channel.settings.api_url
