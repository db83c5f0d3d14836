"""`ConversationView`: one conversation: transcript, variables, way and timing, and what people can do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.background import Background
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.conversations import NO_NAME, BlockNames, in_words
from flowdesigner.designer.inbox import inbox_address
from flowdesigner.designer.pages.act_form import ActForm
from flowdesigner.designer.pages.controls import bones, box, button, html, note, pill, row
from flowdesigner.designer.pages.conversation_text import block_links, calls, events, transcript, variables
from flowdesigner.designer.pages.dead_letters import DeadLetters
from flowdesigner.designer.pages.letter_text import outcome
from flowdesigner.designer.pages.sheet import Sheet
from flowdesigner.designer.reading import Reading
from flowdesigner.errors import FlowdesignerError
from flowdesigner.runtime.records import Records
from flowdesigner.runtime.views import Answer, View
from flowdesigner.settings import user_name

NOBODY = ("Nobody in particular", "")
TAKE = "The bot says nothing more here, until the conversation is assigned to a bot team or to the bot agent again."
CLOSE = "The conversation is closed, and the customer is told the reason. Write it for them, or leave it empty."
FORGET = (
    "Everything that the bot keeps of this conversation is deleted, and cannot be brought back. Intercom keeps its own."
)
GONE = "This conversation is not kept any more."


class ConversationView(widgets.VBox):  # type: ignore[misc]
    """The conversation in `row`. `left` goes back to all of them, `show_block` to a block of the flow, and `follow`
    shows the conversation's way on the canvas."""

    def __init__(
        self,
        row_of: int,
        records: Records,
        names: BlockNames,
        background: Background,
        *,
        connection: Callable[[str], Connection | None],
        left: Callable[[], None],
        show_block: Callable[[str, str, int | None], None],
        follow: Callable[[int], None],
        now: Callable[[], datetime],
    ) -> None:
        self.row = row_of
        self.records = records
        self.names = names
        self._background = background
        self._connection = connection
        self._left = left
        self._show_block = show_block
        self._now = now
        self.view: View | None = None
        self.top = Sheet(self._pressed, bones(2))
        self.said = html(classes="fd-trouble")
        self.talk = Sheet(self._pressed, bones(6))
        self.knows = html(bones(3))
        self.open_calls = Sheet(self._pressed)
        self.events = Sheet(self._pressed)
        self.to = widgets.Dropdown(description="Assign to", options=[NOBODY])
        self.reason = widgets.Text(description="Reason, told to the customer", placeholder="Solved by phone.")
        self.take = ActForm("Take over", TAKE, "Take it over", self._take_over, control=self.to, look="primary")
        self.close_it = ActForm(
            "Close", CLOSE, "Close the conversation", self._close, control=self.reason, look="danger"
        )
        self.forget = ActForm("Forget", FORGET, "Forget it", self._forget, look="danger")
        self.way = button("Show its way on the canvas", lambda: follow(row_of))
        self.letters = DeadLetters(records, names, background, now=now, row_of=row_of)
        self.reading: Reading[View | None] = Reading(background, self._read, self._show, self._failed)
        back = button("All conversations", left)
        back.add_class("fd-turn")
        acts = row(self.take.ask, self.close_it.ask, self.way)
        super().__init__(
            [
                row(back), self.top, self.said, acts, self.take.form, self.close_it.form, self.letters,
                row(
                    box(html("<h2>Transcript</h2>"), self.talk),
                    box(box(html("<h2>Variables</h2>"), self.knows), self.open_calls, classes=""),
                    classes="fd-columns",
                ),
                box(html("<h2>What happened</h2>"), self.events, classes="fd-box fd-scroll"),
                row(self.forget.ask), self.forget.form,
            ]
        )  # fmt: skip
        self.add_class("fd-conversation")

    def look(self) -> None:
        """Look again, if it is time to."""
        self.reading.look()
        self.letters.look()

    def _read(self) -> View | None:
        return self.records.conversation(self.row)

    def _show(self, view: View | None) -> None:
        if view is None:
            self.said.value = note(GONE, "warn")
            return
        self.view = view
        at, entry = self._now(), view.entry
        link = block_links(self.names, entry.revision)
        self.top.markup = self._heading(view, at)
        self.talk.markup = transcript(view, at, link)
        self.knows.value = variables(view.variables)
        self.open_calls.markup = calls(view.open_calls, link)
        self.events.markup = events(view.events, at, link)
        is_open = entry.status in ("waiting", "handed_over") and not entry.deleted
        self.take.show(is_offered=entry.status == "waiting" and not entry.deleted)
        self.close_it.show(is_offered=is_open)
        self.letters.layout.display = None if view.letters else "none"
        self._offer_people()

    def _heading(self, view: View, at: datetime) -> str:
        entry = view.entry
        words, tone = in_words(entry, at)
        connection = self._connection(entry.app_id)
        facts = [
            pill(words, tone),
            f"version {entry.revision}" if entry.revision else "",
            escape(connection.settings.workspace) if connection else "",
            f'<span class="fd-mono">{escape(entry.conversation_id)}</span>',
            self._inbox_link(connection, entry.conversation_id),
        ]
        name = escape(entry.customer_name or NO_NAME)
        line = " · ".join(fact for fact in facts if fact)
        return f'<h1 tabindex="-1" data-arrive="{self.row}">{name}</h1><p class="fd-about">{line}</p>'

    def _inbox_link(self, connection: Connection | None, conversation: str) -> str:
        if connection is None or not (address := inbox_address(connection.settings, conversation)):
            return ""
        return f'<a href="{escape(address)}" target="_blank" rel="noreferrer">Open in Intercom\'s inbox</a>'

    def _offer_people(self) -> None:
        connection = self._connection(self.view.entry.app_id) if self.view else None
        account = connection.last_account if connection else None
        teams = [(f"Team {one.name}", f"team {one.id}") for one in account.teams] if account else []
        people = [(one.name, f"teammate {one.id}") for one in account.agents if one.has_inbox_seat] if account else []
        offered = (NOBODY, *teams, *people)
        if offered != tuple(self.to.options):
            self.to.options = offered

    # What people do

    def _pressed(self, what: str, which: str) -> None:
        if what == "block":
            flow, _, block = which.partition(" ")
            self._show_block(flow, block, self.view.entry.revision if self.view else None)

    def _take_over(self, to: str) -> None:
        kind, _, id = to.partition(" ")
        target = {kind: id} if kind else {}
        self._do(lambda: self.records.take_over(self.row, by=user_name(), **target))

    def _close(self, reason: str) -> None:
        self._do(lambda: self.records.close(self.row, by=user_name(), reason=reason.strip()))
        self.reason.value = ""

    def _forget(self, _: str) -> None:
        self._background.run(lambda: self.records.forget(self.row), lambda _: self._left(), self._failed)

    def _do(self, act: Callable[[], Answer]) -> None:
        def done(answer: Answer) -> None:
            self.said.value = outcome(answer.ok, answer.words)
            self.reading.now()

        self._background.run(act, done, self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, FlowdesignerError):
            raise error
        self.said.value = note(str(error), "bad")
