"""The Running page: how the bot is, its conversations, what failed, its versions, and what is kept for how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.background import Background
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.conversations import BlockNames
from flowdesigner.designer.hour import Hour
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.controls import bones, box, button, html, note, pill, row, table
from flowdesigner.designer.pages.conversation_list import ConversationList
from flowdesigner.designer.pages.conversation_view import ConversationView
from flowdesigner.designer.pages.dead_letters import DeadLetters
from flowdesigner.designer.pages.hour_chart import hour_chart
from flowdesigner.designer.pages.page import Page
from flowdesigner.designer.pages.retention_form import RetentionForm
from flowdesigner.designer.pages.running_head import Numbers, head, tiles, trouble
from flowdesigner.designer.reading import Reading
from flowdesigner.designer.times import moment
from flowdesigner.designer.times import now as the_time
from flowdesigner.errors import FlowdesignerError
from flowdesigner.runtime.records import Records
from flowdesigner.store.answering import answering
from flowdesigner.store.revisions import RevisionLine, live_number
from flowdesigner.store.store import Store

FIGURES_EVERY = 2.0
"""Seconds between two readings of the figures and of the last hour."""


class RunningPage(Page):
    """All conversations, or one of them. `channels` opens the page that connects a workspace, `live_canvas` the canvas
    with its counts; `show_block` leads to a block and `follow` to a conversation's way on the canvas."""

    def __init__(
        self,
        store: Store,
        live: Live,
        connections: Connections,
        names: BlockNames,
        background: Background,
        *,
        channels: Callable[[], None],
        live_canvas: Callable[[], None],
        show_block: Callable[[str, str, int | None], None],
        follow: Callable[[int], None],
        now: Callable[[], datetime] = the_time,
    ) -> None:
        self.store = store
        self.live = live
        self.connections = connections
        self.names = names
        self.records = Records(store)
        self._hour = Hour(self.records)
        self.view: ConversationView | None = None
        self._background = background
        self._show_block = show_block
        self._follow = follow
        self._now = now
        self.title = html()
        self.trouble = html(classes="fd-trouble")
        self.wrong = html(classes="fd-trouble")
        self.figures = html(bones(3))
        self.hour = html(bones(3))
        self.versions = html()
        self.letters = DeadLetters(self.records, names, background, now=now, opened=self.open_conversation)
        self.list = ConversationList(
            self.records, names, background,
            opened=self.open_conversation, channels=channels, workspaces=connections.workspaces, now=now,
        )  # fmt: skip
        self.retention = RetentionForm(store)
        self.reading: Reading[tuple[Numbers, list[RevisionLine], int | None]] = Reading(
            background, self._read, self._show, self._failed, every=FIGURES_EVERY
        )
        on_canvas = button("Show on the canvas", live_canvas)
        self.all: tuple[widgets.Widget, ...] = (
            row(self.title, on_canvas, classes="fd-line fd-between fd-top"),
            self.trouble, self.wrong, self.figures,
            self.letters, self.list,
            box(html("<h2>The last hour</h2>"), self.hour),
            box(html("<h2>Versions</h2>"), self.versions, classes="fd-box fd-scroll"),
            self.retention,
        )  # fmt: skip
        super().__init__(*self.all)

    def opened(self) -> None:
        """As it is now."""
        self.retention.show()
        self.look()

    def open_conversation(self, row_of: int) -> None:
        """Show one conversation."""
        if self.view:
            self.view.close()
        self.view = ConversationView(
            row_of, self.records, self.names, self._background,
            connection=self.connection_of, left=self.back, show_block=self._show_block, follow=self._follow,
            now=self._now,
        )  # fmt: skip
        self.children = (self.view,)
        self.view.look()

    def back(self) -> None:
        """All conversations again."""
        if self.view:
            self.view.close()
        self.view = None
        self.children = self.all
        self.list.reading.now()
        self.look()

    def connection_of(self, app_id: str) -> Connection | None:
        """The channel of a workspace."""
        return next((one for one in self.connections if one.settings.app_id == app_id), None)

    def look(self) -> None:
        """Look again; a store that cannot be read is said, and looked at again."""
        if self.view:
            self.view.look()
            return
        look, at = self.live.look, self._now()
        self.title.value = head(look, at)
        self.trouble.value = trouble(look, at, self.connections.workspaces())
        for part in (self.reading, self.letters, self.list):
            part.look()

    def _read(self) -> tuple[Numbers, list[RevisionLine], int | None]:
        at, records = self._now(), self.records
        numbers = Numbers(records.figures(), self._hour.read(at), self.store.read(lambda conn: answering(conn, at)))
        return numbers, self.store.revisions.list(), self.store.read(live_number)

    def _show(self, found: tuple[Numbers, list[RevisionLine], int | None]) -> None:
        numbers, revisions, live = found
        at = self._now()
        self.wrong.value = ""
        self.figures.value = tiles(numbers)
        self.hour.value = hour_chart(numbers.minutes, at)
        self.versions.value = version_table(revisions, live, at) if revisions else "<p>Nothing is published yet.</p>"

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, FlowdesignerError):
            raise error
        self.wrong.value = note(f"{error} It is tried again.", "bad")


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
