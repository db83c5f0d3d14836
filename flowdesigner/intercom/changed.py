"""`Changed`: a conversation as a call has left it.

Intercom answers with the whole of it, up to 500 parts, after each reply; callers want the newest one or two, so a part
becomes an object only when somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flowdesigner.intercom.answers import Json, as_object, items, nonsense
from flowdesigner.intercom.objects import Part


class Changed:
    """The answer to a call that changes a conversation; `what` names the call for people."""

    def __init__(self, answer: Json, what: str) -> None:
        """IntercomDownError when it is no conversation."""
        if not isinstance(answer.get("id"), str | int):
            raise nonsense(what)
        self._what = what
        self._parts = _listed(answer, what)

    def newest_first(self) -> Iterator[Part]:
        """The parts by time, the newest first; those of one second in the order in which Intercom lists them, reversed.

        IntercomDownError at one that is none.
        """
        for part in sorted(self._parts, key=_seconds)[::-1]:
            yield as_object(Part, part, self._what)


def _listed(answer: Json, what: str) -> list[Json]:
    listing = answer.get("conversation_parts") or {}
    if not isinstance(listing, dict):
        raise nonsense(what)
    return items(listing, "conversation_parts", what)


def _seconds(part: Mapping[str, Any]) -> float:
    at = part.get("created_at")
    return at if isinstance(at, int | float) else 0.0
