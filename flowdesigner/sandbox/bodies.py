"""The bodies of calls, as far as the sandbox reads them; what does not fit is refused with Intercom's code."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import (
    AnyHttpUrl,
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from flowdesigner.sandbox.refusal import invalid

MOST_FILES = 10


class Body(BaseModel):
    """Base: ids may be numbers or texts, unknown fields are ignored."""

    model_config = ConfigDict(coerce_numbers_to_str=True, extra="ignore")


class ReplyOption(Body):
    """A button."""

    text: str = Field(min_length=1)
    uuid: UUID


class Upload(Body):
    """A file in the body itself."""

    content_type: str
    data: Base64Bytes
    name: str


class Reply(Body):
    """`POST /conversations/{id}/reply`, by a teammate or by the customer."""

    message_type: Literal["comment", "note", "quick_reply"]
    type: Literal["admin", "user"]
    body: str = ""
    admin_id: str = ""
    intercom_user_id: str = ""
    user_id: str = ""
    email: str = ""
    reply_options: list[ReplyOption] = []
    attachment_urls: list[AnyHttpUrl] = Field(default=[], max_length=MOST_FILES)
    attachment_files: list[Upload] = Field(default=[], max_length=MOST_FILES)

    @model_validator(mode="after")
    def _says_something(self) -> Reply:
        if self.message_type == "quick_reply":
            if not self.reply_options:
                raise ValueError("reply_options can't be blank")
        elif not (self.body.strip() or self.attachment_urls or self.attachment_files):
            raise ValueError("body can't be blank")
        if self.type == "admin" and not self.admin_id:
            raise ValueError("admin_id can't be blank")
        return self


class Close(Body):
    """Close it."""

    message_type: Literal["close"]
    type: Literal["admin"]
    admin_id: str
    body: str = ""


class Snooze(Body):
    """Put it off."""

    message_type: Literal["snoozed"]
    admin_id: str
    snoozed_until: int


class Open(Body):
    """Open it."""

    message_type: Literal["open"]
    admin_id: str


class Assign(Body):
    """Give it to somebody; "0" to nobody."""

    message_type: Literal["assignment"]
    type: Literal["admin", "team"]
    admin_id: str
    assignee_id: str
    body: str = ""


Manage = Annotated[Close | Snooze | Open | Assign, Field(discriminator="message_type")]
MANAGE: TypeAdapter[Close | Snooze | Open | Assign] = TypeAdapter(Manage)


class From(Body):
    """Who begins a conversation."""

    type: Literal["user", "lead", "contact"]
    id: str


class Begin(Body):
    """`POST /conversations`."""

    sender: From = Field(alias="from")
    body: str = Field(min_length=1)
    attachment_urls: list[AnyHttpUrl] = Field(default=[], max_length=MOST_FILES)


class Change(Body):
    """`PUT /conversations/{id}`."""

    read: bool | None = None
    title: str | None = None
    custom_attributes: dict[str, Any] = {}


class ContactFields(Body):
    """`POST` and `PUT /contacts`."""

    role: Literal["user", "lead"] | None = None
    external_id: str | None = None
    email: str | None = None
    phone: str | None = None
    name: str | None = None
    signed_up_at: int | None = None
    owner_id: str | None = None
    unsubscribed_from_emails: bool | None = None
    custom_attributes: dict[str, Any] | None = None


class Merge(Body):
    """`POST /contacts/merge`."""

    source: str = Field(alias="from")
    into: str


class TagName(Body):
    """`POST /tags`."""

    name: str = Field(min_length=1)


class TagPut(Body):
    """A tag by its id, and who puts it on or takes it off."""

    id: str = ""
    admin_id: str = ""


class ToTicket(Body):
    """`POST /conversations/{id}/convert`."""

    ticket_type_id: str
    attributes: dict[str, Any] = {}


class TicketContact(Body):
    """Whose ticket it is: one of these says it."""

    id: str = ""
    external_id: str = ""
    email: str = ""


class NewTicket(Body):
    """`POST /tickets`."""

    ticket_type_id: str
    contacts: list[TicketContact] = Field(min_length=1)
    ticket_attributes: dict[str, Any] = {}


class CodeForToken(Body):
    """`POST /auth/eagle/token`."""

    code: str
    client_id: str
    client_secret: str


Kind = TypeVar("Kind", bound=Body)


def read(kind: type[Kind], data: object, *, status: int = 422) -> Kind:
    """The body as this kind; refused when it does not fit."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise _refused(error, status) from None


def read_managing(data: object) -> Close | Snooze | Open | Assign:
    """The body of `POST /conversations/{id}/parts`."""
    try:
        return MANAGE.validate_python(data)
    except ValidationError as error:
        raise _refused(error, 422) from None


def _refused(error: ValidationError, status: int) -> Exception:
    fault = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(step) for step in fault["loc"])
    message = fault["msg"].removeprefix("Value error, ")
    return invalid(f"{field}: {message}" if field else message, field=field, status=status)
