"""`Hearing`: the events of one conversation, heard in order within one transaction, and the calls that they lead to."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from flowdesigner.channel.delivery import calls_for
from flowdesigner.channel.facts import customer_of
from flowdesigner.channel.messages import joined
from flowdesigner.channel.ownership import NeedsReading, hear
from flowdesigner.errors import ConfigurationError, UnreadableNotificationError
from flowdesigner.flow.action import Action
from flowdesigner.flow.event import (
    ActionDone,
    ActionFailed,
    Closed,
    CustomerMessage,
    Deleted,
    Event,
    TakenOver,
    TimerFired,
)
from flowdesigner.flow.medium import SOURCE_TYPE
from flowdesigner.flow.system_variables import CONTACT_ID
from flowdesigner.intercom.notification import Notification, parse
from flowdesigner.interpreter.interpreter import Position, Step, advance, expects
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Session
from flowdesigner.interpreter.visit import Request
from flowdesigner.runtime import intervention
from flowdesigner.runtime.asking import to_ask
from flowdesigner.runtime.chronicle import happening, remark
from flowdesigner.runtime.giving_up import AtWork, keep_notification
from flowdesigner.runtime.outcome import Ask, Hold, Read
from flowdesigner.runtime.spans import left
from flowdesigner.runtime.watching import Acted
from flowdesigner.store import inbox, letters, outbox
from flowdesigner.store.commit import Progress, commit
from flowdesigner.store.history import Happening
from flowdesigner.store.inbox import InboxRow
from flowdesigner.store.outbox import OutboxRow, QueuedCall
from flowdesigner.store.transaction import Transaction

if TYPE_CHECKING:
    from flowdesigner.runtime.steps import Claimed, Steps

log = logging.getLogger(__name__)

Waiting = tuple[InboxRow, Notification]
Heard = tuple[Notification, Session, datetime | None, Event | NeedsReading | None]
"""A notification, how things stood, and what it meant then."""
LONGEST_HOLD = timedelta(milliseconds=30)
"""A message that the waiting block cannot match is held so long for one that it may have overtaken."""


class Hearing:
    """One look at what came in; `write` makes it so, all of it or nothing."""

    def __init__(
        self, steps: Steps, conn: Transaction, claimed: Claimed, arrived: Sequence[InboxRow] | None = None
    ) -> None:
        """`arrived` is all that waits in the conversation's inbox, when that is known: of `inbox.begin`."""
        self.steps = steps
        self.conn = conn
        self.claimed = claimed
        self.now = steps.clock()
        self.arrived = arrived
        self._heard: Heard | None = None
        self.events: deque[tuple[Event, datetime, Sequence[Action]]] = deque()
        self.calls: list[QueuedCall] = []
        self.history: list[Happening] = []
        self.finished: list[int] = []
        self.reported: list[int] = []
        self.known_parts: tuple[str, ...] = ()
        self.drop_because = ""
        self.customer_name: str | None = None
        self.has_changed = False

    def listen(self, ended: Iterable[OutboxRow]) -> Hold | Ask | Read | None:
        """Results of calls, then notifications, then the timer; stops where the network or a moment is needed."""
        for row in ended:
            self._begin("result", row.number)
            self.reported.append(row.number)
            self.happen(self._result(row), row.done_at)
        if (pause := self._notifications()) is not None:
            return pause
        if self.claimed.is_due(self.now):
            self._begin("timer")
            self.happen(TimerFired(at=self.now), self.claimed.session.timer_at)
        return None

    def _begin(self, kind: Literal["notification", "result", "timer"], number: int = 0) -> None:
        """Say what is acted on now: should it fail in an unforeseen way, that is what is given up."""
        self.steps.at_work[self.claimed.row.id] = AtWork(kind, number)

    def _result(self, row: OutboxRow) -> Event:
        if row.state == "failed":
            return ActionFailed(at=self.now, action=row.action, reason=row.error)
        return ActionDone(at=self.now, action=row.action, result=row.result or {})

    # Notifications

    def _notifications(self) -> Hold | Ask | Read | None:
        waiting: list[Waiting] = []
        rows = inbox.pending(self.conn, self.claimed.row.id) if self.arrived is None else self.arrived
        for row in rows:
            self._begin("notification", row.number)
            try:
                wanted = intervention.read(row.topic, row.body)
                if wanted is None:
                    waiting.append((row, parse(row.body.encode())))
                    continue
            except UnreadableNotificationError as error:
                keep_notification(self.conn, self.claimed.row.id, row, str(error), 1, self.now)
                self.finished.append(row.number)
                continue
            if (pause := self._hear_all(waiting)) is not None:
                return pause
            self._begin("notification", row.number)
            self.finished.append(row.number)
            intervention.carry_out(self, wanted, row.received_at)
        return self._hear_all(waiting)

    def _hear_all(self, waiting: list[Waiting]) -> Hold | Ask | Read | None:
        while waiting:
            self._begin("notification", waiting[0][0].number)
            place = self._first(waiting)
            if isinstance(place, Hold):
                return place
            group = [waiting.pop(place)]
            self.claimed.received_at, self.claimed.notification = group[0][0].received_at, group[0][1]
            self._begin("notification", group[0][0].number)
            heard = self._hear(group[0][1])
            if isinstance(heard, NeedsReading):
                return Read(group[0][0].number, heard, group[0][0].received_at)
            if isinstance(heard, CustomerMessage):
                heard = self._with_those_that_follow(heard, group, waiting)
                if (pause := self._before(heard, group[-1][0], waiting)) is not None:
                    return pause
            for row, notification in group:
                self._done_with(row, notification)
            if heard is not None:
                self.happen(heard, group[0][0].received_at)
        return None

    def _with_those_that_follow(
        self, message: CustomerMessage, group: list[Waiting], waiting: list[Waiting]
    ) -> CustomerMessage:
        """Several short messages as one answer, if that is wanted; a button is an answer by itself."""
        if not self._window or message.option:
            return message
        messages = [message]
        while waiting and isinstance(following := self._hear(waiting[0][1]), CustomerMessage) and not following.option:
            group.append(waiting.pop(0))
            messages.append(following)
        return joined(messages)

    def _before(self, message: CustomerMessage, last: InboxRow, waiting: list[Waiting]) -> Hold | Ask | None:
        """What comes before the message is answered: one more may follow, or Intercom knows something."""
        rest = left(self._window, last.received_at, self.now)
        if rest and not message.option and not waiting:
            return Hold(rest.total_seconds())
        return to_ask(self._program(), self.claimed.session, str(message.facts.get(CONTACT_ID) or ""), self.now)

    @property
    def _window(self) -> timedelta:
        return timedelta(milliseconds=self.claimed.settings.gather_ms)

    def _first(self, waiting: list[Waiting]) -> int | Hold:
        """Which of them comes first: the first to arrive, unless it is a message that has overtaken another."""
        row, notification = waiting[0]
        if not self._is_unexpected(notification):
            return 0
        earlier = [place for place, other in enumerate(waiting) if written(other) < written(waiting[0])]
        if earlier:
            return min(earlier, key=lambda place: written(waiting[place]))
        rest = left(LONGEST_HOLD, row.received_at, self.now)
        return Hold(rest.total_seconds()) if rest and len(waiting) == 1 else 0

    def _is_unexpected(self, notification: Notification) -> bool:
        session = self.claimed.session
        if session.status != "waiting" or session.wait != "reply":
            return False
        heard = self._hear(notification)
        return isinstance(heard, CustomerMessage) and not expects(self._program(), session, heard)

    def _hear(self, notification: Notification) -> Event | NeedsReading | None:
        """What it means as things stand; asked twice of most, once for their order."""
        session, heard_at = self.claimed.session, self.claimed.heard_at
        known = self._heard
        if known is None or known[0] is not notification or known[1] is not session or known[2] != heard_at:
            event = hear(
                notification,
                self.claimed.workspace.channel,
                session.status,
                session.status == "handed_over",
                heard_at=heard_at,
                own_parts=self._own_parts(notification),
                has_limit=session.status == "handed_over" and session.timer_at is not None,
            )
            known = self._heard = (notification, session, heard_at, event)
        return known[3]

    def _own_parts(self, notification: Notification) -> Collection[str]:
        """Parts that the bot made; asked for only where they can matter."""
        author = notification.part.author if notification.part else None
        if author is None or author.type != "admin":
            return ()
        return outbox.sent_parts(self.conn, self.claimed.row.id)

    def _done_with(self, row: InboxRow, notification: Notification) -> None:
        self.finished.append(row.number)
        if row.part_at is not None:
            self.claimed.heard_at = max(row.part_at, self.claimed.heard_at or row.part_at)
        customer = customer_of(notification.conversation) if notification.conversation else None
        if customer is not None and customer.name:
            self.customer_name = customer.name

    # Walking

    def happen(self, event: Event, received_at: datetime | None = None, *also: Action) -> None:
        """Advance the session by the event, and by those that it leads to at once; `also` is done besides.

        It happens now, whenever Intercom saw it: a customer has the whole time to reply to what the bot says now.
        """
        row = self.claimed.row
        self.steps.limits.urgencies.heard(row.id, event, self.now - row.updated_at)
        self.events.append((replace(event, at=self.now), received_at or self.now, also))
        while self.events:
            self._advance(*self.events.popleft())

    def note(self, text: str, received_at: datetime) -> None:
        """Write down what was done to the conversation."""
        claimed = self.claimed
        self.history.append(remark(text, claimed.session, received_at, self.now, claimed.revision))

    def _advance(self, event: Event, received_at: datetime, also: Sequence[Action] = ()) -> None:
        claimed, program, before = self.claimed, self._program(), self.claimed.session
        step = advance(program, before, event)
        for action in also:
            step = with_action(step, action)
        self.has_changed = True
        if before.status in ("new", "ended") and step.path:
            claimed.revision = self.steps.programs.live().number
        claimed.session = step.session
        row = happening(program, before, step, event, received_at=received_at, revision=claimed.revision)
        self.history.append(row)
        if step.error:
            # Its words may be a customer's.
            log.warning("conversation %s: a block has failed", claimed.row.conversation_id)
            log.debug("conversation %s: %s", claimed.row.conversation_id, row.error)
        if isinstance(event, TakenOver | Closed | Deleted):
            self._drop_calls(f"The conversation is not the bot's any more ({type(event).__name__}).")
        calls = len(self.calls)
        for request in step.actions:
            self._request(request)
        claimed.acted.append(Acted(row, claimed.session.position, len(self.calls) - calls))

    def _drop_calls(self, reason: str) -> None:
        for number in {call.letter for call in self.calls if call.letter is not None}:
            letters.put_back(self.conn, number, reason)
        self.calls.clear()
        self.drop_because = reason

    def _program(self) -> Program:
        return self.steps.program_of(self.claimed)

    def _request(self, request: Request) -> None:
        """Queue the calls of an action; one that leads to none is done, one that cannot be carried out has failed."""
        session = self.claimed.session
        try:
            source, contact = (str(session.facts.get(fact) or "") for fact in (SOURCE_TYPE, CONTACT_ID))
            calls = calls_for(request.action, self.claimed.settings, session.conversation, source, contact)
        except ConfigurationError as error:
            self.events.append((ActionFailed(at=self.now, action=request.number, reason=str(error)), self.now, ()))
            return
        awaited = session.awaiting == request.number
        if not calls and awaited:
            self.events.append((ActionDone(at=self.now, action=request.number), self.now, ()))
        self.calls += [
            QueuedCall(
                action=request.number,
                call=call.to_data(),
                flow=request.flow,
                block=request.block,
                last=place == len(calls),
                awaited=awaited,
            )
            for place, call in enumerate(calls, 1)
        ]

    def write(self) -> list[OutboxRow]:
        """Write what changed, in the step's transaction; the rows of the calls that it led to."""
        for row in self.arrived or ():
            # What arrived is kept as acted on already.
            if row.number in self.finished:
                self.finished.remove(row.number)
                self.has_changed = True
            else:
                inbox.put_off(self.conn, row)
        if not (self.has_changed or self.finished or self.reported):
            return []
        claimed = self.claimed
        progress = Progress(
            session=claimed.session.to_data(),
            status=claimed.session.status,
            revision=claimed.revision,
            timer_at=claimed.session.timer_at,
            finished=self.finished,
            reported=self.reported,
            calls=self.calls,
            known_parts=self.known_parts,
            drop_because=self.drop_because,
            customer_name=self.customer_name,
            heard_at=claimed.heard_at,
            place=claimed.session.position if claimed.session.status in ("waiting", "handed_over") else None,
            history=self.history,
        )
        return commit(self.conn, claimed.lease, progress, self.now)


def with_action(step: Step, action: Action) -> Step:
    """The step with an action that no block has asked for."""
    session = step.session.copy()
    session.actions += 1
    where = session.position or Position("", "")
    return replace(step, session=session, actions=(*step.actions, Request(session.actions, action, *where)))


def written(waiting: Waiting) -> tuple[datetime, int]:
    """When the part was written; parts of one second by their numbers, which grow."""
    row, notification = waiting
    number = notification.part.id if notification.part else ""
    return row.part_at or row.received_at, int(number) if number.isdigit() else 0
