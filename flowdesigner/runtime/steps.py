"""Steps of a conversation, each in one transaction: hear what came in, walk the flow, intend the next call.

They run on the writer's thread. What needs the network (a call, a reading of the conversation) is what a step answers
with; the engine does it and comes back with the result.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from flowdesigner.channel.call import Call
from flowdesigner.channel.facts import contact_id
from flowdesigner.channel.reading import given_back
from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.flow.event import Deleted, Event, Value
from flowdesigner.intercom.notification import Notification
from flowdesigner.intercom.objects import Conversation
from flowdesigner.interpreter.discretion import Discretion
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Session
from flowdesigner.runtime.asking import to_ask
from flowdesigner.runtime.giving_up import AtWork, keep_call
from flowdesigner.runtime.hearing import Hearing
from flowdesigner.runtime.holdings import Holdings
from flowdesigner.runtime.intending import LATEST, begin, has_place
from flowdesigner.runtime.outcome import (
    Ask,
    Doubt,
    Hold,
    InDoubt,
    Made,
    MakeCall,
    Next,
    NotMade,
    Queued,
    Read,
    Refused,
    Rested,
    Result,
    Unconnected,
)
from flowdesigner.runtime.programs import Programs
from flowdesigner.runtime.rate_limit import Limits
from flowdesigner.runtime.spans import is_ahead, left
from flowdesigner.runtime.tenure import Tenure
from flowdesigner.runtime.watching import Acted
from flowdesigner.runtime.workspaces import Workspace, Workspaces
from flowdesigner.store import conversations, inbox, letters, outbox
from flowdesigner.store.conversations import ConversationRow
from flowdesigner.store.inbox import InboxRow
from flowdesigner.store.leases import Lease
from flowdesigner.store.outbox import OutboxRow
from flowdesigner.store.transaction import Transaction
from flowdesigner.watching.traces import Place

log = logging.getLogger(__name__)

T = TypeVar("T")


class MadeCall(NamedTuple):
    """A call that was made, and when."""

    row: OutboxRow
    result: Made
    at: datetime


@dataclass(slots=True)
class Claimed:
    """A conversation that this worker has claimed, as it stands after its last step; fenced by the row's epoch."""

    row: ConversationRow
    workspace: Workspace
    session: Session
    revision: int | None
    heard_at: datetime | None
    lease: Lease
    """The right to write it."""
    since: datetime
    """Since when it is this process's and nobody else's."""
    term: int
    """The runner's term in which it was last seen to be."""
    open_calls: list[OutboxRow] = field(default_factory=list)
    """The calls to be made, as the last step saw them."""
    acted: list[Acted] = field(default_factory=list)
    """What was acted on and not told yet."""
    received_at: datetime | None = None
    """When the notification came that is acted on now and has led to no call yet."""
    notification: Notification | None = None
    """The notification that was acted on last."""
    trail: Place | None = None
    """The step that was traced last."""

    @classmethod
    def of(cls, row: ConversationRow, workspace: Workspace, since: datetime, term: int) -> Claimed:
        """The conversation as the store has it."""
        session = Session.from_data(row.session) if row.session else Session.new(row.conversation_id)
        return cls(row, workspace, session, row.revision, row.heard_at, row.lease, since, term)

    @property
    def settings(self) -> ChannelSettings:
        """Those of the channel that it belongs to."""
        return self.workspace.channel.settings

    def is_due(self, now: datetime) -> bool:
        """Whether its timer is."""
        return self.session.timer_at is not None and self.session.timer_at <= now

    def each_time(self, step: Callable[[Transaction], T]) -> Callable[[Transaction], T]:
        """The step, from the claim as it is now: a server may undo a transaction and have it run once more.

        What the first run has heard and said in memory would be neither heard nor said again.
        """
        kept, told = (self.session, self.revision, self.heard_at, self.open_calls), len(self.acted)
        heard = self.received_at, self.notification

        def run(conn: Transaction) -> T:
            self.session, self.revision, self.heard_at, self.open_calls = kept
            self.received_at, self.notification = heard
            del self.acted[told:]
            return step(conn)

        return run


Claim = tuple[Claimed, Next] | Unconnected | None
"""A conversation and its first step; None when it is not to be had."""


