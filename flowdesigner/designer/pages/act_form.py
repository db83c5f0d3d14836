"""`ActForm`: a button for something that is done in a live conversation; it asks first, with a field if need be."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.pages.controls import button, field, html, note, row


class ActForm:
    """The button `ask` shows `form`: the sentence `question`, a control, *yes* and *Do nothing*. A page places both;
    `done` is called with what the control holds."""

    def __init__(
        self,
        label: str,
        question: str,
        yes: str,
        done: Callable[[str], None],
        *,
        control: widgets.Widget | None = None,
        look: str = "",
    ) -> None:
        self._done = done
        self.control = control
        self.ask = button(label, self.open, look=look)
        self.yes = button(yes, self._yes, look="danger" if look == "danger" else "primary")
        self.keep = button("Do nothing", self.close, look="ghost")
        parts = [html(note(question, "warn"), "fd-asks"), *([field(control)] if control else [])]
        self.form = row(*parts, row(self.yes, self.keep), classes="fd-line fd-act")
        self.form.layout.display = "none"

    def show(self, *, is_offered: bool) -> None:
        """Offer it or not; what is asked while it cannot be done any more goes away."""
        self.ask.layout.display = None if is_offered else "none"
        if not is_offered:
            self.form.layout.display = "none"

    def open(self) -> None:
        """Ask; the keyboard stands on what is to be filled in, else on what changes nothing."""
        self.form.layout.display = None
        (self.control or self.keep).focus()

    def close(self) -> None:
        """As before."""
        self.form.layout.display = "none"
        self.ask.focus()

    def _yes(self) -> None:
        self.form.layout.display = "none"
        self._done(self.control.value if self.control else "")
