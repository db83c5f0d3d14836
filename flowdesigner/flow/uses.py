"""Who uses what: the blocks that set and read a variable, and those that lead to a block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.graph import is_variable_field, jump_of, variables_named
from flowdesigner.flow.system_variables import SYSTEM_VARIABLES
from flowdesigner.flow.template import root_of, variables_in
from flowdesigner.flow.variable import Variable

How = Literal["sets", "reads", "leads", "jumps"]


@dataclass(frozen=True, slots=True)
class Use:
    """A block that uses something; `fields` are the settings in which it does, `port` the exit."""

    flow: str
    block: str
    title: str
    how: How
    fields: tuple[str, ...] = ()
    port: str = ""


@dataclass(slots=True)
class KnownVariable:
    """A variable of a bot: what is said of it and where, and where it is set and read."""

    name: str
    declared: Variable | None = None
    declared_in: list[str] = field(default_factory=list)
    is_system: bool = False
    sets: list[Use] = field(default_factory=list)
    reads: list[Use] = field(default_factory=list)

    @property
    def is_sensitive(self) -> bool:
        """Whether its values are masked."""
        return self.declared is not None and self.declared.sensitive


def variables_of(flows: Mapping[str, Flow]) -> dict[str, KnownVariable]:
    """Every variable that the flows declare, set or read, and those that every conversation has, by name.

    A path (`order.items[0]`) is a use of the variable in which it looks.
    """
    found = {one.name: KnownVariable(one.name, is_system=True) for one in SYSTEM_VARIABLES}
    for flow in flows.values():
        for name, variable in flow.variables.items():
            known = found.setdefault(name, KnownVariable(name))
            known.declared = known.declared or variable
            known.declared_in.append(flow.id)
    for flow in flows.values():
        for block in flow.blocks:
            for name in sorted(block.writes()):
                use = Use(flow.id, block.id, block.title, "sets", tuple(_naming(block, name)))
                found.setdefault(name, KnownVariable(name)).sets.append(use)
    for flow in flows.values():
        for block in flow.blocks:
            _add_reads(found, flow, block)
    return dict(sorted(found.items()))


def _add_reads(found: dict[str, KnownVariable], flow: Flow, block: Block) -> None:
    reading: dict[str, dict[str, None]] = {}
    for name in sorted(block.reads()):
        whose = name if name in found else root_of(name)
        reading.setdefault(whose, {}).update(dict.fromkeys(_reading(block, name)))
    for whose, fields in reading.items():
        known = found.setdefault(whose, KnownVariable(whose))
        known.reads.append(Use(flow.id, block.id, block.title, "reads", tuple(fields)))


def _reading(block: Block, name: str) -> Iterator[str]:
    return (one for one in type(block).model_fields if name in variables_in((getattr(block, one),)))


def _naming(block: Block, name: str) -> Iterator[str]:
    """The settings in which the block's form names the variable."""
    for one in type(block).model_fields:
        named = getattr(block, one) if is_variable_field(type(block), one) else None
        if name == named or name in variables_named((getattr(block, one),)):
            yield one


def uses_of_block(flows: Mapping[str, Flow], flow: str, block: str) -> list[Use]:
    """The blocks that lead to this one: by an edge, or by a jump from any flow. A jump to a flow leads to its start."""
    target = flows.get(flow)
    start = target.start.id if target and target.start else None
    found = []
    for other in flows.values():
        for one in other.blocks:
            jump = jump_of(one)
            if jump and jump != ("", "") and ((jump[0] or other.id), (jump[1] or start)) == (flow, block):
                found.append(Use(other.id, one.id, one.title, "jumps"))
    if target is not None:
        found += [
            Use(flow, edge.source, target.block(edge.source).title, "leads", port=edge.port)
            for edge in target.edges
            if edge.target == block
        ]
    return found
