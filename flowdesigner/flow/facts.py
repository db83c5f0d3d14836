"""What the checks need to know of flows, kept from one check to the next: a block that is the same is not asked again.

Blocks are immutable, so a block that has changed is another object. What is equal to what it was is the same object
again, so that those who build on it (`ways.py`, `check.py`) see at a glance what an edit has left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import is_
from typing import Any

from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.block import Block, Fault, Port
from flowdesigner.flow.document import Flow
from flowdesigner.flow.graph import jump_of
from flowdesigner.flow.python_function import FunctionUse

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
    place: tuple[object, ...]
    """What decides how conversations come through the block."""

    @classmethod
    def of(cls, block: Block) -> BlockFacts:
        """Ask the block."""
        ports, jump = block.ports(), jump_of(block)
        return cls(
            block, ports, tuple(block.faults()), block.reads(), block.shows(), block.writes(),
            block.exposes(), block.secrets(), block.tags_put(), block.attachments(),
            block.function_use(), jump,
            (jump, bool(ports), block.waits_for_customer, block.hands_over, block.ends, block.kind == "start"),
        )  # fmt: skip


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
        blocks = _blocks_of(flow, before.blocks if before else {})
        of_blocks = before.by_blocks if before and blocks is before.blocks else _by_blocks(blocks)
        parts: tuple[Any, ...] = (
            exits_of(flow),
            *of_blocks,
            frozenset(name for name, variable in flow.variables.items() if variable.default is not None),
            frozenset(name for name, variable in flow.variables.items() if variable.sensitive),
        )
        return before._or_new(flow.id, blocks, parts) if before else cls(flow.id, blocks, *parts)

    @property
    def by_blocks(self) -> ByBlocks:
        """The parts that nothing but the blocks decides."""
        return self.places, self.writes, self.starts

    def _or_new(self, id: str, blocks: Mapping[str, BlockFacts], parts: tuple[Any, ...]) -> FlowFacts:
        """These facts where they are still so, else new ones made of those parts that are."""
        known: tuple[Any, ...] = (self.exits, *self.by_blocks, self.defaults, self.sensitive)
        shared = tuple(old if old == new else new for old, new in zip(known, parts, strict=True))
        if blocks is self.blocks and id == self.id and all(map(is_, shared, known)):
            return self
        return FlowFacts(id, blocks, *shared)


ByBlocks = tuple[Mapping[str, tuple[object, ...]], Mapping[str, frozenset[str]], tuple[str, ...]]


def _blocks_of(flow: Flow, known: Mapping[str, BlockFacts]) -> Mapping[str, BlockFacts]:
    """The facts of each block, by id; the known ones where none of them has changed."""
    found: dict[str, BlockFacts] = {}
    is_same = len(flow) == len(known)
    for id, block in flow.by_id.items():
        one = known.get(id)
        if one is None or one.block is not block:
            one, is_same = BlockFacts.of(block), False
        found[id] = one
    return known if is_same else found


def _by_blocks(blocks: Mapping[str, BlockFacts]) -> ByBlocks:
    places = {id: one.place for id, one in blocks.items()}
    writes = {id: one.writes for id, one in blocks.items() if one.writes}
    return places, writes, tuple(id for id, one in blocks.items() if one.block.kind == "start")


def exits_of(flow: Flow) -> dict[str, dict[str, str]]:
    """Where the connected ports of each block lead, the ports in order; blocks without any are left out."""
    found: dict[str, dict[str, str]] = {}
    for source, targets in flow.graph.adjacency():
        if targets:
            found[source] = dict(sorted([(port, target) for target, keys in targets.items() for port in keys]))
    return found


class Facts:
    """The facts of a bot's flows as they were looked at last."""

    def __init__(self) -> None:
        self._flows: dict[str, FlowFacts] = {}

    def look(self, flows: Iterable[Flow]) -> dict[str, FlowFacts]:
        """What these flows are like now, by their ids."""
        self._flows = {flow.id: FlowFacts.of(flow, self._flows.get(flow.id)) for flow in flows}
        return self._flows
