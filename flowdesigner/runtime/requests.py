"""How many requests to Intercom something is: so many places of its rate window are taken before."""

from __future__ import annotations

from flowdesigner.runtime import asking, calling
from flowdesigner.runtime.outcome import Ask, Doubt, Next, Read

ELSEWHERE = frozenset({"api", "function"})
"""Calls that are none to Intercom."""
TWICE = frozenset({"tag", "tag_contact", "untag", "untag_contact", "people_there"})
"""Calls that look something up first."""


def requests_of_call(kind: str) -> int:
    """Those of a call of this kind, which takes its places before it is intended."""
    return 0 if kind in ELSEWHERE else 2 if kind in TWICE else 1


def requests_of(upcoming: Next) -> int:
    """Those of what comes next, besides a call."""
    match upcoming:
        case Ask():
            return asking.requests_of(upcoming)
        case Read():
            return 1
        case Doubt():
            return int(calling.reads_back(upcoming))
        case _:
            return 0
