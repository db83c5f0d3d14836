"""What is given up becomes a dead letter: calls that were refused, and what fails each time it is acted on.

It is put aside, so that what comes after it in the conversation can be acted on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from flowdesigner.errors import FlowdesignerError
from flowdesigner.interpreter.discretion import Discretion
from flowdesigner.runtime import intervention
from flowdesigner.runtime.reading_records import words_for
from flowdesigner.store import conversations, inbox, letters, outbox
from flowdesigner.store.conversations import ConversationRow
from flowdesigner.store.inbox import InboxRow
from flowdesigner.store.letters import DeadLetter
from flowdesigner.store.outbox import OutboxRow
from flowdesigner.store.transaction import Transaction

if TYPE_CHECKING:
    from flowdesigner.runtime.steps import Claimed, Steps

LONG_PAUSE = 60.0
"""Seconds until a conversation is looked at again that fails without anything in it that could be given up."""


@dataclass(frozen=True, slots=True)
class AtWork:
    """What of a conversation is being acted on: a notification or how a call ended, by its row, or its timer."""

    kind: Literal["notification", "result", "timer"]
    number: int = 0


def keep_call(
    conn: Transaction, claimed: Claimed, discretion: Discretion, row: OutboxRow, reason: str, now: datetime
) -> None:
    """Keep a call that is about to be marked as failed, with what is not made without it."""
    in_doubt = row.state == "intended"
    letter = DeadLetter(
        kind="call",
        what=discretion.text(words_for(row.call)),
        content={"calls": list(letters.of_call(conn, claimed.row.id, row.number))},
        reason=discretion.text(reason),
        attempts=max(1, row.attempts + (not in_doubt)),
        at=now,
        flow=row.flow,
        block=row.block,
        action=row.action,
        in_doubt=in_doubt,
        intended_at=row.intended_at,
        since=row.since,
    )
    if row.letter is not None:
        letters.reopen(conn, row.letter, letter)
    else:
        letters.add(conn, claimed.row.id, letter)


def keep_notification(
    conn: Transaction, conversation_row: int, row: InboxRow, reason: str, attempts: int, now: datetime
) -> None:
    """Keep a notification that is about to be marked as done; a letter that it wanted tried again is put back."""
    wanted = intervention.letter_in(row.topic, row.body)
    if wanted is not None:
        letters.put_back(conn, wanted, reason)
        return
    letter = DeadLetter(
        kind="notification",
        what=row.topic,
        content={"topic": row.topic, "body": row.body},
        reason=reason,
        attempts=attempts,
        at=now,
    )
    letters.add(conn, conversation_row, letter)


def bury(steps: Steps, conn: Transaction, row: int, error: Exception, attempts: int) -> float | None:
    """Give up what the conversation fails at, under a claim of its own.

    Seconds until it is looked at again for what comes after that; None when nothing is left to do.
    """
    claimed = conversations.claim(conn, row, steps.tenure.id)
    if claimed is None:
        return None
    at_work = steps.at_work.get(row, AtWork("notification"))
    about = Burial(conn, claimed, in_words(error), attempts, steps.clock())
    match at_work.kind:
        case "result":
            is_found = about.result(at_work.number)
        case "timer":
            is_found = about.timer()
        case "notification":
            is_found = about.notification(at_work.number)
    if conversations.rest(conn, claimed.lease):
        return None
    return 0.0 if is_found else LONG_PAUSE


@dataclass(frozen=True, slots=True)
class Burial:
    """Why and when something of a conversation is given up."""

    conn: Transaction
    claimed: ConversationRow
    reason: str
    attempts: int
    now: datetime

    def notification(self, number: int) -> bool:
        """The notification of this row, else the one that has waited longest."""
        pending = inbox.pending(self.conn, self.claimed.id)
        found = [row for row in pending if row.number == number] or pending[:1]
        for row in found:
            keep_notification(self.conn, self.claimed.id, row, self.reason, self.attempts, self.now)
            inbox.finish(self.conn, self.claimed.lease, [row.number], self.now)
        return bool(found)

    def result(self, number: int) -> bool:
        """How a call ended."""
        self._keep("result", "hear how a call ended", {"call": number})
        outbox.mark_reported(self.conn, self.claimed.lease, [number])
        return True

    def timer(self) -> bool:
        """The time that has come: the conversation waits on, without it."""
        session = dict(self.claimed.session or {})
        self._keep("timer", "go on at a time that has come", {"timer_at": session.pop("timer_at", None)})
        conversations.save(
            self.conn,
            self.claimed.lease,
            session=session,
            status=self.claimed.status,
            revision=self.claimed.revision,
            timer_at=None,
            now=self.now,
            place=place_of(self.claimed),
        )
        return True

    def _keep(self, kind: letters.Kind, what: str, content: dict[str, Any]) -> None:
        flow, block = place_of(self.claimed) or ("", "")
        letter = DeadLetter(
            kind=kind,
            what=what,
            content=content,
            reason=self.reason,
            attempts=self.attempts,
            at=self.now,
            flow=flow,
            block=block,
        )
        letters.add(self.conn, self.claimed.id, letter)


def place_of(row: ConversationRow) -> tuple[str, str] | None:
    """Where it stands."""
    return (row.flow, row.block) if row.flow is not None and row.block is not None else None


def in_words(error: Exception) -> str:
    """Why it failed, without what customers wrote."""
    if isinstance(error, FlowdesignerError):
        return str(error)
    return f"It failed each time with {type(error).__name__}: the runner's log says more."
