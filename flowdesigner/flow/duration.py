"""Times as people say them, for cards, hints and transcripts."""

from __future__ import annotations

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