class Steps:
    """What the engine runs on the writer's thread."""

    def __init__(
        self,
        programs: Programs,
        workspaces: Callable[[], Workspaces],
        clock: Callable[[], datetime],
        limits: Limits,
        tenure: Tenure,
    ) -> None:
        self.limits = limits
        self.programs = programs
        self.workspaces = workspaces
        self.clock = clock
        self.tenure = tenure
        self.holdings = Holdings()
        self.at_work: dict[int, AtWork] = {}
        """What of a conversation is being acted on, by the conversation's row; still there after a fault."""

    def claim(self, conn: Transaction, row: int) -> Claim:
        """Take the conversation and its first step; None when there is no such row, or another runner has it."""
        found = conversations.claim(conn, row, self.tenure.id)
        if found is None:
            return None
        workspace = self.workspaces().answering(found.app_id)
        if workspace is None:
            return Unconnected()
        claimed = self._claimed(found, workspace)
        return claimed, self.step(conn, claimed)

    def begin(self, conn: Transaction, found: ConversationRow, arrived: InboxRow | None) -> Claim:
        """The same for a conversation that slept until this notification came, which `inbox.begin` has claimed."""
        workspace = self.workspaces().answering(found.app_id)
        if workspace is None:
            if arrived is not None:
                inbox.put_off(conn, arrived)
            return Unconnected()
        claimed = self._claimed(found, workspace)
        hearing = Hearing(self, conn, claimed, [arrived] if arrived is not None else [])
        return claimed, self._walk(conn, claimed, hearing, [], [])

    def _claimed(self, found: ConversationRow, workspace: Workspace) -> Claimed:
        return Claimed.of(found, workspace, self.holdings.since(found, self.clock()), self.tenure.term)

    def step(self, conn: Transaction, claimed: Claimed) -> Next:
        """Hear what came in, then intend the next call or let the conversation sleep."""
        return self._walk(conn, claimed, Hearing(self, conn, claimed), *outbox.work(conn, claimed.row.id))

    def _walk(
        self,
        conn: Transaction,
        claimed: Claimed,
        hearing: Hearing,
        open_calls: list[OutboxRow],
        ended: list[OutboxRow],
    ) -> Next:
        pause = hearing.listen(ended)
        is_clear = pause is None and not open_calls and not hearing.drop_because
        now = self.clock()
        begun = begin(self.limits, claimed, hearing.calls, now) if is_clear else 0
        new_calls = hearing.write()
        if pause is not None:
            return pause
        if hearing.drop_because:
            open_calls, new_calls = outbox.open_calls(conn, claimed.row.id), []
        claimed.open_calls = [*open_calls, *new_calls]
        self.at_work.pop(claimed.row.id, None)
        if begun:
            return MakeCall(new_calls[0], new_calls[1:begun], now + LATEST)
        return self._next_call(conn, claimed)

    def after_call(
        self,
        conn: Transaction,
        claimed: Claimed,
        row: OutboxRow,
        result: Result,
        *,
        go_on: bool,
        before: Sequence[MadeCall] = (),
        unmade: Sequence[OutboxRow] = (),
    ) -> Next | None:
        """Write what became of a call; the next step, or None when the conversation is to be left alone now.

        `before` are those that were intended with it and made before it, `unmade` those that were not begun after all.
        """
        now, lease, has_news = self.clock(), claimed.lease, True
        for made in before:
            outbox.note_done(conn, lease, made.row.number, made.at, part_id=made.result.part_id)
        outbox.put_back(conn, lease, unmade)
        match result:
            case Made(part_id, answer):
                has_news = outbox.mark_done(conn, lease, row.number, now, part_id=part_id, result=answer)
                if row.letter is not None:
                    letters.settle_if_made(conn, row.letter, claimed.row.id, now)
            case NotMade(_, reason):
                outbox.mark_again(conn, lease, row.number, error=reason)
            case Refused(reason, is_gone):
                is_over = is_gone and Call.from_data(row.call).conversation == claimed.row.conversation_id
                if not is_over:
                    keep_call(conn, claimed, self._discretion(claimed), row, reason, now)
                outbox.mark_failed(conn, lease, row.number, now, error=reason)
                if is_over:
                    self.happen(conn, claimed, Deleted(at=now))
            case InDoubt(_, reason) if reason:
                outbox.mark_in_doubt(conn, lease, row.number, error=reason)
        if not go_on:
            return None
        if has_news or claimed.is_due(now):
            return self.step(conn, claimed)
        over = {row.number, *(made.row.number for made in before)}
        claimed.open_calls = [other for other in claimed.open_calls if other.number not in over]
        return self._next_call(conn, claimed)

    def _discretion(self, claimed: Claimed) -> Discretion:
        return Discretion(self.program_of(claimed), claimed.session, claimed.session)

    def after_asking(self, conn: Transaction, claimed: Claimed, known: Mapping[str, Value]) -> Next:
        """Go on with what Intercom knows of the customer."""
        self.learn(claimed, known)
        return self.step(conn, claimed)

    def learn(self, claimed: Claimed, known: Mapping[str, Value]) -> None:
        """Note what is known, and that it was asked; written with the next event."""
        session = claimed.session = claimed.session.copy()
        session.facts = {**session.facts, **known}
        session.asked_at = self.clock()

    def after_reading(
        self,
        conn: Transaction,
        claimed: Claimed,
        read: Read,
        found: Conversation | None,
        known: Mapping[str, Value] | None = None,
    ) -> Next:
        """Go on with what a reading of the conversation has shown (None: it is gone), and with what is known of the
        customer, when that was asked as well."""
        if known is not None:
            self.learn(claimed, known)
        if found is None:
            self.happen(conn, claimed, Deleted(at=self.clock()), read)
            return self.step(conn, claimed)
        reading = given_back(found, claimed.settings, read.needs)
        self.happen(conn, claimed, reading.event, read, known_parts=reading.known_parts)
        return self.step(conn, claimed)

    def to_ask(self, claimed: Claimed, found: Conversation) -> Ask | None:
        """What to ask about the customer of a conversation that was given to the bot."""
        program = self.program_of(claimed)
        return to_ask(program, claimed.session, contact_id(found), self.clock())

    def program_of(self, claimed: Claimed) -> Program:
        """A conversation keeps its revision until it ends."""
        if claimed.revision is None or claimed.session.status in ("new", "ended"):
            return self.programs.live().program
        return self.programs.get(claimed.revision)

    def happen(
        self,
        conn: Transaction,
        claimed: Claimed,
        event: Event | None,
        read: Read | None = None,
        *,
        known_parts: tuple[str, ...] = (),
    ) -> None:
        """Let one event happen, which a reading may have shown, and write what it leads to."""
        hearing = Hearing(self, conn, claimed)
        hearing.known_parts = known_parts
        if read is not None:
            hearing.finished.append(read.number)
        if event is not None:
            hearing.happen(event, read.received_at if read is not None else None)
        hearing.write()

    def _next_call(self, conn: Transaction, claimed: Claimed) -> Next:
        if not claimed.open_calls:
            self.limits.urgencies.rests(claimed.row.id)
            self.holdings.rests(claimed.row.id)
            return Rested() if conversations.rest(conn, claimed.lease) else Hold(0)
        row = claimed.open_calls[0]
        if row.state == "intended":
            return doubt(conn, claimed, self._dated(conn, claimed, row))
        if rest := self._pause_before(conn, claimed, row):
            return Hold(rest.total_seconds())
        if not has_place(self.limits, claimed, row.call):
            return Queued()
        outbox.intend(conn, claimed.lease, row.number, self.clock())
        return MakeCall(row)

    def _pause_before(self, conn: Transaction, claimed: Claimed, row: OutboxRow) -> timedelta:
        """What is left of the pause between the message before and this one; buttons follow their question at once."""
        pause = timedelta(milliseconds=claimed.settings.pause_ms)
        if not pause or Call.from_data(row.call).kind not in ("reply", "quick_reply"):
            return timedelta()
        before = outbox.last_done(conn, row.number)
        if before is None or before.action == row.action or before.done_at is None:
            return timedelta()
        return left(pause, before.done_at, self.clock())

    def _dated(self, conn: Transaction, claimed: Claimed, row: OutboxRow) -> OutboxRow:
        """The call, begun now at the latest: one that was begun before the clock was set back would be waited for."""
        now = self.clock()
        if row.intended_at is None or not is_ahead(row.intended_at, now):
            return row
        outbox.date(conn, claimed.lease, row.number, now)
        return replace(row, intended_at=now)


def doubt(conn: Transaction, claimed: Claimed, row: OutboxRow) -> Doubt:
    """The call in doubt, with what is known of its equals.

    A process that was killed may have begun it long after it was intended, but not after another one had it.
    """
    intended_at = row.intended_at or claimed.since
    begun_at = intended_at if row.letter is not None else max(intended_at, claimed.since)
    call = Call.from_data(row.call)
    unnamed = sum(
        not other.part_id and Call.from_data(other.call) == call and is_since(other, row)
        for other in outbox.earlier(conn, claimed.row.id, row.number)
    )
    return Doubt(row, begun_at, outbox.sent_parts(conn, claimed.row.id), unnamed)


def is_since(other: OutboxRow, row: OutboxRow) -> bool:
    """Whether the other call may have made a part that is looked at for this one."""
    return row.since is None or other.done_at is None or other.done_at >= row.since
