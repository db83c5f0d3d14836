"""What the settings of a block mean for its flow: which are flows, blocks, teams or variables, and where it jumps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from flowdesigner.flow.block import Block


@cache
def fields_shown_as(kind: type[Block], widget: str) -> tuple[str, ...]:
    """Names of the kind's settings that are shown as this widget (`team`, `flow`, `block`, ...)."""
    found = []
    for name, info in kind.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and extra.get("x-widget") == widget:
            found.append(name)
    return tuple(found)


def fields_in_use(block: Block, widget: str) -> Iterator[str]:
    """Names of the block's settings that are shown as this widget, without those that its other settings hide."""
    for name in fields_shown_as(type(block), widget):
        extra = type(block).model_fields[name].json_schema_extra
        wanted = extra.get("x-when") if isinstance(extra, dict) else None
        conditions = wanted.items() if isinstance(wanted, dict) else ()
        if all(isinstance(values, list) and getattr(block, other) in values for other, values in conditions):
            yield name


def jump_of(block: Block) -> tuple[str, str] | None:
    """Where a block jumps without an edge, as (flow, block); "" is this flow or the start. None: it does not jump.

    A jump comes back when the block has exits.
    """
    flows, blocks = fields_shown_as(type(block), "flow"), fields_shown_as(type(block), "block")
    if not flows or not blocks:
        return None
    return str(getattr(block, flows[0])), str(getattr(block, blocks[0]))


@cache
def is_variable_field(model: type[BaseModel], name: str) -> bool:
    """Whether the setting is a variable's name, as its form shows it."""
    extra = model.model_fields[name].json_schema_extra
    return isinstance(extra, dict) and extra.get("x-widget") == "variable"


def variables_named(thing: object) -> Iterator[str]:
    """The variables that settings inside this one name, without those of templates."""
    if isinstance(thing, BaseModel):
        for name in type(thing).model_fields:
            value = getattr(thing, name)
            if is_variable_field(type(thing), name):
                yield str(value)
            else:
                yield from variables_named(value)
    elif isinstance(thing, Iterable) and not isinstance(thing, str | bytes | Mapping):
        for item in thing:
            yield from variables_named(item)
