"""`ConversationList`: all conversations of a bot, searched, filtered and page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.background import Background
from flowdesigner.designer.conversations import BlockNames, Line, line_of
from flowdesigner.designer.pages.controls import bones, button, field, html, note, pill, row, table
from flowdesigner.designer.pages.sheet import Sheet, press, pressable
from flowdesigner.designer.reading import Reading
from flowdesigner.designer.times import span
from flowdesigner.errors import FlowdesignerError
from flowdesigner.runtime.records import Records
from flowdesigner.store.listing import Filter

AT_ONCE = 25
"""Conversations of one page."""
STATUSES = (
    ("Any", ""),
    ("Waits for the customer", "waiting"),
    ("With your people", "handed_over"),
    ("Ended", "ended"),
    ("Something failed", "trouble"),
)
ANY = ("Any", "")
EMPTY = (
    '<div class="fd-empty-state"><h2>No conversations yet</h2><p>When customers write and the bot is live, they stand'
    " here. To see one now, connect the sandbox on the Channels page and write as the customer.</p></div>"
)
NOT_FOUND = (
    '<div class="fd-empty-state"><h2>Nothing is found</h2><p>No conversation is as the fields above say.'
    " Choose others, or search for a part of the name.</p></div>"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of conversations; `blocks` are those where any stand now."""

    lines: Sequence[Line]
    after: str
    blocks: Sequence[tuple[str, str]]


class ConversationList(widgets.VBox):  # type: ignore[misc]
    """`opened` is called with the row of the one that is pressed, `channels` for the page that connects a workspace."""

    def __init__(
        self,
        records: Records,
        names: BlockNames,
        background: Background,
        *,
        opened: Callable[[int], None],
        channels: Callable[[], None],
        workspaces: Callable[[], Mapping[str, str]],
        now: Callable[[], datetime],
    ) -> None:
        self.records = records
        self.names = names
        self._workspaces = workspaces
        self._now = now
        self._pages = [""]
        """What each page up to the one on the screen begins after."""
        self._after = ""
        self.search = widgets.Text(description="Search", placeholder="Name or conversation id", continuous_update=False)
        self.status = widgets.Dropdown(description="Status", options=STATUSES)
        self.block = widgets.Dropdown(description="At block", options=[ANY])
        self.workspace = widgets.Dropdown(description="Workspace", options=[ANY])
        self.where = field(self.workspace)
        self.rows = Sheet(lambda what, which: opened(int(which)), bones(5))
        self.first = row(button("Open Channels", channels), classes="fd-line fd-middle")
        self.newer = button("Newer", lambda: self.turn(-1), look="ghost")
        self.older = button("Older", lambda: self.turn(1), look="ghost")
        self.paging = row(self.newer, self.older, classes="fd-line fd-paging")
        self.trouble = html(classes="fd-trouble")
        self.reading: Reading[Found] = Reading(background, self._read, self._show, self._failed)
        for control in (self.search, self.status, self.block, self.workspace):
            control.observe(self._chosen, "value")
        fields = row(field(self.search), field(self.status), field(self.block), self.where, classes="fd-filters")
        super().__init__([html("<h2>Conversations</h2>"), fields, self.trouble, self.rows, self.first, self.paging])
        self.add_class("fd-box")
        for part in (self.first, self.paging):
            part.layout.display = "none"

    def look(self) -> None:
        """Look again, if it is time to."""
        self.reading.look()

    def turn(self, by: int) -> None:
        """To the page behind this one, or the one before."""
        if by > 0:
            self._pages.append(self._after)
        else:
            self._pages.pop()
        self.reading.now()

    @property
    def is_filtered(self) -> bool:
        """Whether not all are listed."""
        return any((self.search.value.strip(), self.status.value, self.block.value, self.workspace.value))

    def _chosen(self, _: dict[str, Any]) -> None:
        self._pages = [""]
        self.reading.now()

    def wanted(self) -> Filter:
        """What the fields say."""
        status = self.status.value
        flow, _, block = self.block.value.partition(" ")
        return Filter(
            status=(status,) if status not in ("", "trouble") else (),
            flow=flow,
            block=block,
            app_id=self.workspace.value,
            text=self.search.value.strip(),
            has_trouble=status == "trouble",
        )

    def _read(self) -> Found:
        page = self.records.find(self.wanted(), limit=AT_ONCE, after=self._pages[-1])
        lines = [line_of(entry, self.names, self._now()) for entry in page.lines]
        standing = self.records.at_blocks()
        blocks = {f"{one.flow} {one.block}": self.names.title(None, one.flow, one.block) for one in standing}
        return Found(lines, page.next, sorted(((title, key) for key, title in blocks.items()), key=lambda one: one[0]))

    def _show(self, found: Found) -> None:
        self.trouble.value = ""
        self._after = found.after
        self._offer(self.block, found.blocks)
        workspaces = self._workspaces()
        self._offer(self.workspace, [(name or id, id) for id, name in workspaces.items()])
        self.where.layout.display = None if len(workspaces) > 1 else "none"
        nothing = NOT_FOUND if self.is_filtered else EMPTY
        self.rows.markup = conversation_table(found.lines, self._now(), workspaces) if found.lines else nothing
        self.first.layout.display = "none" if found.lines or self.is_filtered else None
        self.newer.disabled, self.older.disabled = len(self._pages) == 1, not found.after
        self.paging.layout.display = "none" if self.newer.disabled and self.older.disabled else None

    def _offer(self, control: widgets.Dropdown, options: Sequence[tuple[str, str]]) -> None:
        """Other choices; the one that is taken stays, if only so that it can be seen that nothing is there."""
        offered = [ANY, *options]
        if control.value not in {value for _, value in offered}:
            offered.append((control.label, control.value))
        if tuple(offered) != tuple(control.options):
            chosen = control.value
            with control.hold_trait_notifications():
                control.options = offered
                control.value = chosen

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, FlowdesignerError):
            raise error
        self.trouble.value = note(f"{error} It is tried again.", "bad")


def conversation_table(lines: Sequence[Line], at: datetime, workspaces: Mapping[str, str]) -> str:
    """Conversations; with their workspaces, where the bot answers in several."""
    several = len(workspaces) > 1
    heads = ("Customer", *(["Workspace"] if several else []), "At block", "Status", "Turns", "Last")
    rows = [
        (
            press(line.customer, "open", line.row, look="fd-plain", name=f"Open the conversation with {line.customer}"),
            *([escape(workspaces.get(line.app_id, "another"))] if several else []),
            escape(line.block) or "-",
            pill(line.status, line.tone),
            str(line.turns),
            span(line.last, at),
        )
        for line in lines
    ]
    marks = [pressable("open", line.row) for line in lines]
    return table(heads, rows, numbers=frozenset({len(heads) - 2, len(heads) - 1}), marks=marks)
