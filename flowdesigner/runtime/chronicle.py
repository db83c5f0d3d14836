"""What an event and its step are in the history: transcript lines with sensitive values masked, and the way taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from typing import Any

from flowdesigner.flow.event import (
    ActionDone,
    ActionFailed,
    Closed,
    CustomerMessage,
    Deleted,
    Event,
    GivenBack,
    Rated,
    TakenOver,
    TimerFired,
)
from flowdesigner.flow.system_variables import RATING
from flowdesigner.interpreter.discretion import Discretion
from flowdesigner.interpreter.interpreter import Step
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Session
from flowdesigner.interpreter.transcript import Line, heard, note, told
from flowdesigner.store.history import Happening

KINDS: dict[type[Event], str] = {
    CustomerMessage: "message",
    TimerFired: "timer",
    ActionDone: "done",
    ActionFailed: "failed",
    TakenOver: "taken_over",
    GivenBack: "given_back",
    Closed: "closed",
    Rated: "rated",
    Deleted: "deleted",
}
"""What the history calls each event."""


def happening(
    program: Program, before: Session, step: Step, event: Event, *, received_at: datetime, revision: int | None
) -> Happening:
    """The row of an event that the session `before` acted on, now (`event.at`)."""
    discretion = Discretion(program, before, step.session)
    lines = [kept(line, discretion) for line in brought(event)]
    for request in step.actions:
        lines += [{**kept(line, discretion), "action": request.number} for line in told(request, {})]
    return Happening(
        at=event.at,
        received_at=min(received_at, event.at),
        revision=revision,
        event=KINDS[type(event)],
        status=step.session.status,
        path=way(step),
        lines=lines,
        error=discretion.text(step.error),
    )


def remark(text: str, session: Session, received_at: datetime, now: datetime, revision: int | None) -> Happening:
    """A row of something that was done to the conversation and is no event for its flows."""
    return Happening(
        at=now,
        received_at=min(received_at, now),
        revision=revision,
        event="retried",
        status=session.status,
        path=(),
        lines=[{"who": "note", "text": note(text).text}],
    )


def brought(event: Event) -> Iterator[Line]:
    """The lines of what came in."""
    match event:
        case CustomerMessage():
            yield heard(event)
        case GivenBack(message=message, by=by):
            yield note(f"given to the bot{after('by', by)}")
            if message is not None:
                yield heard(message)
        case TakenOver(by=by):
            yield note(f"taken over{after('by', by)}")
        case Closed(by=by):
            yield note(f"closed{after('by', by)}")
        case ActionFailed(reason=reason):
            yield note(f"failed: {reason}")
        case Rated():
            yield note(f"rated {event.facts.get(RATING)}")
        case Deleted():
            yield note("deleted in Intercom")


def after(word: str, name: str) -> str:
    """`" by Mia"`; nothing without a name."""
    return f" {word} {name}" if name else ""


def kept(spoken: Line, discretion: Discretion) -> dict[str, Any]:
    """A line as JSON data, masked, and without what is empty."""
    line = discretion.line(spoken)
    data: dict[str, Any] = {"who": line.who, "text": line.text}
    more = {
        "flow": line.flow,
        "block": line.block,
        "options": [option.label for option in line.options],
        "images": list(line.images),
        "files": [file.name for file in line.files],
        "masked": line != spoken,
    }
    data.update((name, value) for name, value in more.items() if value)
    return data


def way(step: Step) -> list[tuple[str, str, str]]:
    """The blocks that were visited, each with the port by which it was left."""
    found: list[tuple[str, str, str]] = []
    edges = iter(step.passed)
    edge = next(edges, None)
    for place, following in zip_longest(step.path, step.path[1:]):
        leads_on = following is None or (edge is not None and following == (edge.flow, edge.target))
        if edge is not None and leads_on and place == (edge.flow, edge.source):
            found.append((*place, edge.port))
            edge = next(edges, None)
        else:
            found.append((*place, ""))
    return found
