"""What the checks need to know of flows, kept from one check to the next: a block that is the same is not asked again.

Blocks are immutable, so a block that has changed is another object. What is equal to what it was is the same object
again, so that those who build on it (`ways.py`, `check.py`) see at a glance what an edit has left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.block import Block, Fault, Port
from flowdesigner.flow.document import Flow
from flowdesigner.flow.graph import jump_of
from flowdesigner.flow.python_function import FunctionUse

T = TypeVar("T")
Exits = Mapping[str, Mapping[str, str]]
"""The block that each connected port of each block leads to."""


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """What a block says of itself."""

    block: Block
    ports: tuple[Port, ...]
    faults: tuple[Fault, ...]
    reads: frozenset[str]
    shows: frozenset[str]
    writes: frozenset[str]
    exposes: frozenset[str]
    secrets: frozenset[str]
    tags: frozenset[str]
    attachments: tuple[AttachedFile, ...]
    function: FunctionUse | None
    jump: tuple[str, str] | None

    @classmethod
    def of(cls, block: Block) -> BlockFacts:
        """Ask the block."""
        return cls(
            block, block.ports(), tuple(block.faults()), block.reads(), block.shows(), block.writes(),
            block.exposes(), block.secrets(), block.tags_put(), block.attachments(),
            block.function_use(), jump_of(block),
        )  # fmt: skip

    @property
    def place(self) -> tuple[object, ...]:
        """What decides how conversations come through the block."""
        one = self.block
        return self.jump, bool(self.ports), one.waits_for_customer, one.hands_over, one.ends, one.kind == "start"


@dataclass(frozen=True, slots=True)
class FlowFacts:
    """What the blocks of a flow say, and how they are connected."""

    id: str
    blocks: Mapping[str, BlockFacts]
    exits: Exits
    places: Mapping[str, tuple[object, ...]]
    writes: Mapping[str, frozenset[str]]
    starts: tuple[str, ...]
    defaults: frozenset[str]
    sensitive: frozenset[str]

    @property
    def start(self) -> str | None:
        """The block at which conversations begin; None when there is none, or more than one."""
        return self.starts[0] if len(self.starts) == 1 else None

    @classmethod
    def of(cls, flow: Flow, before: FlowFacts | None = None) -> FlowFacts:
        """The facts of the flow; all of `before`, or each part of it, when they are still so."""
        known = before.blocks if before else {}
        blocks: dict[str, BlockFacts] = {}
        for block in flow.blocks:
            same = known.get(block.id)
            blocks[block.id] = same if same is not None and same.block is block else BlockFacts.of(block)
        facts = cls(
            flow.id,
            blocks,
            exits_of(flow),
            {id: one.place for id, one in blocks.items()},
            {id: one.writes for id, one in blocks.items() if one.writes},
            tuple(id for id, one in blocks.items() if one.block.kind == "start"),
            frozenset(name for name, variable in flow.variables.items() if variable.default is not None),
            frozenset(name for name, variable in flow.variables.items() if variable.sensitive),
        )
        return facts._sharing(before) if before else facts

    def _sharing(self, before: FlowFacts) -> FlowFacts:
        """The same, made of the parts of `before` that are equal."""
        mine = [getattr(self, name) for name in PARTS]
        theirs = [getattr(before, name) for name in PARTS]
        shared = [old if old == new else new for old, new in zip(theirs, mine, strict=True)]
        same_blocks = self.blocks.keys() == before.blocks.keys() and all(
            one is before.blocks[id] for id, one in self.blocks.items()
        )
        if same_blocks and self.id == before.id and all(a is b for a, b in zip(shared, theirs, strict=True)):
            return before
        return FlowFacts(self.id, self.blocks, *shared)


PARTS = ("exits", "places", "writes", "starts", "defaults", "sensitive")


def exits_of(flow: Flow) -> dict[str, dict[str, str]]:
    """Where the connected ports of each block lead, the ports in order; blocks without any are left out."""
    found: dict[str, dict[str, str]] = {}
    for source, target, port in sorted(flow.graph.edges(keys=True)):
        found.setdefault(source, {})[str(port)] = target
    return found


class Facts:
    """The facts of a bot's flows as they were looked at last."""

    def __init__(self) -> None:
        self._flows: dict[str, FlowFacts] = {}

    def look(self, flows: Iterable[Flow]) -> dict[str, FlowFacts]:
        """What these flows are like now, by their ids."""
        self._flows = {flow.id: FlowFacts.of(flow, self._flows.get(flow.id)) for flow in flows}
        return self._flows
