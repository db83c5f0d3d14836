"""`DeadLetters`: what could not be done for customers, with its reason; retried one by one or all, or dismissed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.background import Background
from flowdesigner.designer.conversations import BlockNames
from flowdesigner.designer.pages.asked_button import AskedButton
from flowdesigner.designer.pages.controls import button, html, note, row
from flowdesigner.designer.pages.letter_text import letter_table, outcome
from flowdesigner.designer.pages.sheet import Sheet
from flowdesigner.designer.reading import Reading
from flowdesigner.errors import FlowdesignerError
from flowdesigner.runtime.records import Records
from flowdesigner.runtime.views import Answer, Letter
from flowdesigner.settings import user_name

AT_ONCE = 20
TITLE = "<h2>Need a look</h2>"
LEAD = (
    f'{TITLE}<p class="fd-print">Calls and events that failed for good. The flow has gone on by its'
    " <i>Failed</i> way or the error flow; here they can be done after all.</p>"
)
NOTHING = '<p class="fd-print">Nothing needs a look. What cannot be done for a customer will stand here.</p>'
DISMISS_ALL = "Dismiss all of them? They are not done, and are not listed any more."


class DeadLetters(widgets.VBox):  # type: ignore[misc]
    """Of the whole bot, or of one conversation (`row`). `opened` is called with the row of a conversation to show."""

    def __init__(
        self,
        records: Records,
        names: BlockNames,
        background: Background,
        *,
        now: Callable[[], datetime],
        opened: Callable[[int], None] = lambda row: None,
        row_of: int | None = None,
    ) -> None:
        self.records = records
        self.names = names
        self._background = background
        self._now = now
        self._opened = opened
        self._row = row_of
        self._asked: set[int] = set()
        self._letters: Sequence[Letter] = ()
        self.said = html()
        self.rows = Sheet(self._pressed)
        self.retry_all = button("Retry all", self._retry_all)
        self.dismiss_all = AskedButton("Dismiss all", DISMISS_ALL, "Dismiss all", self._dismiss_all)
        self.more = html()
        self.reading: Reading[tuple[Letter, ...]] = Reading(background, self._read, self.show, self._failed, every=2.0)
        self.for_all = row(self.retry_all, self.dismiss_all.ask, self.dismiss_all.question)
        self.lead = html()
        super().__init__([self.lead, self.said, self.rows, self.more, self.for_all])
        self.add_class("fd-box")

    def look(self) -> None:
        """Look again, if it is time to."""
        self.reading.look()

    def show(self, letters: Sequence[Letter]) -> None:
        """These letters; one more than fit says that there are more."""
        self._letters = letters[:AT_ONCE]
        self._asked &= {one.number for one in self._letters}
        self.rows.markup = (
            letter_table(self._letters, self.names, self._now(), self._asked, with_customer=self._row is None)
            if self._letters
            else NOTHING
        )
        self.lead.value = LEAD if self._letters else ""
        is_more = len(letters) > AT_ONCE
        self.more.value = f'<p class="fd-print">The latest {AT_ONCE}; there are more.</p>' if is_more else ""
        self.for_all.layout.display = None if len(letters) > 1 and self._row is None else "none"

    def _read(self) -> tuple[Letter, ...]:
        return self.records.letters(limit=AT_ONCE + 1, row=self._row)

    def _pressed(self, what: str, which: str) -> None:
        number = int(which)
        match what:
            case "open":
                self._opened(number)
            case "retry":
                self._do(lambda: self.records.retry(number, by=user_name()), number)
            case "anyway":
                self._do(lambda: self.records.retry(number, by=user_name(), anyway=True), number)
            case "dismiss":
                self._do(lambda: self.records.dismiss(number, by=user_name()), number)

    def _do(self, act: Callable[[], Answer], number: int) -> None:
        def done(answer: Answer) -> None:
            (self._asked.add if answer.needs_anyway else self._asked.discard)(number)
            self.said.value = outcome(answer.ok, answer.words)
            self.reading.now()

        self._background.run(act, done, self._failed)

    def _retry_all(self) -> None:
        def done(answers: tuple[Answer, ...]) -> None:
            refused = [answer.words for answer in answers if not answer.ok]
            retried = len(answers) - len(refused)
            words = "One is tried again." if retried == 1 else f"{retried} are tried again."
            self.said.value = outcome(not refused, " ".join([words, *dict.fromkeys(refused)]))
            self.reading.now()

        self._background.run(lambda: self.records.retry_all(by=user_name()), done, self._failed)

    def _dismiss_all(self) -> None:
        def done(number: int) -> None:
            self.said.value = outcome(True, "One is dismissed." if number == 1 else f"{number} are dismissed.")
            self.reading.now()

        self._background.run(lambda: self.records.dismiss_all(by=user_name()), done, self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, FlowdesignerError):
            raise error
        self.said.value = note(str(error), "bad")
