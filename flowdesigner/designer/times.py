"""Times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime

MINUTE, HOUR, DAY = 60, 3600, 86400


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def span(then: datetime, at: datetime) -> str:
    """How long before `at` it was, in short: `4 s`, `1 min`, `1 h`, `3 days`."""
    seconds = max(0, int((at - then).total_seconds()))
    if seconds < MINUTE:
        return f"{seconds} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < DAY:
        return f"{seconds // HOUR} h"
    days = seconds // DAY
    return f"{days} day{'s' if days > 1 else ''}"


def ago(then: datetime, at: datetime) -> str:
    """`12 seconds ago`, `1 minute ago`, `3 days ago`."""
    seconds = max(0, int((at - then).total_seconds()))
    for size, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {name}{'s' if number > 1 else ''} ago"
    return "just now"


def moment(then: datetime, at: datetime) -> str:
    """When it was, by the clock of this computer: `9:12`, `Friday 9:12`, `3 March 9:12`."""
    local = then.astimezone()
    clock = f"{local.hour}:{local:%M}"
    days = (at.astimezone().date() - local.date()).days
    if days == 0:
        return clock
    if 0 < days < 7:
        return f"{local:%A} {clock}"
    return f"{local.day} {local:%B} {clock}"


def took(seconds: float) -> str:
    """How long something took: `38 ms`, `1.2 s`, `3 min`."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    return f"{seconds / MINUTE:.0f} min" if seconds < HOUR else f"{seconds / HOUR:.0f} h"
