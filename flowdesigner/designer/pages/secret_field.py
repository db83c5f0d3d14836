"""`SecretField`: takes a secret and keeps it encrypted. What was typed leaves the page's state at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.connection import Connection
from flowdesigner.designer.pages.controls import box, button, field, hint_markup, html, note, row
from flowdesigner.errors import FlowdesignerError

FROM_ENVIRONMENT = "The environment gives it, which wins over what is kept here."
KEPT = '<span class="fd-mono" aria-hidden="true">••••••••••••••••</span> <span class="fd-print">kept, encrypted</span>'


class SecretField(widgets.VBox):  # type: ignore[misc]
    """The access token or the client secret; `kept` is called when a new one was kept."""

    def __init__(self, connection: Connection, kind: str, label: str, hint: str, kept: Callable[[], None]) -> None:
        self.connection = connection
        self.kind = kind
        self._kept = kept
        self.input = widgets.Password(description=label, continuous_update=False, placeholder="Paste it here")
        self.replace = button("Replace", self.ask, look="ghost")
        self.error = html()
        self._entry = field(self.input, hint)
        self._there = box(
            html(f'<div class="fd-legend">{label}</div>'),
            row(html(KEPT, "fd-grow"), self.replace),
            html(hint_markup(hint)),
            classes="fd-entry",
        )
        self._told = box(html(f'<div class="fd-legend">{label}</div>' + note(FROM_ENVIRONMENT)), classes="fd-entry")
        super().__init__()
        self.input.observe(self._typed, "value")
        self.show()

    def show(self) -> None:
        """As it is now: from the environment, kept, or asked for."""
        if self.kind in self.connection.from_environment:
            self._put(self._told)
        elif self.connection.has_secret(self.kind):
            self._put(self._there)
        else:
            self.ask()

    def ask(self) -> None:
        """Let the author type one."""
        self._put(self._entry, self.error)

    def forget(self) -> None:
        """Drop what was typed and not kept."""
        self.input.value = ""

    def _put(self, *widgets_shown: widgets.Widget) -> None:
        self.children = widgets_shown

    def _typed(self, change: dict[str, Any]) -> None:
        text = change["new"].strip()
        if not text:
            return
        self.input.value = ""
        try:
            self.connection.keep_secret(self.kind, text)
        except FlowdesignerError as error:
            self.error.value = note(str(error), "bad")
            return
        self.error.value = ""
        self.show()
        self._kept()
