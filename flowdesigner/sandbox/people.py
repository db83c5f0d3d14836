"""Who is in the workspace: teammates (Intercom: admins), their teams, and contacts, who are the customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["user", "lead"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who did something, as it stands in messages. `type` is admin, bot, user or lead."""

    type: str
    id: str
    name: str | None = None
    email: str | None = None


OPERATOR = Author("bot", "7399999", "Fin", "operator+sandbox@intercom.io")
"""Intercom's own bot, which also assigns conversations by the workspace's rules."""


@dataclass(slots=True)
class Admin:
    """A teammate. `speaks_for_bots` marks the one that is there for a bot, so that pages do not offer to be it."""

    id: str
    name: str
    email: str
    has_inbox_seat: bool = True
    speaks_for_bots: bool = False
    is_away: bool = False
    avatar: str = ""

    @property
    def author(self) -> Author:
        """As the author of a message."""
        return Author("admin", self.id, self.name, self.email)


@dataclass(slots=True)
class Team:
    """A team. With `round_robin`, a conversation that is assigned to it is given to one of its teammates as well."""

    id: str
    name: str
    admin_ids: list[str] = field(default_factory=list)
    round_robin: bool = False


@dataclass(slots=True)
class Contact:
    """A customer; `merged_into` is the contact that this one is part of since. Of deleted ones conversations stay."""

    id: str
    role: Role = "user"
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    location: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    companies: tuple[str, ...] = ()
    custom_attributes: dict[str, Any] = field(default_factory=dict)
    tag_ids: list[str] = field(default_factory=list)
    created_at: int = 0
    updated_at: int = 0
    signed_up_at: int | None = None
    last_replied_at: int | None = None
    owner_id: str | None = None
    unsubscribed_from_emails: bool = False
    merged_into: str = ""
    is_deleted: bool = False

    @property
    def author(self) -> Author:
        """As the author of a message."""
        return Author(self.role, self.id, self.name, self.email)
