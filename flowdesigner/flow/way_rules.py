"""Problems of the ways through a flow: starts, exits that lead nowhere, jumps, circles, and how conversations end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from flowdesigner.flow import mend
from flowdesigner.flow.document import Flow
from flowdesigner.flow.facts import FlowFacts
from flowdesigner.flow.problem import CheckContext, Problem, about
from flowdesigner.flow.ways import Place, Ways

MOST_NAMED = 4


def way_problems(
    flow: Flow, facts: FlowFacts, flows: Mapping[str, FlowFacts], ways: Ways, context: CheckContext
) -> Iterator[Problem]:
    """What is wrong with the ways through the flow, which is one of these flows."""
    yield from _starts(flow, facts)
    yield from _unused(flow, ways, context)
    yield from _loose_ports(flow, facts)
    yield from _jumps(facts, flows, context)
    yield from _unreachable(facts, ways)
    yield from _circles(facts, ways)
    yield from _endings(facts, flows, ways)


def _starts(flow: Flow, facts: FlowFacts) -> Iterator[Problem]:
    if not facts.starts:
        message = "There is no start block, so no conversation begins here."
        yield Problem(flow=flow.id, code="no_start", message=message, mend=mend.add_start(flow))
    for extra in facts.starts[1:]:
        block = facts.blocks[extra].block
        message = "There are several starts, so no conversation begins here."
        yield about(flow.id, block, "two_starts", message, mend=mend.delete(block))


def _unused(flow: Flow, ways: Ways, context: CheckContext) -> Iterator[Problem]:
    if not context.main or flow.id in (context.main, context.error_flow):
        return
    if not any(place[0] == flow.id for places in ways.jumped_to.values() for place in places):
        message = "No other flow goes to this one, so no customer ever comes here."
        yield Problem(flow=flow.id, code="flow_unused", message=message, severity="warning")


def _loose_ports(flow: Flow, facts: FlowFacts) -> Iterator[Problem]:
    entered = {target for exits in facts.exits.values() for target in exits.values()}
    lonely = [one.block for id, one in facts.blocks.items() if one.block.kind != "start" and id not in entered]
    for id, one in facts.blocks.items():
        used = facts.exits.get(id, {})
        for port in one.ports:
            if port.required and port.id not in used:
                message = f"“{port.label}” leads nowhere: customers who come this way are stuck."
                others = [other for other in lonely[:3] if other.id != id]
                better = mend.connect(one.block, port, others)
                yield about(flow.id, one.block, "loose_port", message, port=port.id, mend=better)


def _jumps(facts: FlowFacts, flows: Mapping[str, FlowFacts], context: CheckContext) -> Iterator[Problem]:
    for one in facts.blocks.values():
        if one.jump is None or one.jump == ("", ""):
            continue
        flow, block = one.jump
        target = flows.get(flow or facts.id)
        if target is None:
            message = f"The flow “{flow}” is not there: customers are stuck."
            likely = next(iter(get_close_matches(flow, sorted(flows), n=1)), "")
            name = context.flows[likely].name if likely in context.flows else likely
            better = mend.set_field(one.block, f"Go to “{name}”", "flow", likely) if likely else None
            yield about(facts.id, one.block, "flow_gone", message, field="flow", mend=better)
        elif block and block not in target.blocks:
            message = "The block that it goes to is not there: customers are stuck."
            better = mend.set_field(one.block, "Go to the flow's start", "block", "") if flow and target.start else None
            yield about(facts.id, one.block, "block_gone", message, field="block", mend=better)


def entrances(flow: str, ways: Ways) -> set[Place]:
    """The places of the flow to which other flows jump."""
    return {place for other, places in ways.jumped_to.items() if other != flow for place in places if place[0] == flow}


def _unreachable(facts: FlowFacts, ways: Ways) -> Iterator[Problem]:
    if facts.start is None:
        return
    there = ways.inside(facts.id, {(facts.id, facts.start), *entrances(facts.id, ways)})
    for id, one in facts.blocks.items():
        if (facts.id, id) not in there and one.block.kind != "start":
            message = "Nothing leads here, so no customer ever sees it."
            yield about(facts.id, one.block, "unreachable", message, severity="warning")


def _circles(facts: FlowFacts, ways: Ways) -> Iterator[Problem]:
    for loop in ways.silent_loops:
        if ours := [place for place in loop if place[0] == facts.id]:
            names = _names(facts, ours)
            message = f"{names} lead to each other without a customer's turn: customers get message after message."
            yield about(facts.id, facts.blocks[ours[0][1]].block, "silent_loop", message)
    silent = {place for loop in ways.silent_loops for place in loop}
    for trap in ways.traps:
        ours = [place for place in trap if place[0] == facts.id]
        if ours and not silent.intersection(trap):
            message = f"From {_names(facts, ours)} no way leads to a close or a hand-over: customers go round for ever."
            yield about(facts.id, facts.blocks[ours[0][1]].block, "no_way_out", message, severity="warning")


def _names(facts: FlowFacts, places: list[Place]) -> str:
    return ", ".join(f"“{facts.blocks[id].block.title}”" for _, id in places[:MOST_NAMED])


def _endings(facts: FlowFacts, flows: Mapping[str, FlowFacts], ways: Ways) -> Iterator[Problem]:
    """Blocks after which a conversation just stops: neither closed nor handed over."""
    called = {one.jump[0] for other in flows.values() for one in other.blocks.values() if one.jump}
    if facts.id in called or facts.start is None:
        return
    there = ways.inside(facts.id, {(facts.id, facts.start)})
    for id, one in facts.blocks.items():
        if (facts.id, id) in ways.ends and (facts.id, id) in there:
            message = "The conversation stops here, neither closed nor handed over, and stays open in the inbox."
            yield about(facts.id, one.block, "left_open", message, severity="warning")
