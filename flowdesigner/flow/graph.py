"""Questions to single blocks about the graph behind a flow: which settings are flows, blocks or teams, and jumps."""

from __future__ import annotations

from functools import cache

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


def jump_of(block: Block) -> tuple[str, str] | None:
    """Where a block jumps without an edge, as (flow, block); "" is this flow or the start. None: it does not jump.

    A jump comes back when the block has exits.
    """
    flows, blocks = fields_shown_as(type(block), "flow"), fields_shown_as(type(block), "block")
    if not flows or not blocks:
        return None
    return str(getattr(block, flows[0])), str(getattr(block, blocks[0]))
