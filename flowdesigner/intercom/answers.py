"""What Intercom's answers mean: JSON, or the error of ours that says whose fault it is and what to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flowdesigner.errors import (
    IntercomDownError,
    IntercomError,
    NotAuthorizedError,
    NotFoundError,
    OurFaultError,
    RateLimitError,
)

WHAT_TO_DO = {
    "token_unauthorized": "Copy the access token again; it must be of an app in this workspace and region.",
    "unauthorized": "Copy the access token again; it must be of an app in this workspace and region.",
    "token_not_found": "Copy the access token again; it must be of an app in this workspace and region.",
    "token_blocked": "Intercom has blocked this app; ask the workspace's owner.",
    "api_plan_restricted": "The workspace's plan does not include this.",
    "admin_not_found": "Choose another bot agent: this teammate is gone.",
    "assignee_not_found": "Choose another team or teammate: this one is gone or has no inbox seat.",
    "team_not_found": "Choose another team: this one is gone.",
    "conversation_attribute_not_found": "Define the attribute in Intercom first.",
}


def error_of(status: int, data: object, request_id: str, what: str, retry_at: datetime | None = None) -> IntercomError:
    """The error behind an answer that is not 2xx; `what` names the call for people."""
    code, message = _first_error(data)
    request_id = request_id or (str(data.get("request_id") or "") if isinstance(data, dict) else "")
    said = f"Intercom refused to {what}: {message or status}"
    advice = WHAT_TO_DO.get(code, "")
    text = f"{said.rstrip('.')}. {advice}".strip()
    about: dict[str, Any] = {"code": code, "request_id": request_id}
    if status == 429 and retry_at is not None:
        return RateLimitError(
            f"Intercom's rate limit is reached; go on at {retry_at:%H:%M:%S} UTC.", retry_at=retry_at, **about
        )
    if status in (401, 403):
        missing = "" if advice else " The app lacks the permission for this: tick it in the Developer Hub."
        return NotAuthorizedError(text + missing, status=status, **about)
    if status == 404 or code.endswith("_not_found"):
        return NotFoundError(text, status=status, **about)
    if status >= 500:
        return IntercomDownError(f"Intercom failed to {what} ({status}); try again later.", status=status, **about)
    return OurFaultError(text, status=status, **about)


def _first_error(data: object) -> tuple[str, str]:
    errors = data.get("errors") if isinstance(data, dict) else None
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    return str(first.get("code") or ""), str(first.get("message") or "")
