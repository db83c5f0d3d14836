"""The upper part of Running: how the bot is in words, its figures, and the last hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flowdesigner.designer.live import Look
from flowdesigner.designer.pages.controls import heading, note, tile
from flowdesigner.designer.times import moment, took
from flowdesigner.runtime.views import Minute
from flowdesigner.store.answering import Answering
from flowdesigner.store.listing import Figures

LEADS = {
    "stopped": "The bot does not run. Customers get no answer from it.",
    "starting": "The bot is starting.",
    "listening": "Notifications are received, but the bot does not answer yet.",
    "live": "The bot answers in Intercom. Closing this page does not stop it.",
    "failed": "The bot does not run.",
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the head shows of the store."""

    figures: Figures
    minutes: Sequence[Minute]
    answering: Answering


def head(look: Look, at: datetime) -> str:
    """The title, and how the bot is."""
    lead = LEADS[look.state]
    if look.state == "live" and (version := look.status.get("revision")):
        since = look.status.get("started_at")
        when = f" since {moment(datetime.fromisoformat(since), at)}" if since else ""
        lead = f"Version {version} answers in Intercom{when}. Closing this page does not stop it."
    return heading("Running", lead)


def trouble(look: Look, at: datetime, workspaces: Mapping[str, str]) -> str:
    """What is wrong with the runner, and whether Intercom's limit holds answers back."""
    said = note(look.trouble, "bad") if look.trouble else ""
    limits = look.status.get("rate_limit", ())
    return said + "".join(held_back(limit, at, workspaces) for limit in limits if limit["waiting"])


def held_back(limit: Mapping[str, Any], at: datetime, workspaces: Mapping[str, str]) -> str:
    """How many answers wait for a workspace's limit, and for how long."""
    waiting = limit["waiting"]
    where = f" of {workspaces[limit['app_id']]}" if len(workspaces) > 1 and limit["app_id"] in workspaces else ""
    words = f"{waiting:,} {'answers wait' if waiting > 1 else 'answer waits'} for Intercom's limit{where}."
    if limit["until"]:
        seconds = max(1.0, (datetime.fromisoformat(limit["until"]) - at).total_seconds())
        words += f" The last of them goes out in about {took(seconds)}."
    replies = limit["by_class"].get("reply", 0)
    return note(f"{words} Customers who just wrote come first." if 0 < replies < waiting else words, "warn")


def tiles(numbers: Numbers) -> str:
    """The figures beside each other."""
    figures, answering = numbers.figures, numbers.answering
    shown = (
        (f"{figures.waiting + figures.handed_over:,}", "conversations now"),
        (f"{figures.waiting:,}", "wait for the customer"),
        (f"{figures.handed_over:,}", "with your people"),
        (f"{sum(one.messages for one in numbers.minutes):,}", "messages in the last hour"),
        (how_long(answering.median), "to answer, half of them"),
        (how_long(answering.p95), "to answer, 95 of 100"),
        (f"{figures.inbox:,}", "notifications wait"),
        (f"{figures.letters:,}", "need a look"),
    )
    return f'<div class="fd-tiles fd-eight">{"".join(tile(figure, label) for figure, label in shown)}</div>'


def how_long(seconds: float | None) -> str:
    """A time, or that there is none."""
    return "-" if seconds is None else took(seconds)
