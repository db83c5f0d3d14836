"""What a bot remembers of conversations as lines of text, for the command line and notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from flowdesigner.runtime.views import Entry, Happened, Letter, Said, View

STATES = {"waiting": "waits", "handed_over": "with people", "ended": "ended", "new": "new"}
WAITS = {"reply": "waits for the customer", "time": "waits for a time", "action": "waits for a call"}


def line(entry: Entry, title: str) -> str:
    """A conversation in a list."""
    place = f"  “{title}”" if title else ""
    trouble = "  (dead letters)" if entry.has_trouble else ""
    name = entry.customer_name or "Customer without a name"
    return f"{at(entry.updated_at)}  {entry.conversation_id}  {name}  {state(entry)}{place}{trouble}"


def state(entry: Entry) -> str:
    """What the conversation does."""
    if entry.deleted:
        return "deleted"
    if entry.status == "waiting":
        return WAITS.get(entry.wait, STATES["waiting"])
    return STATES.get(entry.status, entry.status)


def whole(view: View, title: str) -> Iterator[str]:
    """A conversation with all that is kept of it."""
    entry = view.entry
    yield line(entry, title)
    if entry.revision is not None:
        yield f"Version {entry.revision}, workspace {entry.app_id or 'unknown'}, {entry.turns} turns of the customer."
    if view.forgotten_before is not None:
        yield f"What was said before {at(view.forgotten_before)} is forgotten."
    yield ""
    for event in view.events:
        yield from happened(event)
    yield from known(view)
    for call in view.open_calls:
        trials = several(call.attempts, "attempt").lower()
        yield f"To be done: {call.words} ({call.state}, {trials}). {call.error}".rstrip()
    for letter in view.letters:
        yield f"Dead letter {letter_line(letter)}"


def happened(event: Happened) -> Iterator[str]:
    """An event: what was said, or in a word what it was."""
    if not event.lines and event.path:
        yield f"{at(event.at)}  ({event.words.lower()})"
    for one in event.lines:
        yield from said(one)
    if event.error:
        yield f"{at(event.at)}  (something went wrong: {event.error})"


def said(line: Said) -> Iterator[str]:
    """A line of the transcript, as *Try it* shows it."""
    who = "" if line.who == "note" else f"{line.who}: "
    trouble = {"failed": f"  (not sent: {line.error})", "queued": "  (not sent yet)", "intended": "  (under way)"}
    told = [line.plain] if line.plain else []
    told += [" ".join(f"[{label}]" for label in line.options)] if line.options else []
    told += [f"(image {image})" for image in line.images] + [f"(file {file})" for file in line.files]
    for text in told:
        yield f"{at(line.said_at or line.at)}  {who}{text}{trouble.get(line.state, '')}"


def known(view: View) -> Iterator[str]:
    """What the bot knows, one line a variable."""
    if view.variables:
        yield ""
    for variable in view.variables:
        yield f"{variable.name} = {json.dumps(variable.value, ensure_ascii=False)}"


def letter_line(letter: Letter) -> str:
    """A dead letter."""
    trials = several(letter.attempts, "attempt")
    doubt = " Nobody knows whether it arrived." if letter.in_doubt else ""
    again = " It is being tried again." if letter.state == "retrying" else ""
    where = f"conversation {letter.conversation_id}" + (f", block {letter.block}" if letter.block else "")
    return f"{letter.number}: {letter.what} ({where}, {at(letter.at)}, {trials}). {letter.reason}{doubt}{again}"


def several(number: int, noun: str) -> str:
    """`No dead letters`, `1 dead letter`, `2 dead letters`."""
    return f"{number or 'No'} {noun}{'' if number == 1 else 's'}"


def at(moment: datetime) -> str:
    """The time, as the clock here shows it."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"
