"""`check`: what is wrong with a flow, in sentences that say what happens to the customer, with a mend where one is.

Errors keep a draft from being published, warnings do not. No kind of block is named here: a kind says of itself what it
does (`waits_for_customer`, `hands_over`, `ends`), and its form says which settings are teams, flows or blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from flowdesigner.flow import mend
from flowdesigner.flow.block import Block, Severity
from flowdesigner.flow.dataflow import SetBefore
from flowdesigner.flow.document import Flow, Graph
from flowdesigner.flow.graph import fields_shown_as, jump_of, reachable, silent_loops, ways
from flowdesigner.flow.mend import Mend
from flowdesigner.flow.system_variables import NAMES

__all__ = ["CheckContext", "Mend", "Problem", "check"]

MOST_GUESSES = 10
"""So many names are compared with all others, which takes time; a flow with more has other worries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where, and as a sentence. `code` names the rule; `block` is None for the flow itself."""

    flow: str
    message: str
    code: str
    severity: Severity = "error"
    block: str | None = None
    title: str = ""
    field: str = ""
    port: str = ""
    mend: Mend | None = None

    def __str__(self) -> str:
        return f"{self.flow}: {self.title}: {self.message}" if self.title else f"{self.flow}: {self.message}"


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a flow alone does not know: the teams in which the bot answers, the account's teams (None: not known), the
    other flows of the bot, the secrets that are kept (None: not known)."""

    bot_teams: frozenset[str] = frozenset()
    teams: Mapping[str, str] | None = None
    flows: Mapping[str, Flow] = field(default_factory=dict)
    secrets: frozenset[str] | None = None


def check(flow: Flow, *, context: CheckContext | None = None) -> list[Problem]:
    """Everything that is wrong with the flow: errors first, then by block."""
    looked_at, graph = context or CheckContext(), ways(flow)
    found = [
        *_starts(flow),
        *_faults(flow),
        *_loose_ports(flow),
        *_teams(flow, looked_at),
        *_jumps(flow, looked_at),
        *_unreachable(flow, looked_at, graph),
        *_loops(flow, graph),
        *_variables(flow, looked_at),
        *_read_before_set(flow, looked_at, graph),
        *_secrets(flow, looked_at),
        *_exposed(flow, looked_at),
        *_endings(flow, looked_at, graph),
    ]
    return sorted(found, key=lambda problem: (problem.severity != "error", problem.block or "", problem.code))


def about(flow: Flow, block: Block, code: str, message: str, **more: Any) -> Problem:  # noqa: ANN401 - Problem's fields
    """A problem of a block."""
    return Problem(flow=flow.id, block=block.id, title=block.title, code=code, message=message, **more)


def _starts(flow: Flow) -> Iterator[Problem]:
    starts = [block for block in flow.blocks if block.kind == "start"]
    if not starts:
        message = "There is no start block, so no conversation begins here."
        yield Problem(flow=flow.id, code="no_start", message=message, mend=mend.add_start(flow))
    for extra in starts[1:]:
        message = "There are several starts, so no conversation begins here."
        yield about(flow, extra, "two_starts", message, mend=mend.delete(extra))


def _faults(flow: Flow) -> Iterator[Problem]:
    for block in flow.blocks:
        for fault in block.faults():
            yield about(flow, block, "setting", fault.message, field=fault.field, severity=fault.severity)


def _loose_ports(flow: Flow) -> Iterator[Problem]:
    lonely = [one for one in flow.blocks if one.kind != "start" and not flow.graph.in_degree(one.id)]
    for block in flow.blocks:
        used = {port for _, _, port in flow.graph.out_edges(block.id, keys=True)}
        for port in block.ports():
            if port.required and port.id not in used:
                message = f"“{port.label}” leads nowhere: customers who come this way are stuck."
                others = [one for one in lonely[:3] if one.id != block.id]
                yield about(flow, block, "loose_port", message, port=port.id, mend=mend.connect(block, port, others))


def _teams(flow: Flow, context: CheckContext) -> Iterator[Problem]:
    for block in flow.blocks:
        for name in fields_shown_as(type(block), "team"):
            team = str(getattr(block, name))
            if team in context.bot_teams:
                message = (
                    "The bot answers in this team, so it would talk over your people. "
                    "Choose a team that is not a bot team."
                )
                yield about(flow, block, "bot_team", message, field=name)
            elif team and context.teams is not None and team not in context.teams:
                message = "This team does not exist in Intercom any more, so the customer reaches nobody."
                yield about(flow, block, "team_gone", message, field=name)


def _jumps(flow: Flow, context: CheckContext) -> Iterator[Problem]:
    for block in flow.blocks:
        jump = jump_of(block)
        if jump is None or jump == ("", ""):
            continue
        target = flow if jump[0] in ("", flow.id) else context.flows.get(jump[0])
        if target is None:
            yield about(
                flow, block, "flow_gone", f"The flow “{jump[0]}” is not there: customers are stuck.", field="flow"
            )
        elif jump[1] and jump[1] not in target:
            message = "The block that it goes to is not there: customers are stuck."
            yield about(flow, block, "block_gone", message, field="block")


