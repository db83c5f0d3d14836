"""Interventions: what a person does to a live conversation from a page or a command: take over, close, try again.

They come through the inbox like notifications, so that whoever moves the conversation carries them out in their order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from flowdesigner.errors import UnreadableNotificationError
from flowdesigner.flow.action import Assign, CloseConversation
from flowdesigner.flow.event import Closed, TakenOver
from flowdesigner.runtime.trying_again import why_not
from flowdesigner.store import letters
from flowdesigner.store.inbox import Arrival
from flowdesigner.store.letters import LetterRow
from flowdesigner.store.outbox import QueuedCall

if TYPE_CHECKING:
    from flowdesigner.runtime.hearing import Hearing

OURS = "flowdesigner."
"""How the topics of interventions begin; none of Intercom's does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """What is to be done; `by` is who wants it."""

    name: ClassVar[str]
    by: str

    def arrival(self, app_id: str, conversation_id: str, now: datetime) -> Arrival:
        """What brings it to the inbox."""
        return Arrival(
            app_id=app_id,
            conversation_id=conversation_id,
            notification_id=f"{OURS}{uuid4()}",
            part_key="",
            topic=OURS + self.name,
            body=json.dumps(asdict(self)),
            part_at=None,
            received_at=now,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver(Intervention):
    """People have the conversation from now on: the team, the teammate (ids at Intercom), or whoever comes first."""

    name: ClassVar[str] = "take_over"
    team: str = ""
    teammate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Intervention):
    """The conversation ends; the customer reads the reason, if there is one."""

    name: ClassVar[str] = "close"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TryAgain(Intervention):
    """A dead letter is tried again; with `anyway` whatever speaks against it."""

    name: ClassVar[str] = "try_again"
    letter: int
    anyway: bool = False


def read(topic: str, body: str) -> Intervention | None:
    """The intervention that an inbox row holds, None when it holds a notification."""
    if not topic.startswith(OURS):
        return None
    kind = KINDS.get(topic.removeprefix(OURS))
    data: Mapping[str, Any] = json.loads(body)
    if kind is None:
        raise UnreadableNotificationError(f"“{topic}” is unknown to this flowdesigner: update it.")
    return kind(**data)


def letter_in(topic: str, body: str) -> int | None:
    """The dead letter that an inbox row wants tried again, if that is what it wants."""
    wanted = read(topic, body) if topic == OURS + TryAgain.name else None
    return wanted.letter if isinstance(wanted, TryAgain) else None


def carry_out(hearing: Hearing, wanted: Intervention, received_at: datetime) -> None:
    """Do it, in the transaction of the hearing. What has happened meanwhile may leave nothing to do."""
    session = hearing.claimed.session
    is_live = session.status not in ("new", "ended") and not session.deleted
    match wanted:
        case TakeOver(by=by) if is_live:
            hearing.happen(TakenOver(at=hearing.now, by=by), received_at, assignment(wanted))
        case Close(by=by, reason=reason) if is_live:
            closing = CloseConversation(conversation="", reason=as_html(reason))
            hearing.happen(Closed(at=hearing.now, by=by), received_at, closing)
        case TryAgain():
            try_again(hearing, wanted, received_at)


def assignment(wanted: TakeOver) -> Assign:
    """To whom the conversation goes."""
    if wanted.teammate:
        return Assign(to="teammate", id=wanted.teammate)
    return Assign(to="team", id=wanted.team) if wanted.team else Assign(to="nobody")


def as_html(text: str) -> str:
    """Plain text as safe HTML."""
    lines = escape(text.strip(), quote=False).replace("\n", "<br>")
    return f"<p>{lines}</p>" if lines else ""


def try_again(hearing: Hearing, wanted: TryAgain, received_at: datetime) -> None:
    """Queue the letter's calls anew, or let its time come again; it is put back when that cannot be."""
    letter = letters.get(hearing.conn, wanted.letter)
    if letter is None or letter.retried_at is None:
        return
    session = hearing.claimed.session
    if (answer := why_not(letter, session.status, is_gone=session.deleted, anyway=wanted.anyway)) is not None:
        letters.put_back(hearing.conn, letter.number, answer.words)
        return
    if letter.kind == "timer":
        hearing.claimed.session = session.copy()
        hearing.claimed.session.timer_at = hearing.now
        letters.settle(hearing.conn, letter.number, hearing.now)
    else:
        hearing.calls += calls_of(letter)
    hearing.note(
        f"tried again by {wanted.by}: {letter.what}" if wanted.by else f"tried again: {letter.what}", received_at
    )


def calls_of(letter: LetterRow) -> list[QueuedCall]:
    """The letter's calls; the first, where nobody knows whether it arrived, is looked for before it is made."""
    calls = list(letter.content["calls"])
    return [
        QueuedCall(
            action=letter.action,
            call=call,
            flow=letter.flow,
            block=letter.block,
            letter=letter.number,
            intended_at=letter.intended_at if place == 0 and letter.can_be_looked_for else None,
            since=letter.since if place == 0 else None,
        )
        for place, call in enumerate(calls)
    ]


KINDS: Mapping[str, Callable[..., Intervention]] = {kind.name: kind for kind in (TakeOver, Close, TryAgain)}
