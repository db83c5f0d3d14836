"""`Mend`: what puts a problem right, as the words of a link and the edit (an operation of the designer) behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flowdesigner.flow.block import Block, Port
from flowdesigner.flow.document import ASIDE, Flow
from flowdesigner.flow.graph import is_variable_field
from flowdesigner.flow.renaming import renamed

BESIDE = 320.0
"""Pixels from one card's left edge to the next one's."""


@dataclass(frozen=True, slots=True)
class Mend:
    """The words of the link, and the operation that it sends; or what the page shows (`show_languages`)."""

    label: str
    op: Mapping[str, Any]


def add_start(flow: Flow) -> Mend:
    """A start block, left of the first card."""
    free = next(id for id in ("start", *(f"start-{n}" for n in range(2, len(flow) + 3))) if id not in flow)
    left = min((place for place in flow.layout.values()), default=(BESIDE * 2, 120.0))
    at = [left[0] - BESIDE, left[1]]
    return Mend("Add a start", {"op": "add_block", "id": free, "kind": "start", "name": "", "settings": {}, "at": at})


def delete(block: Block) -> Mend:
    """The block goes."""
    return Mend("Delete this one", {"op": "remove", "blocks": [block.id]})


def connect(block: Block, port: Port, lonely: list[Block]) -> Mend | None:
    """The one block that nothing leads to yet is the obvious one to connect to."""
    if len(lonely) != 1:
        return None
    target = lonely[0]
    op = {"op": "connect", "from": block.id, "port": port.id, "to": target.id}
    return Mend(f"Connect to “{target.title}”", op)


def read_instead(block: Block, name: str, likely: str) -> Mend | None:
    """The block reads the likely variable in place of the one that does not exist."""
    changed = {}
    for field in type(block).model_fields.keys() - ASIDE:
        before = getattr(block, field)
        after = renamed(before, name, likely, names_variable=is_variable_field(type(block), field))
        if after != before:
            changed[field] = after
    if not changed:
        return None
    settings = block.model_copy(update=changed).model_dump(mode="json", include=set(changed))
    return Mend(f"Use {{{likely}}}", {"op": "set", "block": block.id, "settings": settings})


def set_field(block: Block, label: str, name: str, value: object) -> Mend:
    """One setting of the block gets this value."""
    return Mend(label, {"op": "set", "block": block.id, "settings": {name: value}})


def show_languages(language: str, block: Block | None = None) -> Mend:
    """To the text, beside its translation: no edit of its own, the page opens its Languages there."""
    return Mend("Translate", {"op": "show_languages", "language": language, "block": block.id if block else ""})


def other_tag(block: Block, tag: str, likely: str) -> Mend | None:
    """The block puts the likely tag on conversations."""
    for field in type(block).model_fields:
        before = getattr(block, field)
        if isinstance(before, tuple) and tag in before:
            after = [likely if one == tag else one for one in before]
            return set_field(block, f"Use “{likely}”", field, after)
    return None
