"""`Trail`: the spans of a conversation's way: a notification taken in, the steps that acted on it, their calls.

Spans carry kinds, ids and outcomes; nothing that customers wrote.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from flowdesigner.intercom.notification import Notification
from flowdesigner.runtime.outcome import Doubt, MakeCall
from flowdesigner.watching.traces import Place, Traces, place_of

if TYPE_CHECKING:
    from flowdesigner.runtime.steps import Claimed
    from flowdesigner.runtime.watching import Acted

About = dict[str, str | int | float]
FAILED = frozenset({"failed", "error"})


class Trail:
    """Tells `traces`."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces

    def took_in(self, notification: Notification, topic: str, outcome: str, began: int) -> None:
        """A notification that is kept is the first span; one that comes again belongs to the same trace."""
        place, is_first = origin(notification), outcome == "kept"
        conversation = notification.conversation.id if notification.conversation else ""
        about: About = {
            "topic": topic,
            "outcome": outcome,
            "workspace": notification.app_id,
            "conversation": conversation,
        }
        self._traces.span(
            "take in" if is_first else "take in again", after=None if is_first else place, began=began,
            ended=time.time_ns(), about=named(about), kind="receives", own=place if is_first else None,
        )  # fmt: skip

    def acted(self, claimed: Claimed, one: Acted, now: datetime) -> None:
        """A step acted on an event: on the notification, or on what came of it."""
        row, (flow, block) = one.row, one.position or ("", "")
        about: About = {"event": row.event, "status": row.status, "revision": row.revision or 0, "calls": one.calls}
        claimed.trail = self._traces.span(
            f"act on {row.event}", after=origin(claimed.notification) if claimed.notification else None,
            began=nanoseconds(row.at), ended=nanoseconds(now), about={**of(claimed, flow, block), **named(about)},
        )  # fmt: skip

    def called(self, claimed: Claimed, made: MakeCall | Doubt, kind: str, outcome: str, began: int) -> None:
        """A call was made, or looked up, for the step before; one that a crash left is the first of its trace."""
        about: About = {"call": kind, "outcome": outcome, "attempts": made.row.attempts + isinstance(made, MakeCall)}
        self._traces.span(
            f"call {kind}", after=claimed.trail, began=began, ended=time.time_ns(), kind="calls",
            about={**of(claimed, made.row.flow, made.row.block), **named(about)}, failed=outcome in FAILED,
        )  # fmt: skip


def origin(notification: Notification) -> Place:
    """The first span of what a notification leads to."""
    if notification.id:
        return place_of(notification.app_id, notification.id)
    conversation = notification.conversation.id if notification.conversation else ""
    part = notification.part.id if notification.part else ""
    return place_of(notification.app_id, notification.topic, conversation, part)


def of(claimed: Claimed, flow: str, block: str) -> About:
    """Which conversation, and where in it."""
    row = claimed.row
    return named({"workspace": row.app_id, "conversation": row.conversation_id, "flow": flow, "block": block})


def named(about: About) -> About:
    """As attributes of ours."""
    return {f"flowdesigner.{name}": value for name, value in about.items() if value != ""}


def nanoseconds(moment: datetime) -> int:
    """Since 1970."""
    return int(moment.timestamp() * 1_000_000) * 1000
