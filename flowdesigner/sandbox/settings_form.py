"""Changing a sandbox's settings while it runs: what `/_settings` takes, and what it shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from flowdesigner.intercom.notification import TOPICS
from flowdesigner.sandbox.permissions import NAMES
from flowdesigner.sandbox.refusal import invalid
from flowdesigner.sandbox.settings import Settings
from flowdesigner.sandbox.shapes import VERSIONS
from flowdesigner.sandbox.workspace import Workspace

Json = dict[str, Any]
QUICK_REPLY_FIELDS = ("quick_reply_uuid", "quick_reply_option_uuid")


class Change(BaseModel):
    """Settings to change; those that are not named stay as they are."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    webhook: str | None = None
    client_secret: str | None = Field(default=None, min_length=1)
    token: str | None = None
    lacks: frozenset[str] | None = None
    new_conversations_team: str | None = None
    assigned_afterwards: bool | None = None
    notification_version: str | None = None
    quick_reply_field: str | None = None
    topics: frozenset[str] | None = None
    retry_after: float | None = Field(default=None, ge=0)

    @field_validator("webhook")
    @classmethod
    def is_an_address(cls, webhook: str | None) -> str | None:
        """Something that can be sent to, or nothing."""
        parts = urlsplit(webhook or "")
        if webhook and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("The address must begin with http:// or https://")
        return webhook

    @field_validator("notification_version")
    @classmethod
    def is_a_version(cls, version: str | None) -> str | None:
        """One that Intercom has."""
        return one_of(VERSIONS, version)

    @field_validator("quick_reply_field")
    @classmethod
    def is_a_field(cls, name: str | None) -> str | None:
        """One of the two that it may be."""
        return one_of(QUICK_REPLY_FIELDS, name)

    @field_validator("lacks")
    @classmethod
    def are_permissions(cls, lacks: frozenset[str] | None) -> frozenset[str] | None:
        """Known ones."""
        for name in lacks or ():
            one_of(NAMES, name)
        return lacks

    @field_validator("topics")
    @classmethod
    def are_topics(cls, topics: frozenset[str] | None) -> frozenset[str] | None:
        """Known ones."""
        for topic in topics or ():
            one_of(tuple(TOPICS), topic)
        return topics


def one_of(known: tuple[str, ...], given: str | None) -> str | None:
    """What was given, if it is known."""
    if given is not None and given not in known:
        raise ValueError(f"There is no {given}; choose one of {', '.join(known)}")
    return given


def change(settings: Settings, workspace: Workspace, given: Json) -> None:
    """Change what is named; they hold from the next call and the next notification on. Refuses all or nothing."""
    try:
        wanted = Change.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise invalid(first["msg"].removeprefix("Value error, "), field=field) from None
    if wanted.new_conversations_team:
        workspace.team(wanted.new_conversations_team)
    for name in wanted.model_fields_set:
        if (value := getattr(wanted, name)) is not None:
            setattr(settings, name, value)


def shown(settings: Settings) -> Json:
    """All that can be changed, as it is."""
    values = {name: getattr(settings, name) for name in Change.model_fields}
    return values | {"topics": sorted(settings.topics), "lacks": sorted(settings.lacks)}
