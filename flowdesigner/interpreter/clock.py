"""Times of a rehearsal's clock as its author writes them: `Saturday 18:05`, `18:05`, `2026-01-10 18:05`.

The clock shows UTC; a time zone behind a time says that it is meant there: `Saturday 18:05 Europe/Berlin`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TIME = re.compile(
    rf"(?:(?P<day>{'|'.join(WEEK)})\s+|(?P<date>\d{{4}}-\d{{2}}-\d{{2}})\s+)?"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?:\s+(?P<zone>UTC|\w+/[\w/+-]+))?",
    re.IGNORECASE,
)
FORMS = "Write a time like “Saturday 18:05”, “18:05”, “2026-01-10 18:05” or “18:05 Europe/Berlin”."


def next_time(now: datetime, text: str) -> datetime:
    """When the clock shows this next, after `now`; ValueError, in words, for a text that is no time to come."""
    found = TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"“{text}” is no time. {FORMS}")
    try:
        there = now.astimezone(ZoneInfo(found["zone"] or "UTC"))
        then = there.replace(hour=int(found["hour"]), minute=int(found["minute"]), second=0, microsecond=0)
        if found["date"]:
            day = datetime.fromisoformat(found["date"])
            then = then.replace(year=day.year, month=day.month, day=day.day)
    except (ValueError, KeyError, OSError) as error:
        raise ValueError(f"“{text}” is no time: {str(error).strip(chr(39))}. {FORMS}") from error
    if found["date"] and then <= there:
        raise ValueError(f"“{text}” is past: the clock shows {in_words(now)}, {now:%Y-%m-%d}. {FORMS}")
    if found["day"]:
        then += timedelta(days=(WEEK.index(found["day"].capitalize()) - then.weekday()) % 7)
    if then <= there:
        then += timedelta(days=7 if found["day"] else 1)
    return then.astimezone(UTC)


def is_time(text: str) -> bool:
    """Whether the text reads as a time of the clock, be it past or to come."""
    return TIME.fullmatch(text.strip()) is not None


def in_words(now: datetime) -> str:
    """What the clock shows: `Monday 10:24`."""
    return f"{WEEK[now.weekday()]} {now.hour}:{now:%M}"
