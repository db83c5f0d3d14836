"""Channels, third step: which conversations the bot takes and when, how it speaks, and *Go live*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.channel.settings import LONGEST_GATHERING, LONGEST_PAUSE
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.controls import box, button, field, hint_markup, html, note
from flowdesigner.designer.pages.hours_form import HoursForm
from flowdesigner.designer.pages.settings_form import SettingsForm
from flowdesigner.errors import FlowdesignerError
from flowdesigner.flow.medium import NAMES_OF_SOURCES

ELSEWHERE = ("email", "sms", "whatsapp", "facebook", "instagram")
AFTER = (
    ("The bot begins anew", "start_again"),
    ("The bot goes on, knowing what it knew", "go_on"),
    ("The bot is silent", "ignore"),
)
UNASSIGNED_HINT = (
    "Off: the bot answers only what your workflow or a teammate assigns to one of its teams or to the bot agent."
)
ELSEWHERE_HINT = (
    "Conversations in which the bot says nothing. Its answers to emails are mailed only where Intercom has switched"
    " that on for your workspace."
)
GATHER_HINT = "Several short messages become one answer when no more comes for so many seconds. 0: each one counts."
PAUSE_HINT = "As if somebody typed. 0: no pause."
OFFLOAD_HINT = (
    "Another system that takes conversations: the provider “Webhook” of Send to offload provider tells it by a POST"
    " with the transcript. Keep the secret “offload_webhook” to have it signed."
)
NO_BUTTONS = "Intercom refuses buttons in this workspace, so customers see choices as a numbered list."


class BehaviourStep(widgets.VBox):  # type: ignore[misc]
    """The last questions, and what is still missing. `changed` is called when settings change."""

    def __init__(self, connection: Connection, live: Live, changed: Callable[[], None]) -> None:
        self.connection = connection
        self.live = live
        self._changed = changed
        self.form = form = SettingsForm(connection, changed)
        self.unassigned = form.tie(
            widgets.Checkbox(description="Also answer new conversations that are assigned to nobody", indent=False),
            "takes_unassigned",
        )
        self.silent = {
            source: widgets.Checkbox(description=NAMES_OF_SOURCES[source], indent=False) for source in ELSEWHERE
        }
        self.after = form.tie(
            widgets.Dropdown(description="When a customer writes after the end", options=AFTER), "after_close"
        )
        self.hours = HoursForm(form)
        self.gather = _seconds(form, "Wait for more messages, in seconds", "gather_ms", LONGEST_GATHERING)
        self.pause = _seconds(form, "Pause between messages, in seconds", "pause_ms", LONGEST_PAUSE)
        self.offload = form.tie(
            widgets.Text(
                description="Offload webhook", continuous_update=False, placeholder="https://crm.example.com/offload"
            ),
            "offload_url",
        )
        self.port = widgets.BoundedIntText(description="Port on this computer", min=1, max=65535)
        self.missing = html()
        self.refused = html()
        self.retry = button("Try buttons again", lambda: self.form.keep(has_buttons=True), look="ghost")
        self.stop = button("Stop listening", live.stop, look="ghost")
        self.port_message = html()
        super().__init__([box(*self._left(), classes=""), box(*self._right(), classes="")])
        self.add_class("fd-columns")
        self.show()
        for control in self.silent.values():
            control.observe(self._silent_chosen, "value")
        self.port.observe(self._port_chosen, "value")

    def _left(self) -> tuple[widgets.Widget, ...]:
        elsewhere = box(
            html('<div class="fd-legend">Leave to people</div>'),
            box(*self.silent.values(), classes="fd-choices"),
            html(hint_markup(ELSEWHERE_HINT)),
            classes="fd-entry",
        )
        conversations = box(
            html("<h2>Conversations</h2>"),
            box(self.unassigned, html(hint_markup(UNASSIGNED_HINT)), classes="fd-entry"),
            elsewhere,
            field(self.after),
        )
        return (self.form.message, conversations, box(html("<h2>Hours</h2>"), self.hours))

    def _right(self) -> tuple[widgets.Widget, ...]:
        going = box(html("<h2>Go live</h2>"), self.missing, self.stop)
        manner = box(
            html("<h2>How it speaks</h2>"),
            field(self.gather, GATHER_HINT),
            field(self.pause, PAUSE_HINT),
            self.refused,
            self.retry,
        )
        offload = box(html("<h2>Another system</h2>"), field(self.offload, OFFLOAD_HINT))
        port = box(
            html("<h2>This computer</h2>"),
            field(self.port, "Where notifications are received. A bot that is live moves when it is started again."),
            self.port_message,
        )
        return (going, manner, offload, port)

    def show(self) -> None:
        """As the settings are now."""
        settings = self.connection.settings
        self.form.show()
        self.hours.show(settings)
        self._showing = True
        for source, control in self.silent.items():
            control.value = source in settings.silent_in
        self.port.value = self.connection.port
        self._showing = False
        self.look()

    def look(self) -> None:
        """What is missing, whether the bot is live, and whether Intercom shows buttons."""
        self.stop.layout.display = None if self.live.look.state == "listening" else "none"
        has_buttons = self.connection.settings.has_buttons
        self.refused.value = "" if has_buttons else note(NO_BUTTONS, "warn")
        self.retry.layout.display = "none" if has_buttons else None
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

    def _silent_chosen(self, _: dict[str, Any]) -> None:
        if not self._showing:
            kept = [one for one in self.connection.settings.silent_in if one not in ELSEWHERE]
            self.form.keep(silent_in=[*kept, *(source for source, control in self.silent.items() if control.value)])

    def _port_chosen(self, change: dict[str, Any]) -> None:
        if self._showing:
            return
        try:
            self.connection.keep_port(change["new"])
        except FlowdesignerError as error:
            self.port_message.value = note(str(error), "bad")
            return
        self.port_message.value = ""
        self.live.move()
        self._changed()


def _seconds(form: SettingsForm, label: str, setting: str, most: int) -> widgets.Widget:
    """A control in seconds of a setting in milliseconds."""
    control = widgets.BoundedFloatText(description=label, min=0, max=most / 1000, step=0.5)
    return form.tie(
        control, setting, to_setting=lambda seconds: round(seconds * 1000), to_control=lambda kept: kept / 1000
    )
