"""What Intercom's answers mean: objects, or the error of ours that says whose fault it is and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, TypeVar

from pydantic import ValidationError

from flowdesigner.errors import (
    IntercomDownError,
    IntercomError,
    NotAuthorizedError,
    NotFoundError,
    OurFaultError,
    RateLimitError,
)
from flowdesigner.intercom.objects import IntercomObject

Json = dict[str, Any]
Kind = TypeVar("Kind", bound=IntercomObject)

COPY_TOKEN = "Copy the access token again; it must be of an app in this workspace and region."  # noqa: S105 (words)
TICK_PERMISSION = "The app lacks the permission for this: tick it in the Developer Hub."
CHECK_ADDRESS = "Is the API address right?"
WHAT_TO_DO = {
    "token_unauthorized": COPY_TOKEN,
    "unauthorized": COPY_TOKEN,
    "token_not_found": COPY_TOKEN,
    "token_blocked": "Intercom has blocked this app; ask the workspace's owner.",
    "api_plan_restricted": "The workspace's plan does not include this.",
    "admin_not_found": "Choose another bot agent: this teammate is gone.",
    "assignee_not_found": "Choose another team or teammate: this one is gone or has no inbox seat.",
    "team_not_found": "Choose another team: this one is gone.",
    "conversation_attribute_not_found": "Define the attribute in Intercom first.",
    "contact_merged": "This customer is part of another one now.",
}
PASSING = frozenset({408, 425})
"""Not the caller's fault although they are 4xx: the answer came too late or too early."""


def as_object(kind: type[Kind], data: object, what: str) -> Kind:
    """What an answer holds; IntercomDownError when it is something else. `what` names the call for people."""
    try:
        return kind.model_validate(data)
    except ValidationError:
        # Without its cause, which repeats what the customer wrote.
        raise nonsense(what) from None


def as_objects(kind: type[Kind], data: Mapping[str, Any], name: str, what: str) -> list[Kind]:
    """What a list in an answer holds."""
    return [as_object(kind, one, what) for one in items(data, name, what)]


def items(data: Mapping[str, Any], name: str, what: str) -> list[Json]:
    """A list in an answer as JSON; one that is left out or null is empty."""
    found = data.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise nonsense(what)
    return found


def nonsense(what: str, status: int = 200) -> IntercomDownError:
    """The error for an answer that cannot be understood."""
    return IntercomDownError(f"Intercom answered nonsense when asked to {what}. {CHECK_ADDRESS}", status=status)


class About(TypedDict):
    """What every error of Intercom's keeps."""

    code: str
    request_id: str


def error_of(status: int, data: object, request_id: str, what: str, retry_at: datetime | None = None) -> IntercomError:
    """The error behind an answer that is not 2xx; `what` completes "Intercom refused to ..."."""
    code, message = _first_error(data)
    request_id = request_id or (str(data.get("request_id") or "") if isinstance(data, dict) else "")
    about = About(code=code, request_id=request_id)
    if status == 429 and retry_at is not None:
        until = f"Intercom's rate limit is reached; go on at {retry_at:%H:%M:%S} UTC."
        return RateLimitError(until, retry_at=retry_at, **about)
    if status >= 500 or status in PASSING:
        return IntercomDownError(f"Intercom failed to {what} ({status}); try again later.", status=status, **about)
    said = f"Intercom refused to {what}: {message or status}".rstrip(".")
    return _kind_of(status, code)(f"{said}. {_advice(status, code)}".strip(), status=status, **about)


def _kind_of(status: int, code: str) -> type[OurFaultError]:
    if status in (401, 403):
        return NotAuthorizedError
    return NotFoundError if status in (404, 410) or code.endswith("_not_found") else OurFaultError


def _advice(status: int, code: str) -> str:
    if code in WHAT_TO_DO:
        return WHAT_TO_DO[code]
    if status == 401:
        return COPY_TOKEN
    if status == 403:
        return TICK_PERMISSION
    return "" if code else CHECK_ADDRESS


def _first_error(data: object) -> tuple[str, str]:
    errors = data.get("errors") if isinstance(data, dict) else None
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    return str(first.get("code") or ""), str(first.get("message") or "")
