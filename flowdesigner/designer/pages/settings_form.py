"""`SettingsForm`: controls whose values are settings of the channel, kept as soon as they are chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.connection import Connection
from flowdesigner.designer.pages.controls import html, note
from flowdesigner.errors import FlowdesignerError

To = Callable[[Any], Any]


def as_it_is(value: Any) -> Any:  # noqa: ANN401 - whatever the control holds
    """A setting that is what its control holds."""
    return value


class SettingsForm:
    """Ties controls to settings. `changed` is called when one was kept; why one was not stands in `message`."""

    def __init__(self, connection: Connection, changed: Callable[[], None]) -> None:
        self.connection = connection
        self.message = html()
        self._changed = changed
        self._shown: list[tuple[widgets.Widget, str, To]] = []
        self._showing = False

    def tie(
        self, control: widgets.Widget, setting: str, *, to_setting: To = as_it_is, to_control: To = as_it_is
    ) -> widgets.Widget:
        """The control, tied to the setting of this name."""
        self._shown.append((control, setting, to_control))
        control.observe(lambda change: self.keep(**{setting: to_setting(change["new"])}), "value")
        return control

    def show(self) -> None:
        """The settings as they are now."""
        settings, decided = self.connection.settings, self.connection.from_environment
        self._showing = True
        for control, setting, to_control in self._shown:
            control.value = to_control(getattr(settings, setting))
            control.disabled = setting in decided
        self._showing = False

    def keep(self, **values: object) -> None:
        """Keep settings, or say why not."""
        if self._showing:
            return
        try:
            self.connection.keep(**values)
        except FlowdesignerError as error:
            self.message.value = note(str(error), "bad")
            return
        self.message.value = ""
        self._changed()
