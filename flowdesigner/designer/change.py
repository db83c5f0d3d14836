"""`Change`: what an edit did to a flow, found by comparing how it was with how it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowdesigner.designer.operations import EdgeTuple, Point, edges_of
from flowdesigner.flow.block import Block, BlockId
from flowdesigner.flow.document import Flow
from flowdesigner.flow.variable import Variable


@dataclass(frozen=True, slots=True)
class Picture:
    """A flow at one moment, to see afterwards what an edit has changed. Blocks are immutable, so this is cheap."""

    blocks: Mapping[BlockId, Block]
    edges: frozenset[EdgeTuple]
    layout: Mapping[BlockId, Point]
    variables: Mapping[str, Variable]
    notes: tuple[object, ...] = ()
    groups: tuple[object, ...] = ()

    @classmethod
    def of(cls, flow: Flow) -> Picture:
        """The flow now."""
        notes, groups = (dict(flow.notes), dict(flow.note_layout)), (dict(flow.groups), set(flow.collapsed))
        return cls(flow.by_id, edges_of(flow), dict(flow.layout), dict(flow.variables), notes, groups)


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did: ids of blocks and places that are different or gone, and whether edges,
    variables, notes or groups are."""

    op: str | None
    blocks: frozenset[str]
    places: frozenset[str]
    edges: bool
    variables: bool
    notes: bool = False
    groups: bool = False

    @classmethod
    def between(cls, before: Picture, after: Picture, op: str | None = None) -> Change:
        """The difference of two moments."""
        return cls(
            op,
            different(before.blocks, after.blocks),
            different(before.layout, after.layout),
            before.edges != after.edges,
            before.variables != after.variables,
            before.notes != after.notes,
            before.groups != after.groups,
        )

    @classmethod
    def nothing(cls, op: str | None = None) -> Change:
        """No difference."""
        empty: frozenset[str] = frozenset()
        return cls(op, empty, empty, edges=False, variables=False)

    def __bool__(self) -> bool:
        return bool(self.blocks or self.places or self.edges or self.variables or self.notes or self.groups)


def different(before: Mapping[BlockId, object], after: Mapping[BlockId, object]) -> frozenset[BlockId]:
    """Keys whose values are not equal, or that only one of them has."""
    keys = before.keys() | after.keys()
    return frozenset(key for key in keys if before.get(key) is not after.get(key) and before.get(key) != after.get(key))
