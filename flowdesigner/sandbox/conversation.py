"""A conversation of the sandbox and the parts that it consists of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from flowdesigner.sandbox.markup import to_text
from flowdesigner.sandbox.people import Author

State = Literal["open", "closed", "snoozed"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message."""

    name: str
    url: str
    content_type: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """A quick reply: a button for the customer."""

    text: str
    uuid: str


@dataclass(frozen=True, slots=True)
class Assignee:
    """Whom a conversation was assigned to. `type` is admin or team."""

    type: Literal["admin", "team"]
    id: str
    name: str


@dataclass(slots=True)
class Part:
    """One thing that happened. `body` is HTML; `pressed` is the uuid of the button that the customer pressed."""

    id: str
    type: str
    author: Author
    created_at: int
    state: State
    body: str = ""
    assigned_to: Assignee | None = None
    attachments: Sequence[Attachment] = ()
    options: Sequence[Option] = ()
    pressed: str = ""

    @property
    def is_by_customer(self) -> bool:
        """Whether a customer did it."""
        return self.author.type not in ("admin", "bot")


@dataclass(frozen=True, slots=True)
class Rating:
    """What the customer thought of it, 1 to 5."""

    rating: int
    remark: str
    created_at: int
    teammate_id: str


@dataclass(slots=True)
class Conversation:
    """A conversation; its first message is in `first`, not among the parts."""

    id: str
    contact_id: str
    first: Part
    source_type: str = "conversation"
    url: str | None = None
    state: State = "open"
    team_id: str = ""
    admin_id: str = ""
    snoozed_until: int | None = None
    waiting_since: int | None = None
    updated_at: int = 0
    read: bool = False
    title: str | None = None
    custom_attributes: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Tag id to when and by which teammate it was put on."""
    parts: list[Part] = field(default_factory=list)
    rating: Rating | None = None
    ticket_id: str = ""

    @property
    def created_at(self) -> int:
        """When it began (unix seconds)."""
        return self.first.created_at

    @property
    def messages(self) -> list[Part]:
        """The first message and all parts."""
        return [self.first, *self.parts]

    @property
    def offered(self) -> Sequence[Option]:
        """The buttons that the customer can press now: nothing was said or done about them since."""
        for part in reversed(self.parts):
            if part.options:
                return part.options
            if part.is_by_customer or (part.body and part.type != "note") or part.type == "close":
                return ()
        return ()

    @property
    def lines(self) -> list[str]:
        """What happened, for people and tests: `Mia Novak: hi`, `Olive Bot: [Yes] [No]`, `closed by Olive Bot`."""
        return [line for part in self.messages for line in told(part)]


SAID = {"note": "{who} notes: {text}"}
DONE = {
    "close": "closed by {who}",
    "open": "opened by {who}",
    "snoozed": "snoozed by {who}",
    "unsnoozed": "back from snooze",
}


def told(part: Part) -> Iterator[str]:
    """A part as lines."""
    who = part.author.name or part.author.type
    if part.body or part.attachments:
        shown = [*([to_text(part.body)] if part.body else []), *(f"<{file.name}>" for file in part.attachments)]
        yield SAID.get(part.type, "{who}: {text}").format(who=who, text=" ".join(shown))
    if part.options:
        yield f"{who}: " + " ".join(f"[{option.text}]" for option in part.options)
    if part.type.startswith("assign"):
        yield f"assigned to {part.assigned_to.name if part.assigned_to else 'nobody'} by {who}"
    if part.type in DONE and not (part.type == "open" and part.is_by_customer):
        yield DONE[part.type].format(who=who)
