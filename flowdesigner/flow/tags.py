"""Tags as authors write them: texts with variables, which may hold several tags with commas between."""

from __future__ import annotations

from collections.abc import Iterable

from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Turn


def filled_in(tags: Iterable[Template], turn: Turn) -> tuple[str, ...]:
    """The tags with their variables, each once, in their order."""
    return tuple(dict.fromkeys(name for template in tags for name in names(turn.text(template))))


def standing(tags: Iterable[Template]) -> frozenset[str]:
    """Those that are known before: without variables."""
    return frozenset(name for template in tags if not template.variables() for name in names(template))


def names(text: str) -> list[str]:
    """The tags in a text."""
    return [name for part in text.split(",") if (name := part.strip())]
