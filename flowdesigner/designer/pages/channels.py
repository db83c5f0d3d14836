"""The Channels page: the list of workspaces in which the bot answers, and the wizard that connects one.

Opening it starts the runner listening only, so that the first notification can be seen while Intercom is set up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flowdesigner.designer.background import Background
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.channel_list import ChannelList, name_of
from flowdesigner.designer.pages.controls import note
from flowdesigner.designer.pages.page import Page
from flowdesigner.designer.pages.wizard import Wizard
from flowdesigner.designer.sandbox_process import SandboxProcess
from flowdesigner.designer.times import now as the_time


class ChannelsPage(Page):
    """List or wizard. `sandboxes` gives the built-in sandbox of a channel by its name; `changed` is called when
    settings or an account change."""

    def __init__(
        self,
        connections: Connections,
        live: Live,
        sandboxes: Callable[[str], SandboxProcess],
        background: Background,
        *,
        changed: Callable[[], None],
        now: Callable[[], datetime] = the_time,
    ) -> None:
        super().__init__()
        self.connections = connections
        self.live = live
        self.background = background
        self._sandboxes = sandboxes
        self._changed = changed
        self._now = now
        self._wizards: dict[str, Wizard] = {}
        self.wizard: Wizard | None = None
        self.list = ChannelList(
            connections, live, opened=self.open_channel, added=self.add, removed=self.remove, now=now
        )

    def opened(self) -> None:
        """Listen for notifications. First the list; where there is nothing to list yet, the steps."""
        self.live.listen()
        if self.is_only_begun:
            self.open_channel(self.wizard.connection if self.wizard else self.connections.first)
        elif self.wizard is None or not self.wizard.connection.missing:
            self.show_list()
        else:
            self.open_channel(self.wizard.connection)

    @property
    def is_only_begun(self) -> bool:
        """Whether there is one channel at most, and something is missing in it."""
        return len(self.connections) == 1 and bool(self.connections.first.missing)

    def leave(self) -> None:
        """Nothing typed and not kept stays behind."""
        super().leave()
        for wizard in self._wizards.values():
            wizard.forget()

    def look(self) -> None:
        """What has arrived, and how the runner is."""
        (self.wizard or self.list).look()

    def show_list(self, said: str = "") -> None:
        """Put the list on the screen."""
        if self.wizard:
            self.wizard.forget()
            self.wizard.place = 0  # who opens it again begins at the beginning
        self.wizard = None
        self.list.show(said)
        self.children = (self.list,)

    def open_channel(self, connection: Connection) -> None:
        """Put the steps of one channel on the screen."""
        name = connection.name
        if name not in self._wizards:
            self._wizards[name] = self._wizard(connection)
        self.wizard = wizard = self._wizards[name]
        wizard.all.layout.display = "none" if self.is_only_begun else None
        self.children = (wizard,)
        wizard.begin()

    def add(self) -> None:
        """One more channel, in the wizard."""
        connection = self.connections.add()
        if dropped := self._wizards.pop(connection.name, None):
            dropped.drop()
        self.open_channel(connection)

    def remove(self, connection: Connection) -> None:
        """End its access at Intercom, then forget it; it is forgotten whatever Intercom says."""
        sandbox = self._sandboxes(connection.name)

        def end() -> None:
            sandbox.stop()
            connection.uninstall()

        self.background.run(end, lambda _: self._removed(connection), lambda error: self._removed(connection, error))

    def _removed(self, connection: Connection, error: Exception | None = None) -> None:
        said = f"“{name_of(connection)}” is removed. The bot answers nobody there any more."
        self.connections.remove(connection)
        if wizard := self._wizards.pop(connection.name, None):
            wizard.drop()
        self._changed()
        if self.is_only_begun:
            self.open_channel(self.connections.first)
        else:
            self.show_list(note(f"{said} Intercom was not told: {error}", "warn") if error else note(said))

    def _wizard(self, connection: Connection) -> Wizard:
        return Wizard(
            connection, self.live, self._sandboxes(connection.name), self.background,
            changed=self._changed, left=self.show_list, now=self._now,
        )  # fmt: skip
