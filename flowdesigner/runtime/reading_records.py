"""Makes of rows what people read: transcripts with their times, ways, variables and calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flowdesigner.channel.call import Call
from flowdesigner.errors import StoreError
from flowdesigner.flow.sealed import MASK
from flowdesigner.interpreter.discretion import Discretion, is_any
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Session
from flowdesigner.interpreter.transcript import plain_text
from flowdesigner.runtime.views import CallLine, Entry, Happened, Known, Letter, Said, Step
from flowdesigner.store.history import HistoryRow
from flowdesigner.store.letters import LetterRow
from flowdesigner.store.listing import ListedRow
from flowdesigner.store.outbox import OutboxRow

EVENTS = {
    "message": "The customer wrote",
    "timer": "The time has come",
    "done": "A call was answered",
    "failed": "Something failed",
    "taken_over": "People took over",
    "given_back": "Given to the bot",
    "closed": "Closed",
    "rated": "Rated",
    "deleted": "Deleted in Intercom",
    "retried": "Tried again",
}
CALLS = {
    "reply": "send a message",
    "quick_reply": "offer buttons",
    "note": "leave a note",
    "tag": "tag the conversation",
    "untag": "take a tag off the conversation",
    "tag_contact": "tag the customer",
    "untag_contact": "take a tag off the customer",
    "attribute": "set an attribute of the conversation",
    "contact_attribute": "set an attribute of the customer",
    "people_there": "look whether somebody is there",
    "assign": "assign the conversation",
    "offload": "tell the other system",
    "snooze": "snooze the conversation",
    "open": "open the conversation",
    "close": "close the conversation",
}


def words_for(data: Mapping[str, Any]) -> str:
    """What a call does: “send a message”."""
    try:
        call = Call.from_data(data)
    except StoreError:
        return f"make a call of the kind “{data.get('kind')}”, unknown to this flowdesigner"
    if call.kind == "api":
        return f"call {call.request}"
    return f"run {call.function}" if call.kind == "function" else CALLS[call.kind]


def entry(row: ListedRow) -> Entry:
    """A line of a list."""
    session = row.session or {}
    return Entry(
        row=row.id,
        app_id=row.app_id,
        conversation_id=row.conversation_id,
        customer_name=row.customer_name,
        status=row.status,
        wait=session.get("wait", ""),
        revision=row.revision,
        flow=row.flow or "",
        block=row.block or "",
        turns=int(session.get("turns", 0)),
        timer_at=row.timer_at,
        updated_at=row.updated_at,
        has_trouble=row.has_trouble,
        deleted=bool(session.get("deleted", False)),
    )


def discretion_of(session: Session, program: Program | None) -> Discretion:
    """What to keep to oneself of a conversation as it stands; all of it when its version is not known."""
    return Discretion(program or Program({}, ""), session, session)


def variables(session: Session, program: Program | None) -> tuple[Known, ...]:
    """What the conversation knows; a value that a sensitive variable has is masked wherever it stands."""
    discretion = discretion_of(session, program)
    found = []
    for name, value in sorted(session.variables.items()):
        hidden = program is None or is_any(program, [name])
        shown = value if not hidden else (MASK if value not in (None, "") else value)
        found.append(Known(name=name, value=discretion.value(shown), is_sensitive=hidden))
    return tuple(found)


def happened(row: HistoryRow, calls: Mapping[int, Sequence[OutboxRow]]) -> Happened:
    """An event; `calls` are those of each action."""
    mine = [call for action in {line.get("action") for line in row.lines} for call in calls.get(action or -1, ())]
    ended = [call.done_at for call in mine if call.done_at is not None]
    took = (max(ended) - row.at).total_seconds() if ended and len(ended) == len(mine) else None
    return Happened(
        number=row.number,
        event=row.event,
        words=EVENTS.get(row.event, row.event),
        at=row.at,
        received_at=row.received_at,
        waited=(row.at - row.received_at).total_seconds(),
        took=took,
        revision=row.revision,
        status=row.status,
        path=tuple(Step(flow=flow, block=block, port=port) for flow, block, port in row.path),
        lines=tuple(said(line, row, calls.get(line.get("action", -1), ())) for line in row.lines),
        error=row.error,
    )


def said(line: Mapping[str, Any], row: HistoryRow, calls: Sequence[OutboxRow]) -> Said:
    """A line, with what became of the calls that say it."""
    # Of a call that was tried again, the last trial counts.
    last = calls[-1] if calls else None
    text = str(line["text"])
    return Said(
        who=line["who"],
        text=text,
        plain=plain_text(text),
        flow=line.get("flow", ""),
        block=line.get("block", ""),
        options=tuple(line.get("options", ())),
        images=tuple(line.get("images", ())),
        files=tuple(line.get("files", ())),
        at=row.received_at if line["who"] == "customer" else row.at,
        said_at=last.done_at if last is not None and last.state == "done" else None,
        state=last.state if last is not None else "",
        error=last.error if last is not None else "",
        is_masked=bool(line.get("masked")),
    )


def by_action(rows: Iterable[OutboxRow]) -> dict[int, list[OutboxRow]]:
    """The calls of each action, in order."""
    found: dict[int, list[OutboxRow]] = {}
    for row in rows:
        found.setdefault(row.action, []).append(row)
    return found


def call_line(row: OutboxRow, discretion: Discretion) -> CallLine:
    """A call that is open."""
    return CallLine(
        number=row.number,
        kind=str(row.call.get("kind", "")),
        words=discretion.text(words_for(row.call)),
        flow=row.flow,
        block=row.block,
        state=row.state,
        queued_at=row.queued_at,
        intended_at=row.intended_at,
        attempts=row.attempts,
        error=discretion.text(row.error),
    )


def letter(row: LetterRow) -> Letter:
    """A dead letter."""
    return Letter(
        number=row.number,
        row=row.conversation,
        app_id=row.app_id,
        conversation_id=row.conversation_id,
        customer_name=row.customer_name,
        kind=row.kind,
        what=row.what,
        flow=row.flow,
        block=row.block,
        reason=row.reason,
        at=row.at,
        attempts=row.attempts,
        in_doubt=row.in_doubt,
        status=row.status,
        state="open" if row.retried_at is None else "retrying",
    )


def forgotten_before(rows: Sequence[HistoryRow], turns: int) -> datetime | None:
    """Since when there is a transcript, when there was more of it once."""
    messages = sum(row.event in ("message", "given_back") for row in rows)
    return rows[0].at if rows and messages < turns else None
