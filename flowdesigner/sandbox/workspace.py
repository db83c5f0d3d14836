"""`Workspace`: everything that is in the sandbox's Intercom account, in memory, and who is told when it changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from flowdesigner.sandbox.conversation import Attachment, Conversation, Part
from flowdesigner.sandbox.people import Admin, Contact, Role, Team
from flowdesigner.sandbox.refusal import RefusedError, not_found

ACME = "Acme"
Json = dict[str, Any]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that Intercom tells subscribers, or pages. `topic` is "" when only the pages want to know."""

    topic: str
    conversation: Conversation
    part: Part | None = None


def app_id_of(name: str) -> str:
    """The id of the workspace with this name."""
    return "acme0001" if name == ACME else sha256(name.encode()).hexdigest()[:8]


class Workspace:
    """One account. `clock` gives unix seconds; ids begin at the time of the start, so that none comes twice."""

    def __init__(self, name: str = ACME, app_id: str = "acme0001", *, clock: Callable[[], float] = time.time) -> None:
        self.name = name
        self.app_id = app_id
        self.region = "US"
        self.clock = clock
        self.admins: dict[str, Admin] = {}
        self.teams: dict[str, Team] = {}
        self.contacts: dict[str, Contact] = {}
        self.conversations: dict[str, Conversation] = {}
        self.tags: dict[str, str] = {}
        self.files: dict[str, tuple[Attachment, bytes]] = {}
        self.conversation_attributes: list[Json] = []
        self.contact_attributes: list[Json] = []
        self.ticket_types: dict[str, Json] = {}
        self.tickets: dict[str, Json] = {}
        self.articles: list[Json] = []
        self.workflows: dict[str, Json] = {}
        self.deleted: set[str] = set()
        self.listeners: list[Callable[[Happening], None]] = []
        self._ids = count(int(clock() * 1000))

    @property
    def now(self) -> int:
        """The time in whole seconds, as Intercom has it."""
        return int(self.clock())

    def new_id(self) -> str:
        """An id that nothing else has, nor had in a sandbox that ran before."""
        return str(next(self._ids))

    def tell(self, topic: str, conversation: Conversation, part: Part | None = None) -> None:
        """Let everybody know what happened; `topic` without `conversation.`, "" for the pages only."""
        happening = Happening(f"conversation.{topic}" if topic else "", conversation, part)
        for listener in self.listeners:
            listener(happening)

    # Finding, or refusing as Intercom does

    def admin(self, id: str, code: str = "admin_not_found") -> Admin:
        """A teammate."""
        return found(self.admins, id, "Admin not found", code)

    def team(self, id: str) -> Team:
        """A team."""
        return found(self.teams, id, "Team not found", "team_not_found")

    def conversation(self, id: str, message: str = "Resource Not Found") -> Conversation:
        """A conversation."""
        return found(self.conversations, id, message)

    def contact(self, id: str) -> Contact:
        """A customer; 410 with a link to the other one when they were merged."""
        contact = found(self.contacts, id, "User Not Found")
        if contact.is_deleted:
            raise not_found("User Not Found")
        if contact.merged_into:
            into = f"/contacts/{contact.merged_into}"
            message = "This contact has been merged. See the 'Link' header for the canonical contact."
            headers = {"Link": f'<{into}>; rel="canonical"'}
            raise RefusedError(410, "contact_merged", message, headers=headers)
        return contact

    def contact_where(self, **wanted: str) -> Contact:
        """The first customer with these fields."""
        for contact in self.living_contacts():
            if all(getattr(contact, name) == value for name, value in wanted.items()):
                return contact
        raise not_found("User Not Found")

    def living_contacts(self) -> Iterable[Contact]:
        """All that were neither merged into another nor deleted."""
        return [contact for contact in self.contacts.values() if not contact.merged_into and not contact.is_deleted]

    def tag_name(self, id: str, code: str = "not_found", message: str = "Resource Not Found") -> str:
        """What a tag is called."""
        return found(self.tags, id, message, code)

    # Adding

    def add_contact(
        self,
        name: str | None = None,
        email: str | None = None,
        *,
        role: Role = "user",
        external_id: str | None = None,
        id: str = "",
    ) -> Contact:
        """A new customer; ids of contacts are 24 hexadecimal digits."""
        made = id or f"{self.now:08x}{uuid4().hex[:16]}"
        contact = Contact(made, role, name, email, external_id=external_id, created_at=self.now, updated_at=self.now)
        self.contacts[contact.id] = contact
        return contact

    def add_tag(self, name: str) -> str:
        """The id of the tag of this name, made when it is missing."""
        for id, known in self.tags.items():
            if known.casefold() == name.casefold():
                return id
        id = self.new_id()
        self.tags[id] = name
        return id

    def add_file(self, name: str, content_type: str, data: bytes, base: str) -> Attachment:
        """Keep a file; `base` is the sandbox's own address, under which it can be fetched."""
        id = self.new_id()
        attachment = Attachment(name, f"{base.rstrip('/')}/_/files/{id}", content_type, len(data))
        self.files[id] = (attachment, data)
        return attachment


def found(things: dict[str, Thing], id: str, message: str, code: str = "not_found") -> Thing:
    """The thing with this id, else 404."""
    if id not in things:
        raise not_found(message, code)
    return things[id]
