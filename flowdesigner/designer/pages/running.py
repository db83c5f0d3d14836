"""The Running page: whether the bot answers, its versions, and the latest conversations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape

from flowdesigner.designer.conversations import Conversations, Figures, Line
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.controls import bones, box, button, heading, html, note, pill, row, table, tile
from flowdesigner.designer.pages.page import Page
from flowdesigner.designer.times import moment, span
from flowdesigner.designer.times import now as the_time
from flowdesigner.errors import StoreError
from flowdesigner.store.revisions import RevisionLine, live_number
from flowdesigner.store.store import Store

EMPTY = (
    '<div class="fd-empty-state"><h2>No conversations yet</h2><p>When customers write and the bot is live, they stand'
    " here. To see one now, connect the sandbox on the Channels page and write as the customer.</p></div>"
)
LEADS = {
    "stopped": "The bot does not run. Customers get no answer from it.",
    "starting": "The bot is starting.",
    "listening": "Notifications are received, but the bot does not answer yet.",
    "live": "The bot answers in Intercom. Closing this page does not stop it.",
    "failed": "The bot does not run.",
}


class RunningPage(Page):
    """Looks at the store and the runner about once a second while it is on the screen."""

    def __init__(
        self,
        store: Store,
        live: Live,
        *,
        channels: Callable[[], None],
        workspaces: Callable[[], Mapping[str, str]] = dict,
        now: Callable[[], datetime] = the_time,
    ) -> None:
        self.store = store
        self.live = live
        self.conversations = Conversations(store)
        self._workspaces = workspaces
        self._now = now
        self.title = html()
        self.trouble = html()
        self.figures = html()
        self.rows = html(bones(5))
        self.versions = html()
        self.first = row(button("Open Channels", channels), classes="fd-line fd-middle")
        super().__init__(
            self.title,
            self.trouble,
            self.figures,
            box(self.rows, self.first, classes="fd-box fd-table-box"),
            box(html("<h2>Versions</h2>"), self.versions),
        )

    def opened(self) -> None:
        """As it is now."""
        self.look()

    def look(self) -> None:
        """Look again; a store that cannot be read is said, and looked at again."""
        self._show_runner()
        try:
            self._show_store()
        except StoreError as error:
            self.trouble.value = note(f"{error} It is tried again.", "bad")

    def _show_runner(self) -> None:
        look = self.live.look
        lead = LEADS[look.state]
        if look.state == "live" and (version := look.status.get("revision")):
            lead = f"Version {version} answers in Intercom. Closing this page does not stop it."
        self.title.value = heading("Running", lead)
        self.trouble.value = note(look.trouble, "bad") if look.trouble else ""

    def _show_store(self) -> None:
        at = self._now()
        lines = self.conversations.latest(at)
        self.figures.value = tiles(self.conversations.figures())
        self.rows.value = conversation_table(lines, at, self._workspaces()) if lines else EMPTY
        self.first.layout.display = "none" if lines else None
        revisions = self.store.revisions.list()
        live = self.store.read(live_number)
        self.versions.value = version_table(revisions, live, at) if revisions else "<p>Nothing is published yet.</p>"


def tiles(figures: Figures) -> str:
    """The figures beside each other."""
    shown = (
        (figures.all, "conversations"),
        (figures.waiting, "wait for the customer"),
        (figures.with_people, "with your people"),
        (figures.failed_calls, "calls failed"),
    )
    return f'<div class="fd-tiles">{"".join(tile(f"{number:,}", label) for number, label in shown)}</div>'


def conversation_table(lines: list[Line], at: datetime, workspaces: Mapping[str, str]) -> str:
    """The latest conversations; with their workspaces, where the bot answers in several."""
    several = len(workspaces) > 1
    rows = [
        (
            escape(line.customer),
            *([escape(workspaces.get(line.app_id, "another"))] if several else []),
            escape(line.block) or "-",
            pill(line.status, line.tone),
            str(line.turns),
            span(line.last, at),
        )
        for line in lines
    ]
    heads = ("Customer", *(["Workspace"] if several else []), "At block", "Status", "Turns", "Last")
    return table(heads, rows, numbers=frozenset({len(heads) - 2, len(heads) - 1}))


def version_table(revisions: list[RevisionLine], live: int | None, at: datetime) -> str:
    """Every version, the newest first, with the one marked that new conversations follow."""
    rows = [
        (
            f"Version {one.number} {pill('current', 'ok') if one.number == live else ''}",
            escape(one.note) or "-",
            escape(one.author) or "-",
            moment(one.published_at, at),
        )
        for one in revisions
    ]
    return table(("Version", "Note", "Author", "Published"), rows, numbers=frozenset({3}))
