"""Places for the cards of a flow that nobody has arranged: left to right, as conversations go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import networkx as nx

from flowdesigner.flow.block import BlockId
from flowdesigner.flow.document import Flow, Place

COLUMN = 316.0
"""From the left side of a card to that of the next, in pixels."""
GAP = 44.0
if TYPE_CHECKING:
    Ways = nx.DiGraph[BlockId]
else:
    Ways = nx.DiGraph
ROOT = BlockId("")
"""Stands before the start: no block has this id."""


def arranged(flow: Flow, heights: Mapping[BlockId, float]) -> dict[BlockId, Place]:
    """The top left corner of every card, for cards of these heights; blocks that have a place keep it.

    Blocks without one stand below those that have, in columns by the longest way to them.
    """
    placed = {id: place for id, place in flow.layout.items() if id in heights}
    below = max((y + heights[id] + GAP for id, (_, y) in placed.items()), default=0.0)
    for number, column in enumerate(_columns(flow, [id for id in heights if id not in placed])):
        y = below
        for id in column:
            placed[id] = (number * COLUMN, y)
            y += heights[id] + GAP
    return placed


def _columns(flow: Flow, ids: list[BlockId]) -> list[list[BlockId]]:
    """The blocks by the longest way to them, leading back left aside; near those that lead to them."""
    ways = _ways(flow)
    finished = {id: number for number, id in enumerate(nx.dfs_postorder_nodes(ways, ROOT))}
    forward: Ways = nx.DiGraph()
    first_met: list[BlockId] = sorted(ids, key=finished.__getitem__, reverse=True)
    forward.add_nodes_from(first_met)
    forward.add_edges_from((a, b) for a, b in ways.edges if a in forward and b in forward and finished[a] > finished[b])
    columns: list[list[BlockId]] = []
    rows: dict[BlockId, int] = {}
    for generation in nx.topological_generations(forward):
        above = {id: [rows[one] for one in forward.predecessors(id)] for id in generation}
        columns.append(sorted(generation, key=lambda id: sum(above[id]) / max(len(above[id]), 1)))
        rows |= {id: row for row, id in enumerate(columns[-1])}
    return columns


def _ways(flow: Flow) -> Ways:
    """Who leads to whom, port by port; `ROOT` leads to the start first, then to everything."""
    ways: Ways = nx.DiGraph()
    ways.add_node(ROOT)
    start = [flow.start.id] if flow.start else []
    ways.add_edges_from((ROOT, id) for id in [*start, *(block.id for block in flow.blocks)])
    for block in flow.blocks:
        following = (flow.after(block, port.id) for port in block.ports())
        ways.add_edges_from((block.id, after.id) for after in following if after and after.id != block.id)
    return ways
