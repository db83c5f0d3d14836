"""`RetentionForm`: for how many days what is kept of conversations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.pages.controls import field, html, note, row
from flowdesigner.errors import FlowdesignerError
from flowdesigner.store.retention import LONGEST, Retention, fixed_by_environment, keep_retention, retention_of
from flowdesigner.store.store import Store

FIELDS = {
    "transcripts": ("Transcripts", "What was said, and the way through the flow."),
    "conversations": ("Conversations that ended", "With their variables. Those under way always stay."),
    "dead_letters": ("What failed", "As long as it can be retried."),
    "calls": ("Calls", "That they were made, and what came back."),
    "notifications": ("Notifications", "That Intercom sent them, so that none acts twice."),
    "call_contents": ("Contents of calls", "What they sent, once they are done."),
}
LEAD = (
    '<h2>What is kept</h2><p class="fd-print">Days, after which the bot\'s database forgets by itself. Intercom keeps'
    " its conversations as your workspace says.</p>"
)
FIXED = "The environment says some of them; they cannot be changed here."


class RetentionForm(widgets.VBox):  # type: ignore[misc]
    """Each field is kept as soon as it is changed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.said = html()
        self.days = {
            name: widgets.BoundedIntText(description=label, min=1, max=LONGEST, continuous_update=False)
            for name, (label, _) in FIELDS.items()
        }
        self._showing = False
        for control in self.days.values():
            control.observe(self._changed, "value")
        fields = [field(self.days[name], hint) for name, (_, hint) in FIELDS.items()]
        super().__init__([html(LEAD), self.said, row(*fields, classes="fd-filters")])
        self.add_class("fd-box")

    def show(self) -> None:
        """The days as they are now."""
        try:
            kept, fixed = asdict(retention_of(self.store)), fixed_by_environment()
        except FlowdesignerError as error:
            self.said.value = note(str(error), "bad")
            return
        self._showing = True
        for name, control in self.days.items():
            control.value = kept[name]
            control.disabled = name in fixed
        self._showing = False
        self.said.value = note(FIXED) if fixed else ""

    def _changed(self, _: dict[str, Any]) -> None:
        if self._showing:
            return
        try:
            keep_retention(self.store, Retention(**{name: control.value for name, control in self.days.items()}))
        except FlowdesignerError as error:
            self.said.value = note(str(error), "bad")
            return
        self.said.value = note("Kept. It holds from now on.", "ok")
