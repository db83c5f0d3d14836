"""What Intercom sends, as objects: only the fields that are used, unknown ones ignored, ids always texts.

Accepts every shape from API version 2.4 to 2.16: unassigned as null or 0, ids as numbers or texts, lists left out.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def as_id(value: object) -> object:
    """An id as a text; unassigned (null, 0, "0") is ""."""
    if type(value) is str:
        return value if value != "0" else ""
    if value is None or value == 0:
        return ""
    return str(value) if isinstance(value, int) else value


def as_list(value: object) -> object:
    """A list that Intercom sends as null, inside of what it stands in, is empty."""
    return value if value is not None else []


EPOCH = datetime.fromtimestamp(0, UTC)
"""The time of what Intercom gives no time for: a conversation that was deleted."""

Id = Annotated[str, BeforeValidator(as_id)]


class IntercomObject(BaseModel):
    """Base of what Intercom sends; null is the same as left out."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: object) -> object:
        if not isinstance(data, dict) or None not in data.values():
            return data
        return {name: value for name, value in data.items() if value is not None}


class Author(IntercomObject):
    """Who did something. `type` is admin, bot, team, or one of user, lead, contact, visitor."""

    id: Id = ""
    type: str = ""
    name: str | None = None
    email: str | None = None


class Attachment(IntercomObject):
    """A file that came with a message."""

    url: str | None = None
    name: str | None = None
    content_type: str | None = None


class Reference(IntercomObject):
    """Something by its id."""

    id: Id = ""
    type: str = ""


class Tag(IntercomObject):
    """A tag of the workspace."""

    id: Id
    name: str = ""


class Part(IntercomObject):
    """One thing that happened in a conversation: a comment, an assignment, a change of state."""

    id: Id
    part_type: str = ""
    body: str | None = None
    created_at: datetime | None = None
    author: Author | None = None
    assigned_to: Reference | None = None
    attachments: Annotated[tuple[Attachment, ...], BeforeValidator(as_list)] = ()
    metadata: dict[str, Any] | None = None


class Source(IntercomObject):
    """How a conversation began; its first message is here and in no part."""

    id: Id = ""
    type: str = ""
    delivered_as: str | None = None
    body: str | None = None
    author: Author | None = None
    attachments: Annotated[tuple[Attachment, ...], BeforeValidator(as_list)] = ()
    url: str | None = None


class Rating(IntercomObject):
    """What the customer thought of a conversation, 1 to 5, in words if they wrote some."""

    rating: int | None = None
    remark: str | None = None


class Conversation(IntercomObject):
    """A conversation. From a notification it usually has only the part that caused it; from the API up to 500."""

    id: Id
    created_at: datetime = EPOCH
    updated_at: datetime = EPOCH
    state: str = ""
    source: Source | None = None
    admin_assignee_id: Id = ""
    team_assignee_id: Id = ""
    contacts: Annotated[tuple[Reference, ...], BeforeValidator(as_list)] = Field(
        default=(), validation_alias=AliasPath("contacts", "contacts")
    )
    rating: Rating | None = Field(default=None, validation_alias="conversation_rating")
    tags: Annotated[tuple[Tag, ...], BeforeValidator(as_list)] = Field(
        default=(), validation_alias=AliasPath("tags", "tags")
    )
    parts: Annotated[tuple[Part, ...], BeforeValidator(as_list)] = Field(
        default=(), validation_alias=AliasPath("conversation_parts", "conversation_parts")
    )


class Location(IntercomObject):
    """Where a contact writes from, as far as Intercom knows."""

    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    country_code: str | None = None
    continent_code: str | None = None
    timezone: str | None = None


class Company(IntercomObject):
    """A company that contacts belong to."""

    id: Id = ""
    name: str | None = None


class Contact(IntercomObject):
    """A customer. `role` is user or lead."""

    id: Id
    role: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    location: Location | None = None
    language_override: str | None = None
    browser_language: str | None = None
    custom_attributes: dict[str, Any] | None = None


class Admin(IntercomObject):
    """A teammate. One without an inbox seat cannot be assigned to."""

    id: Id
    name: str | None = None
    email: str | None = None
    avatar: Annotated[str | None, BeforeValidator(lambda value: _image(value))] = None
    has_inbox_seat: bool = True
    away_mode_enabled: bool = False


def _image(value: object) -> object:
    """The address of a picture, given as itself or as an object that has it."""
    return value.get("image_url") if isinstance(value, dict) else value


class Team(IntercomObject):
    """A team and the ids of its teammates."""

    id: Id
    name: str = ""
    admin_ids: Annotated[tuple[Id, ...], BeforeValidator(as_list)] = ()


class App(IntercomObject):
    """A workspace. `id_code` is the `app_id` of its notifications; `region` is US, EU or AU."""

    id_code: str = ""
    name: str | None = None
    region: str | None = None
    timezone: str | None = None


class Me(IntercomObject):
    """Whose token it is, and of which workspace."""

    id: Id = ""
    name: str | None = None
    email: str | None = None
    app: App | None = None
