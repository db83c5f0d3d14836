"""Channels, third step: which conversations besides its teams' the bot takes, its port, and *Go live*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.connection import Connection
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.controls import box, button, field, hint_markup, html, note
from flowdesigner.errors import FlowdesignerError


class BehaviourStep(widgets.VBox):  # type: ignore[misc]
    """The last questions, and what is still missing. `changed` is called when settings change."""

    def __init__(self, connection: Connection, live: Live, changed: Callable[[], None]) -> None:
        self.connection = connection
        self.live = live
        self._changed = changed
        self.unassigned = widgets.Checkbox(
            description="Also answer new conversations that are assigned to nobody", indent=False
        )
        self.port = widgets.BoundedIntText(description="Port on this computer", min=1, max=65535)
        self.missing = html()
        self.stop = button("Stop listening", live.stop, look="ghost")
        self.message = html()
        conversations = box(
            html("<h2>Conversations</h2>"),
            box(self.unassigned, html(hint_markup(UNASSIGNED_HINT)), classes="fd-entry"),
            field(self.port, "Where notifications are received. A bot that is live moves when it is started again."),
            self.message,
        )
        going = box(html("<h2>Go live</h2>"), self.missing, self.stop)
        super().__init__([conversations, going])
        self.add_class("fd-columns")
        self.show()
        self.unassigned.observe(self._unassigned_chosen, "value")
        self.port.observe(self._port_chosen, "value")

    def show(self) -> None:
        """As the settings are now."""
        self.unassigned.value = self.connection.settings.takes_unassigned
        self.port.value = self.connection.port
        self.look()

    def look(self) -> None:
        """What is missing, and whether the bot is live."""
        self.stop.layout.display = None if self.live.look.state == "listening" else "none"
        missing = self._missing()
        state = self.live.look.state
        if missing:
            self.missing.value = "".join(note(sentence, "warn") for sentence in missing)
        elif state == "live":
            self.missing.value = note("The bot answers customers. Closing this page does not stop it.", "ok")
        else:
            self.missing.value = note("Everything is there. Publish the flow and press Go live at the top of the page.")

    def _missing(self) -> tuple[str, ...]:
        try:
            return self.connection.channel().missing()
        except FlowdesignerError as error:
            return (str(error),)

    def _unassigned_chosen(self, change: dict[str, Any]) -> None:
        self.connection.keep(takes_unassigned=change["new"])
        self._changed()

    def _port_chosen(self, change: dict[str, Any]) -> None:
        try:
            self.connection.keep_port(change["new"])
        except FlowdesignerError as error:
            self.message.value = note(str(error), "bad")
            return
        self.message.value = ""
        self.live.move()
        self._changed()


UNASSIGNED_HINT = (
    "Off: the bot answers only what your workflow or a teammate assigns to one of its teams or to the bot agent."
)
