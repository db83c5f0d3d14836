"""`check`: what is wrong with a flow, in sentences that say what happens to the customer, with a mend where one is.

Errors keep a draft from being published, warnings do not. No kind of block is named here: a kind says of itself what it
does (`waits_for_customer`, `hands_over`, `ends`), and its form says which settings are teams, flows or blocks.

A `Checker` remembers: it looks again only at what an edit can have changed. Single blocks are looked at again when
they, or what is known of the account, are other ones (`block_rules.py`); the ways and what is set on them when an edge,
a jump or a variable is (`ways.py`, `dataflow.py`); what reads them off is quick and done each time.
"""

from __future__ import annotations

from itertools import chain

from flowdesigner.flow.block_rules import Surroundings, block_problems
from flowdesigner.flow.dataflow import SetBefore
from flowdesigner.flow.document import Flow
from flowdesigner.flow.facts import BlockFacts, Facts, FlowFacts
from flowdesigner.flow.language_rules import LanguageRules
from flowdesigner.flow.memory import Memory
from flowdesigner.flow.mend import Mend
from flowdesigner.flow.problem import CheckContext, Problem
from flowdesigner.flow.variable_rules import (
    Likely,
    followed,
    read_too_early,
    set_by_blocks,
    set_somewhere,
    unknown_variables,
)
from flowdesigner.flow.way_rules import way_problems
from flowdesigner.flow.ways import Ways

__all__ = ["CheckContext", "Checker", "Mend", "Problem", "check"]


def check(flow: Flow, *, context: CheckContext | None = None) -> list[Problem]:
    """Everything that is wrong with the flow: errors first, then by block."""
    return Checker().check(flow, context)


class Checker:
    """Checks the flows of one bot again and again; always finds what `check` finds."""

    def __init__(self) -> None:
        self._facts = Facts()
        self._flow = ""
        self._shape: tuple[object, ...] = ()
        self._ways = Ways({})
        self._stream: tuple[object, ...] = ()
        self._before = SetBefore(self._ways, {}, ())
        self._own: frozenset[str] = frozenset()
        self._known: frozenset[str] = frozenset()
        self._likely: Likely = {}
        self._languages = LanguageRules()
        self._around = Surroundings.of(CheckContext(), frozenset())
        self._alone: Memory[BlockFacts, list[Problem]] = Memory(
            lambda one: list(block_problems(self._flow, one, self._around))
        )
        self._on_the_way: Memory[BlockFacts, list[Problem]] = Memory(
            lambda one: list(read_too_early(self._flow, one, self._own, self._before))
        )

    def check(self, flow: Flow, context: CheckContext | None = None) -> list[Problem]:
        """Everything that is wrong with the flow: errors first, then by block."""
        given = context or CheckContext()
        flows = self._facts.look(list({**given.flows, flow.id: flow}.values()))
        self._flow, facts = flow.id, flows[flow.id]
        self._look_at_ways(flows, given)
        self._look_around(flows, given)
        found = [
            *way_problems(flow, facts, flows, self._ways, given),
            *chain.from_iterable(self._alone.of(flow.id, facts.blocks)),
            *unknown_variables(facts, self._known, self._likely),
            *chain.from_iterable(self._on_the_way.of(flow.id, facts.blocks)),
            *self._languages.problems(facts, given.languages),
            *_speaker(flow, given),
        ]
        for memory in (self._alone, self._on_the_way, self._languages):
            memory.keep(flows)
        return sorted(found, key=lambda problem: (problem.severity != "error", problem.block or "", problem.code))

    def _look_at_ways(self, flows: dict[str, FlowFacts], context: CheckContext) -> None:
        """Follow the ways again if they are other ones, and what is set on them if that is."""
        shape = tuple((one.id, one.exits, one.places, one.starts) for one in flows.values())
        if shape != self._shape:
            self._shape, self._ways, self._stream = shape, Ways(flows), ()
        stream = (*((one.writes, one.defaults) for one in flows.values()), context.main, context.error_flow)
        if stream != self._stream:
            self._stream = stream
            self._before = followed(flows, self._ways, context.main, context.error_flow)
            self._own = set_by_blocks(flows.values())
            self._on_the_way.clear()

    def _look_around(self, flows: dict[str, FlowFacts], context: CheckContext) -> None:
        """Forget what was found when the account, or what is set at all, is another."""
        sensitive: frozenset[str] = frozenset().union(*(one.sensitive for one in flows.values()))
        around = Surroundings.of(context, sensitive)
        if around != self._around:
            self._around = around
            self._alone.clear()
        known = set_somewhere(flows.values())
        if known != self._known:
            self._known, self._likely = known, {}


def _speaker(flow: Flow, context: CheckContext) -> list[Problem]:
    """The teammate as whom the bot speaks, said once: in the main flow."""
    if context.agents is None or not context.agent or context.agent in context.agents:
        return []
    if context.main not in ("", flow.id):
        return []
    message = (
        "The teammate as whom the bot speaks is not in Intercom any more, so customers get no answer. Choose another."
    )
    return [Problem(flow=flow.id, code="agent_gone", message=message)]
