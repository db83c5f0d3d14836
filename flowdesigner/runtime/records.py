"""`Records`: what a bot's store remembers of conversations, for pages, commands and notebooks, and what people may do.

    with bot.store() as store:
        records = Records(store)
        records.find(Filter(status=["waiting"])).lines

It needs no runner, and works while one runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flowdesigner.errors import ConfigurationError
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.runtime import doing, reading_records
from flowdesigner.runtime.intervention import Close, TakeOver
from flowdesigner.runtime.programs import Programs
from flowdesigner.runtime.views import Answer, Entry, Letter, Minute, Page, View
from flowdesigner.store import history, letters, listing, outbox, upkeep
from flowdesigner.store.listing import AtBlock, Figures, Filter, ListedRow
from flowdesigner.store.repository import now
from flowdesigner.store.store import Store

ALL = Filter()
MOST_AT_ONCE = 1_000
"""Dead letters that one call tries again or dismisses."""


def session_of(row: ListedRow) -> Session:
    """The conversation's session; a new one where it has none, or one that this flowdesigner cannot read."""
    try:
        return Session.from_data(row.session) if row.session else Session.new(row.conversation_id)
    except (KeyError, TypeError, ValueError):
        return Session.new(row.conversation_id)


class Records:
    """Reads the store, also one that is open for reading only; what people do is written to it.

    Whoever moves the conversations does what is wanted, within about a second.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime] = now) -> None:
        self._store = store
        self._clock = clock
        self._programs = Programs(store)

    # Reading: lists

    def find(self, wanted: Filter = ALL, *, limit: int = 50, after: str = "") -> Page:
        """The conversations that the bot had a part in, those that changed last first."""
        rows, following = self._store.read(lambda conn: listing.find(conn, wanted, limit, after))
        return Page(tuple(reading_records.entry(row) for row in rows), following)

    def count(self, wanted: Filter = ALL) -> int:
        """How many there are."""
        return self._store.read(lambda conn: listing.count(conn, wanted))

    def at_blocks(self) -> tuple[AtBlock, ...]:
        """At which blocks conversations under way stand, and how many."""
        return tuple(self._store.read(listing.at_blocks))

    def find_row(self, conversation_id: str, app_id: str = "") -> int | None:
        """The row of the conversation with Intercom's id; None when there is none, or several workspaces have one."""
        rows = self._store.read(lambda conn: listing.rows_of(conn, conversation_id, app_id))
        return rows[0] if len(rows) == 1 else None

    def entry(self, row: int) -> Entry | None:
        """A conversation as it is listed."""
        found = self._store.read(lambda conn: listing.get(conn, row))
        return reading_records.entry(found) if found is not None else None

    # One conversation

    def conversation(self, row: int) -> View | None:
        """All that is kept of a conversation."""
        found = self._store.read(
            lambda conn: (
                listing.get(conn, row),
                history.of(conn, row),
                outbox.of(conn, row),
                letters.unsettled(conn, conversation_row=row),
            )
        )
        listed, events, made, dead = found
        if listed is None:
            return None
        session = session_of(listed)
        program = self._program(listed.revision)
        discretion = reading_records.discretion_of(session, program)
        calls = [replace(call, error=discretion.text(call.error)) for call in made]
        actions = reading_records.by_action(calls)
        return View(
            entry=reading_records.entry(listed),
            variables=reading_records.variables(session, program),
            events=tuple(reading_records.happened(event, actions) for event in events),
            open_calls=tuple(reading_records.call_line(call, discretion) for call in calls if call.done_at is None),
            letters=tuple(map(reading_records.letter, dead)),
            forgotten_before=reading_records.forgotten_before(events, session.turns),
        )

    def title(self, revision: int | None, flow: str, block: str) -> str:
        """What the author calls a block in that version; its id where the version is not known."""
        program = self._program(revision)
        node = program.node(Position(flow, block)) if program is not None else None
        return node.block.title if node is not None else block

    def _program(self, revision: int | None) -> Program | None:
        try:
            return self._programs.get(revision) if revision is not None else None
        except ConfigurationError:
            return None

    # Figures

    def minutes(self, until: datetime, minutes: int = 60) -> tuple[Minute, ...]:
        """What happened in each of the minutes up to then, oldest first."""
        rows = self._store.read(lambda conn: history.minutes(conn, until, minutes))
        return tuple(Minute(row.at, row.events, row.messages, row.failures, row.waited, row.longest) for row in rows)

    def figures(self) -> Figures:
        """How many conversations are where, and what is left to do."""
        return self._store.read(listing.figures)

    # Dead letters

    def letters(self, *, limit: int = 50, after: int | None = None, row: int | None = None) -> tuple[Letter, ...]:
        """What was given up and waits for somebody, the newest first; behind the one numbered `after`, or of a row."""
        found = self._store.read(lambda conn: letters.unsettled(conn, limit, after, row))
        return tuple(map(reading_records.letter, found))

    def retry(self, number: int, by: str = "", *, anyway: bool = False) -> Answer:
        """Try a dead letter again; with `anyway` whatever speaks against it."""
        return self._store.write(lambda conn: doing.retry(conn, number, by, self._clock(), anyway=anyway))

    def retry_all(self, by: str = "") -> tuple[Answer, ...]:
        """Try all again that nothing speaks against; what became of each, the oldest first."""
        found = self._store.read(lambda conn: letters.unsettled(conn, MOST_AT_ONCE))
        return tuple(self.retry(row.number, by) for row in reversed(found) if row.retried_at is None)

    def dismiss(self, number: int, by: str = "") -> Answer:
        """Nobody wants this dead letter any more."""
        return self._store.write(lambda conn: doing.dismiss(conn, number, by, self._clock()))

    def dismiss_all(self, by: str = "") -> int:
        """Nobody wants any of them; how many there were."""
        found = self._store.read(lambda conn: letters.unsettled(conn, MOST_AT_ONCE))
        return sum(self.dismiss(row.number, by).ok for row in found)

    # What people do to a live conversation

    def take_over(self, row: int, by: str = "", *, team: str = "", teammate: str = "") -> Answer:
        """The bot is silent from now on; the team or the teammate has the conversation, else nobody in particular."""
        wanted = TakeOver(by=by, team=team, teammate=teammate)
        return self._store.write(lambda conn: doing.intervene(conn, row, wanted, self._clock()))

    def close(self, row: int, by: str = "", *, reason: str = "") -> Answer:
        """End the conversation; the customer reads the reason, if there is one."""
        wanted = Close(by=by, reason=reason)
        return self._store.write(lambda conn: doing.intervene(conn, row, wanted, self._clock()))

    # Forgetting

    def forget(self, row: int) -> int:
        """Forget everything of a conversation at once, whatever it does now; how many rows of the database that was."""
        return self._store.write(lambda conn: upkeep.forget(conn, row))

    def rows_of_customer(self, contact_id: str) -> tuple[int, ...]:
        """The conversations of a customer, by Intercom's id of the contact."""
        return tuple(self._store.read(lambda conn: listing.rows_of_customer(conn, contact_id)))
