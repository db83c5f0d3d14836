"""Which variables can have a value where: a walk along all ways of a flow, until nothing changes any more.

Sets of names are kept as the bits of whole numbers, so that a thousand blocks take milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx

from flowdesigner.flow.block import BlockId
from flowdesigner.flow.document import Flow, Graph


class SetBefore:
    """What is set when a conversation comes to a block of the flow, whose ways are the graph.

    `given` has a value at the start. Conversations that come in by the `entrances`, as other flows lead to them, may
    have passed anything: what they bring counts as set.
    """

    def __init__(self, flow: Flow, graph: Graph, given: Iterable[str], entrances: Iterable[str] = ()) -> None:
        names = dict.fromkeys(given)
        self._given = len(names)
        names |= dict.fromkeys(name for block in flow.blocks for name in sorted(block.writes()))
        self._bits = {name: 1 << place for place, name in enumerate(names)}
        self._found = self._walk(flow, graph, [BlockId(one) for one in entrances if one in flow])

    def is_reached(self, block: BlockId) -> bool:
        """Whether a conversation can come to the block."""
        return block in self._found

    def always(self, block: BlockId, name: str) -> bool:
        """Whether the variable is set on every way to the block."""
        return bool(self._found[block][0] & self._bits.get(name, 0))

    def sometimes(self, block: BlockId, name: str) -> bool:
        """Whether it is set on some way to the block."""
        return bool(self._found[block][1] & self._bits.get(name, 0))

    def _walk(self, flow: Flow, graph: Graph, entrances: list[BlockId]) -> Mapping[BlockId, tuple[int, int]]:
        """What is set before each block that is reached, as bits: on every way, on some way."""
        everything, given = (1 << len(self._bits)) - 1, (1 << self._given) - 1
        at_roots = dict.fromkeys(entrances, (everything, everything))
        if flow.start is not None:
            at_roots[flow.start.id] = (given, given)
        writes = {block.id: sum(self._bits[name] for name in block.writes()) for block in flow.blocks}
        order = in_order(graph, at_roots)
        after = dict.fromkeys(order, (everything, 0))
        found: dict[BlockId, tuple[int, int]] = {}
        while True:
            before = dict(found)
            for block in order:
                always, sometimes = at_roots.get(block, (everything, 0))
                for one in map(BlockId, graph.predecessors(block)):
                    if one in after:
                        always &= after[one][0]
                        sometimes |= after[one][1]
                found[block] = (always, sometimes)
                after[block] = (always | writes[block], sometimes | writes[block])
            if found == before:
                return found


def in_order(graph: Graph, roots: Iterable[BlockId]) -> list[BlockId]:
    """The blocks that are reached from the roots, each after those that lead to it, as far as loops allow."""
    finished: dict[BlockId, None] = {}
    for root in roots:
        if root not in finished:
            met = map(BlockId, nx.dfs_postorder_nodes(graph, root))
            finished |= dict.fromkeys(one for one in met if one not in finished)
    return list(reversed(finished))
