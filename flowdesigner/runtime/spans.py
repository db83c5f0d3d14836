"""Spans of time by a clock that people set: how long something is still to wait that began then."""

from __future__ import annotations

from datetime import datetime, timedelta

SKEW = timedelta(seconds=2)
"""By so much the clocks of those who share a database may differ; what lies farther ahead was before a clock was set
back."""


def left(span: timedelta, since: datetime, now: datetime) -> timedelta:
    """What is left of a span that began then, never less than nothing; nothing as well if the clock was set back."""
    if is_ahead(since, now):
        return timedelta()
    return min(span, max(timedelta(), since + span - now))


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Whether a moment that is over lies in the future all the same."""
    return moment - now > SKEW
