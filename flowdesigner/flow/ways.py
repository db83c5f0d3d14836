"""`Ways`: how conversations come through the flows of a bot, by edges, jumps, and jumps with a return.

All flows together, as plain tables: a place is (flow, block).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import networkx as nx

from flowdesigner.flow.document import Flow
from flowdesigner.flow.facts import FlowFacts

Place = tuple[str, str]


class Ways:
    """The places of some flows, and where each leads.

    `steps` are edges and jumps for good; `calls` are jumps that come back, from the place that waits for the return to
    the place that it goes to; after the return the conversation goes on by the `steps` of the place that waited. `ends`
    are places where a flow is over, so that it returns.
    """

    def __init__(self, flows: Mapping[str, FlowFacts]) -> None:
        self.steps: dict[Place, list[Place]] = {}
        self.calls: dict[Place, Place] = {}
        self.ends: set[Place] = set()
        self.loud: set[Place] = set()
        self.last: set[Place] = set()
        """Where a conversation is closed or handed over."""
        self.jumped_to: dict[str, set[Place]] = {}
        """The places to which other flows jump, by the flow that does."""
        self._inside: dict[tuple[str, frozenset[Place]], frozenset[Place]] = {}
        for facts in flows.values():
            for id in facts.blocks:
                self._add(flows, facts, id)

    @classmethod
    def of(cls, *flows: Flow) -> Ways:
        """The ways through these flows as they are now."""
        return cls({flow.id: FlowFacts.of(flow) for flow in flows})

    def _add(self, flows: Mapping[str, FlowFacts], facts: FlowFacts, id: str) -> None:
        block, here = facts.blocks[id], (facts.id, id)
        steps = self.steps[here] = [(facts.id, target) for target in facts.exits.get(id, {}).values()]
        if block.block.waits_for_customer or block.block.hands_over:
            self.loud.add(here)
        if block.block.ends or block.block.hands_over:
            self.last.add(here)
        if block.jump is None:
            if not block.ports and not steps and not block.block.ends:
                self.ends.add(here)
            return
        target = target_of(flows, facts, block.jump)
        if target is None:
            return
        if target[0] != facts.id:
            self.jumped_to.setdefault(facts.id, set()).add(target)
        if block.ports:
            self.calls[here] = target
        else:
            steps.append(target)

    def inside(self, flow: str, roots: Iterable[Place]) -> frozenset[Place]:
        """The places of the flow that conversations come to from the roots, without leaving the flow."""
        asked = flow, frozenset(roots)
        if asked not in self._inside:
            self._inside[asked] = frozenset(self._followed(*asked))
        return self._inside[asked]

    def _followed(self, flow: str, roots: Iterable[Place]) -> set[Place]:
        found = {root for root in roots if root[0] == flow and root in self.steps}
        waiting = list(found)
        while waiting:
            here = waiting.pop()
            for there in self.after(here):
                if there[0] == flow and there not in found:
                    found.add(there)
                    waiting.append(there)
        return found

    def after(self, here: Place) -> list[Place]:
        """Where a conversation can come next, now or after the return."""
        return [*self.steps[here], self.calls[here]] if here in self.calls else self.steps[here]

    @cached_property
    def silent_loops(self) -> list[list[Place]]:
        """Groups of places that lead to each other without a customer's turn among them, each in order."""
        passable = self._passed_in_silence()
        edges = {}
        for here in self.steps.keys() - self.loud:
            calls = here in self.calls
            after = self.steps[here] if not calls or self.calls[here] in passable else []
            edges[here] = [one for one in (*after, *([self.calls[here]] if calls else ())) if one not in self.loud]
        return circles(edges)

    def _passed_in_silence(self) -> set[Place]:
        """The places that are called and come back without a customer's turn."""
        found: set[Place] = set()
        while True:
            more = {one for one in set(self.calls.values()) - found if self._comes_back(one, found)}
            if not more:
                return found
            found |= more

    def _comes_back(self, entrance: Place, passable: set[Place]) -> bool:
        found, waiting = {entrance}, [entrance]
        while waiting:
            here = waiting.pop()
            if here in self.loud:
                continue
            if here in self.ends:
                return True
            if here not in self.calls or self.calls[here] in passable:
                waiting += [one for one in self.steps[here] if one not in found]
                found.update(self.steps[here])
        return False

    @cached_property
    def traps(self) -> list[list[Place]]:
        """Circles that no conversation leaves any more, closed nowhere and handed over nowhere, each in order."""
        edges = {here: self.after(here) for here in self.steps}
        return [
            circle
            for circle in circles(edges)
            if not self.last.intersection(circle) and {there for here in circle for there in edges[here]} <= {*circle}
        ]


def target_of(flows: Mapping[str, FlowFacts], facts: FlowFacts, jump: tuple[str, str]) -> Place | None:
    """The place that a jump leads to; None when it is not there."""
    target = flows.get(jump[0] or facts.id)
    block = (jump[1] or target.start) if target else None
    return (target.id, block) if target and block and block in target.blocks else None


def circles(edges: Mapping[Place, Iterable[Place]]) -> list[list[Place]]:
    """Groups of places that lead to each other."""
    graph = nx.DiGraph([(here, there) for here, after in edges.items() for there in after])
    groups = nx.strongly_connected_components(graph)
    found = (sorted(group) for group in groups if len(group) > 1 or graph.has_edge(*(list(group) * 2)))
    return sorted(found)
