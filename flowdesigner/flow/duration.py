"""Times as people say them, for cards, hints and transcripts."""

from __future__ import annotations

import re

LONGEST_WAIT = 60 * 24 * 90
"""Minutes that a block may wait: 90 days."""


def minutes_in_words(minutes: int) -> str:
    """`10 min`, `1 h`, `1 h 30 min`, `2 days`."""
    days, rest = divmod(minutes, 60 * 24)
    hours, left = divmod(rest, 60)
    parts = [f"{days} day{'' if days == 1 else 's'}"] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{left} min"] if left or not parts else []
    return " ".join(parts)


UNITS = {"m": 1, "h": 60, "d": 60 * 24}
SPAN = re.compile(r"(\d{1,6}) ?(minutes?|min|hours?|h|days?)")


def minutes_at_length(minutes: int) -> str:
    """`10 minutes`, `1 hour 30 minutes`, `2 days`: for files that people read."""
    days, rest = divmod(minutes, 60 * 24)
    hours, left = divmod(rest, 60)
    named = [(days, "day"), (hours, "hour"), (left, "minute")]
    parts = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in named if number]
    return " ".join(parts) or "0 minutes"


def minutes_of(text: str) -> int | None:
    """The minutes of a text like `10 minutes`, `10 min`, `1 h 30 min`, `2 days`; None when it is none."""
    parts = SPAN.findall(text)
    if not parts or SPAN.sub("", text).strip():
        return None
    return sum(int(number) * UNITS[unit[0]] for number, unit in parts)
