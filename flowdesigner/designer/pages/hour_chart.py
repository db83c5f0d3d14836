"""The last hour as bars, one a minute, with a table of the same figures for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from flowdesigner.designer.pages.controls import table
from flowdesigner.designer.times import moment, took
from flowdesigner.runtime.views import Minute

WIDTH, HEIGHT, GAP = 10, 72, 3
"""Of a bar with its gap, of the highest one, and of the gap: units of the drawing."""


def hour_chart(minutes: Sequence[Minute], at: datetime) -> str:
    """Bars, their scale, and the table."""
    most = max((one.messages for one in minutes), default=0)
    if not most:
        return '<p class="fd-print">Nobody wrote in the last hour.</p>'
    bars = "".join(bar(one, place, most) for place, one in enumerate(minutes))
    name = f"Messages of the last hour, minute by minute: {said(minutes)}"
    drawing = (
        f'<svg class="fd-bars" viewBox="0 0 {len(minutes) * WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(name)}">{bars}</svg>'
    )
    ends = f"<span>{moment(minutes[0].at, at)}</span><span>at most {most:,} a minute</span><span>now</span>"
    return f'{drawing}<div class="fd-scale" aria-hidden="true">{ends}</div>{as_table(minutes, at)}'


def bar(minute: Minute, place: int, most: int) -> str:
    """One minute; what failed in it is the lower part."""
    left, width = place * WIDTH + GAP / 2, WIDTH - GAP
    high = max(HEIGHT * minute.messages / most, 2 if minute.messages else 0)
    failed = min(high, HEIGHT * minute.failures / most)
    whole = f'<rect x="{left}" y="{HEIGHT - high:.1f}" width="{width}" height="{high:.1f}"/>'
    part = f'<rect class="fd-failed" x="{left}" y="{HEIGHT - failed:.1f}" width="{width}" height="{failed:.1f}"/>'
    return whole + (part if failed else "")


def said(minutes: Sequence[Minute]) -> str:
    """All of it in a sentence."""
    messages, failures = sum(one.messages for one in minutes), sum(one.failures for one in minutes)
    highest = max(minutes, key=lambda one: one.messages)
    local = highest.at.astimezone()
    return f"{messages:,} messages, at most {highest.messages:,} a minute at {local:%H:%M}, {failures:,} calls failed"


def as_table(minutes: Sequence[Minute], at: datetime) -> str:
    """The minutes in which something was."""
    rows = [
        (
            moment(one.at, at),
            f"{one.messages:,}",
            took(one.waited) if one.messages else "-",
            took(one.longest) if one.messages else "-",
            f"{one.failures:,}",
        )
        for one in reversed(minutes)
        if one.messages or one.failures
    ]
    heads = ("Minute", "Messages", "Waited, on average", "Waited longest", "Calls failed")
    body = table(heads, rows, numbers=frozenset({1, 2, 3, 4}))
    return f'<details class="fd-how"><summary>As a table</summary><div class="fd-tight">{body}</div></details>'
