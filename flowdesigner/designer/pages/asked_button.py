"""`AskedButton`: a button for what cannot be taken back; it asks first."""

from __future__ import annotations

from collections.abc import Callable

from flowdesigner.designer.pages.controls import button, html, note, row


class AskedButton:
    """The button `ask` shows `question`, with *yes* and *Keep*; `done` is called after yes. A page places both."""

    def __init__(self, label: str, question: str, yes: str, done: Callable[[], None]) -> None:
        self._done = done
        self.ask = button(label, self.open, look="ghost")
        self.yes = button(yes, self._yes, look="danger")
        self.keep = button("Keep", self.close, look="ghost")
        self.question = row(html(note(question, "warn"), "fd-grow"), self.yes, self.keep, classes="fd-line fd-asks")
        self.question.layout.display = "none"

    def show(self, *, is_offered: bool) -> None:
        """Offer it or not; a question that stands there stays."""
        self.ask.layout.display = None if is_offered else "none"
        if not is_offered:
            self.question.layout.display = "none"

    def open(self) -> None:
        """Ask; the keyboard stands on what changes nothing."""
        self.question.layout.display = None
        self.keep.focus()

    def close(self) -> None:
        """As before."""
        self.question.layout.display = "none"
        self.ask.focus()

    def _yes(self) -> None:
        self.question.layout.display = "none"
        self._done()
