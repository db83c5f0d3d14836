"""`AskedButton`: a button for what cannot be taken back; it asks first, where it stands."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.pages.controls import button, html, note, row


class AskedButton(widgets.VBox):  # type: ignore[misc]
    """Shows `question` with *yes* and *Keep* when it is pressed; `done` is called after yes."""

    def __init__(self, label: str, question: str, yes: str, done: Callable[[], None]) -> None:
        self._done = done
        self.ask = button(label, self.ask_first, look="ghost")
        self.yes = button(yes, self._yes, look="danger")
        self.keep = button("Keep", self.ask_no_more, look="ghost")
        self.question = row(html(note(question, "warn"), "fd-grow"), self.yes, self.keep)
        super().__init__([self.ask, self.question])
        self.question.layout.display = "none"

    def ask_first(self) -> None:
        """Ask; the keyboard stands on what changes nothing."""
        self.ask.layout.display, self.question.layout.display = "none", None
        self.keep.focus()

    def ask_no_more(self) -> None:
        """As before."""
        self.ask.layout.display, self.question.layout.display = None, "none"
        self.ask.focus()

    def _yes(self) -> None:
        self.ask.layout.display, self.question.layout.display = None, "none"
        self._done()
