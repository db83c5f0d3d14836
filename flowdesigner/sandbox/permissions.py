"""What an app may do: the check-boxes of Intercom's Developer Hub, and which calls each of them opens."""

from __future__ import annotations

from fnmatch import fnmatchcase

from flowdesigner.sandbox.refusal import RefusedError

CALLS = (
    ("Read admins", "GET /admins*"),
    ("Read admins", "GET /teams*"),
    ("Read tags", "GET /tags*"),
    ("Write tags", "* /tags*"),
    ("Write tags", "POST /conversations/*/tags"),
    ("Write tags", "DELETE /conversations/*/tags/*"),
    ("Read conversations", "POST /conversations/search"),
    ("Read conversations", "GET /conversations*"),
    ("Write conversations", "* /conversations*"),
    ("Read one user and one company", "GET /contacts/*"),
    ("Write users and companies", "POST /contacts/*/tags"),
    ("Write users and companies", "PUT /contacts/*"),
)
"""The permission for a call is that of the first line that fits."""
NAMES = tuple(dict.fromkeys(name for name, _ in CALLS))


def demand(lacks: frozenset[str], method: str, path: str) -> None:
    """Refuse a call whose check-box is not ticked."""
    needed = next((name for name, call in CALLS if fnmatchcase(f"{method} {path}", call)), None)
    if needed in lacks:
        raise RefusedError(403, "forbidden", f"The app lacks the permission “{needed}”")
