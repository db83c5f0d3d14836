"""What `Records` shows of conversations: plain data for pages, commands and notebooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from flowdesigner.flow.event import Value
from flowdesigner.interpreter.session import Wait
from flowdesigner.store.letters import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a list. `row` is the key of everything about this conversation; `flow` and `block` are where it
    stands, "" when nowhere; `wait` is what its block waits for."""

    row: int
    app_id: str
    conversation_id: str
    customer_name: str
    status: str
    wait: Wait
    revision: int | None
    flow: str
    block: str
    turns: int
    timer_at: datetime | None
    updated_at: datetime
    has_trouble: bool
    deleted: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list; `next` is what to give as `after` for the part behind it, "" at the end."""

    lines: tuple[Entry, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A variable of a conversation; the value of a sensitive one is masked."""

    name: str
    value: Value
    is_sensitive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line of a transcript. `text` is safe HTML; `at` is when the bot or the customer was at it, `said_at` when
    Intercom had it; `state` and `error` are those of the bot's call."""

    who: str
    text: str = field(repr=False)
    plain: str = field(repr=False)
    flow: str
    block: str
    options: tuple[str, ...]
    images: tuple[str, ...]
    files: tuple[str, ...]
    at: datetime
    said_at: datetime | None
    state: str
    error: str
    is_masked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A block that was visited, and the port by which it was left; "" where it waited, jumped or ended."""

    flow: str
    block: str
    port: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event and what came of it. `waited` are seconds until it was acted on, `took` those until all that it led to
    was done, None when nothing was to be done or is not done yet."""

    number: int
    event: str
    words: str
    at: datetime
    received_at: datetime
    waited: float
    took: float | None
    revision: int | None
    status: str
    path: tuple[Step, ...]
    lines: tuple[Said, ...]
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """A call that is to be made, or of which nobody knows yet how it ended."""

    number: int
    kind: str
    words: str
    flow: str
    block: str
    state: str
    queued_at: datetime
    intended_at: datetime | None
    attempts: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A dead letter: what was given up, and why. `status` is the conversation's now."""

    number: int
    row: int
    app_id: str
    conversation_id: str
    customer_name: str
    kind: Kind
    what: str
    flow: str
    block: str
    reason: str
    at: datetime
    attempts: int
    in_doubt: bool
    status: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A whole conversation. Of what was said before `forgotten_before` nothing is kept any more."""

    entry: Entry
    variables: tuple[Known, ...]
    events: tuple[Happened, ...]
    open_calls: tuple[CallLine, ...]
    letters: tuple[Letter, ...]
    forgotten_before: datetime | None

    @property
    def lines(self) -> tuple[Said, ...]:
        """The transcript."""
        return tuple(line for event in self.events for line in event.lines)


@dataclass(frozen=True, slots=True)
class Minute:
    """What happened in the minute that begins at `at`; `waited` (mean) and `longest` are seconds until events were
    acted on."""

    at: datetime
    events: int
    messages: int
    failures: int
    waited: float
    longest: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of something that a person wanted: a sentence. `needs_anyway`: it can be done all the same."""

    ok: bool
    words: str
    needs_anyway: bool = False
