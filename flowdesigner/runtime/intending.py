"""Which calls are intended at once: the first of a conversation, when it has its place, and those that go with it.

What the bot says in one step is several calls. They are intended together and made one after another, so that what all
of them led to is one write; a crash meanwhile leaves all of them in doubt, and a read-back decides each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flowdesigner.runtime.requests import requests_of_call
from flowdesigner.store.outbox import QueuedCall

if TYPE_CHECKING:
    from flowdesigner.runtime.rate_limit import Limits
    from flowdesigner.runtime.steps import Claimed

TOGETHER = frozenset({"reply", "quick_reply", "note", "close"})
"""Kinds of calls that the conversation itself shows afterwards, and that are soon over."""
MOST = 4
LATEST = timedelta(seconds=1)
"""A call that goes with another begins so long after it at most, and is written down as if it had begun then: what is
in doubt is looked for when it can certainly not arrive any more."""


def begin(limits: Limits, claimed: Claimed, calls: list[QueuedCall], now: datetime) -> int:
    """Mark the first of these calls, before which nothing is to be done, as begun when they are queued; how many."""
    if not calls or calls[0].intended_at is not None or claimed.settings.pause_ms:
        return 0
    if not has_place(limits, claimed, calls[0].call):
        return 0
    number = 1 + how_many_more(limits, claimed, calls)
    since = claimed.heard_at
    calls[:number] = [calls[0].begun(now, since), *(call.begun(now + LATEST, since) for call in calls[1:number])]
    return number


def has_place(limits: Limits, claimed: Claimed, call: Mapping[str, Any]) -> bool:
    """Whether the call may be made now; otherwise the conversation stands in line."""
    kind = str(call.get("kind"))
    return limits.place(claimed.workspace, claimed.row.id, requests_of_call(kind), kind)


def how_many_more(limits: Limits, claimed: Claimed, calls: Sequence[QueuedCall]) -> int:
    """How many of those after the first, which has its place, go with it.

    None where pauses are wanted between them, and none while the rate window is not roomy: whoever stands in line does
    so one call at a time.
    """
    fitting = 0
    for call in calls[:MOST]:
        if call.call.get("kind") not in TOGETHER or call.letter is not None or call.intended_at is not None:
            break
        fitting += 1
        if call.awaited:
            # What comes after it may not be wanted once the interpreter has heard how it ended.
            break
    if fitting < 2 or claimed.settings.pause_ms or not limits.add(claimed.workspace, claimed.row.id, fitting - 1):
        return 0
    return fitting - 1
