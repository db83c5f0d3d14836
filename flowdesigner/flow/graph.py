"""Questions to the graph behind a flow: what is reached, which loops are silent, what every conversation passes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import networkx as nx

from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow, Graph


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
    """Where a block jumps without an edge, as (flow, block); "" is this flow or the start. None: it does not jump."""
    flows, blocks = fields_shown_as(type(block), "flow"), fields_shown_as(type(block), "block")
    if not flows or not blocks:
        return None
    return str(getattr(block, flows[0])), str(getattr(block, blocks[0]))


def ways(flow: Flow) -> Graph:
    """The flow's graph with the jumps inside the flow as edges."""
    graph: Graph = nx.MultiDiGraph()
    graph.add_nodes_from(flow.graph)
    graph.add_edges_from((edge.source, edge.target) for edge in flow.edges)
    for block in flow.blocks:
        if (target := _jump_inside(flow, block)) is not None:
            graph.add_edge(block.id, target)
    return graph


def _jump_inside(flow: Flow, block: Block) -> str | None:
    jump = jump_of(block)
    if jump is None or jump[0] not in ("", flow.id):
        return None
    start = flow.start.id if flow.start else None
    target = jump[1] or start
    return target if target is not None and target in flow else None


def reachable(flow: Flow, graph: Graph, entrances: frozenset[str] = frozenset()) -> set[str]:
    """Ids of the blocks that conversations can come to: from the start, and from `entrances` (jumps of other flows).

    `graph` are the flow's ways.
    """
    roots = {block for block in entrances if block in graph} | ({str(flow.start.id)} if flow.start else set())
    found = set(roots)
    for root in roots:
        found |= nx.descendants(graph, root)
    return found


def silent_loops(flow: Flow, graph: Graph) -> Iterator[list[str]]:
    """Groups of blocks that lead to each other without a customer's turn among them, by id; `graph` are the ways."""
    silent = graph.subgraph(
        str(block.id) for block in flow.blocks if not (block.waits_for_customer or block.hands_over)
    )
    for group in nx.strongly_connected_components(silent):
        first = next(iter(group))
        if len(group) > 1 or silent.has_edge(first, first):
            yield sorted(group)