def _unreachable(flow: Flow, context: CheckContext, graph: Graph) -> Iterator[Problem]:
    if flow.start is None:
        return
    there = reachable(flow, graph, _entrances(flow, context))
    for block in flow.blocks:
        if block.id not in there and block.kind != "start":
            message = "Nothing leads here, so no customer ever sees it."
            yield about(flow, block, "unreachable", message, severity="warning")


def _entrances(flow: Flow, context: CheckContext) -> frozenset[str]:
    """The blocks of this flow to which other flows jump."""
    jumps = (jump_of(block) for other in context.flows.values() if other.id != flow.id for block in other.blocks)
    return frozenset(jump[1] for jump in jumps if jump and jump[0] == flow.id and jump[1])


def _loops(flow: Flow, graph: Graph) -> Iterator[Problem]:
    for loop in silent_loops(flow, graph):
        first = flow.block(loop[0])
        names = ", ".join(f"“{flow.block(block).title}”" for block in loop[:4])
        message = f"{names} lead to each other without a customer's turn: customers would get message after message."
        yield about(flow, first, "silent_loop", message)


def _variables(flow: Flow, context: CheckContext) -> Iterator[Problem]:
    known = set_somewhere([*context.flows.values(), flow])
    likely: dict[str, str] = {}
    for block in flow.blocks:
        for name in sorted(block.reads()):
            if name in known or name.split(".")[0].split("[")[0] in known:
                continue
            if name not in likely and len(likely) < MOST_GUESSES:
                likely[name] = next(iter(get_close_matches(name, sorted(known), n=1)), "")
            yield _never_set(flow, block, name, likely.get(name, ""))


def set_somewhere(flows: Iterable[Flow]) -> set[str]:
    """Names of the variables that can have a value: those that a block sets, that have a default, or that every
    conversation has."""
    found = set(NAMES)
    for flow in flows:
        found.update(*(block.writes() for block in flow.blocks))
        found |= _defaults(flow)
    return found


def _never_set(flow: Flow, block: Block, name: str, likely: str) -> Problem:
    message = f"{{{name}}} is never set, so customers see nothing in its place."
    if not likely:
        return about(flow, block, "unknown_variable", message, severity="warning")
    message += f" Did you mean {{{likely}}}?"
    better = mend.read_instead(block, name, likely)
    return about(flow, block, "unknown_variable", message, severity="warning", mend=better)


def _read_before_set(flow: Flow, context: CheckContext, graph: Graph) -> Iterator[Problem]:
    """Variables in texts that have no value yet, on every way there or on some. Conditions may ask for them."""
    others = [other for other in context.flows.values() if other.id != flow.id]
    elsewhere = set_somewhere([*others, Flow(flow.name)]) | _defaults(flow)
    before = SetBefore(flow, graph, elsewhere, _entrances(flow, context))
    own = {name for block in flow.blocks for name in block.writes()} - elsewhere
    for block in flow.blocks:
        if not before.is_reached(block.id):
            continue
        for name in sorted(block.shows()):
            root = name.split(".")[0].split("[")[0]
            read = name if name in own else root
            if read not in own or before.always(block.id, read):
                continue
            if before.sometimes(block.id, read):
                message = f"Some customers come here before {{{name}}} is set, and see nothing in its place."
                yield about(flow, block, "set_on_some_ways", message, severity="warning")
            else:
                message = f"{{{name}}} is set only later, so customers see nothing in its place here."
                yield about(flow, block, "set_later", message, severity="warning")


def _defaults(flow: Flow) -> set[str]:
    return {name for name, variable in flow.variables.items() if variable.default is not None}


def _secrets(flow: Flow, context: CheckContext) -> Iterator[Problem]:
    if context.secrets is None:
        return
    for block in flow.blocks:
        for name in sorted(block.secrets() - context.secrets):
            message = f"The secret “{name}” is not kept yet, so what needs it fails. Enter it."
            yield about(flow, block, "secret_missing", message, severity="warning")


def _exposed(flow: Flow, context: CheckContext) -> Iterator[Problem]:
    """Sensitive variables that go where others can read them."""
    flows = {**context.flows, flow.id: flow}.values()
    sensitive = {name for one in flows for name, variable in one.variables.items() if variable.sensitive}
    for block in flow.blocks:
        for name in sorted(block.exposes()):
            if name in sensitive or name.split(".")[0].split("[")[0] in sensitive:
                message = (
                    f"{{{name}}} is sensitive, and others can read it on its way: send it over https,"
                    " and in the body or a header instead of the address."
                )
                yield about(flow, block, "exposed", message, severity="warning")


def _endings(flow: Flow, context: CheckContext, graph: Graph) -> Iterator[Problem]:
    """Blocks after which a conversation just stops: neither closed nor handed over."""
    called = {jump[0] for other in context.flows.values() for block in other.blocks if (jump := jump_of(block))}
    if flow.id in called or flow.start is None:
        return
    there = reachable(flow, graph)
    for block in flow.blocks:
        stops = not block.ports() and not block.ends and jump_of(block) is None and not graph.out_degree(block.id)
        if stops and block.id in there:
            message = "The conversation stops here, neither closed nor handed over, and stays open in the inbox."
            yield about(flow, block, "left_open", message, severity="warning")
