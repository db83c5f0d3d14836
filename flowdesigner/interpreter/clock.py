"""Times of a rehearsal's clock as its author writes them: `Saturday 18:05`, `18:05`, `2026-01-10 18:05`."""

from __future__ import annotations

import re
from calendar import day_name
from datetime import datetime, timedelta

DAYS = {name.casefold(): number for number, name in enumerate(day_name)}
TIME = re.compile(r"(?:(?P<day>[a-z]+)\s+|(?P<date>\d{4}-\d{2}-\d{2})\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})", re.I)
FORMS = "Write a time like “Saturday 18:05”, “18:05” or “2026-01-10 18:05”."


def next_time(now: datetime, text: str) -> datetime:
    """When the clock shows this next, after `now`; ValueError, in words, for a text that is no time to come."""
    found = TIME.fullmatch(text.strip())
    if found is None or not is_time(text):
        raise ValueError(f"“{text}” is no time. {FORMS}")
    try:
        then = now.replace(hour=int(found["hour"]), minute=int(found["minute"]), second=0, microsecond=0)
        if found["date"]:
            day = datetime.fromisoformat(found["date"])
            then = then.replace(year=day.year, month=day.month, day=day.day)
    except ValueError as error:
        raise ValueError(f"“{text}” is no time: {error}. {FORMS}") from error
    if found["date"]:
        if then <= now:
            raise ValueError(f"“{text}” is past: the clock shows {in_words(now)}, {now:%Y-%m-%d}. {FORMS}")
        return then
    step = 7 if found["day"] else 1
    if found["day"]:
        then += timedelta(days=(DAYS[found["day"].casefold()] - then.weekday()) % 7)
    return then if then > now else then + timedelta(days=step)


def is_time(text: str) -> bool:
    """Whether the text reads as a time of the clock, be it past or to come."""
    found = TIME.fullmatch(text.strip())
    return found is not None and (not found["day"] or found["day"].casefold() in DAYS)


def in_words(now: datetime) -> str:
    """What the clock shows: `Monday 10:24`."""
    return f"{day_name[now.weekday()]} {now.hour}:{now:%M}"
