"""`Program`: the flows of one revision together, compiled to tables that `advance` walks.

Compiled once per revision: at a step nothing is validated, searched or parsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from flowdesigner.errors import BrokenFileError
from flowdesigner.flow.block import Block
from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import Value
from flowdesigner.flow.files import flow_from_data
from flowdesigner.flow.language import Languages, spoken_to
from flowdesigner.flow.system_variables import PREFERRED, Source, sources_of
from flowdesigner.flow.translation import languages_in, translated
from flowdesigner.interpreter.session import Position, Session

OPTIONS = UUID("6f0d2c1e-7f43-4a8c-9d0b-2f5f7d6a1c55")
"""Namespace of the options' UUIDs; changing it would orphan the buttons that customers still see."""


@dataclass(frozen=True, slots=True)
class Node:
    """A block in its place: where it is, where its ports lead, and the block in every other language that it speaks."""

    position: Position
    block: Block
    targets: Mapping[str, str]
    translations: Mapping[str, Block] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompiledFlow:
    """One flow as tables. `start` is None when the flow has no single start block."""

    id: str
    name: str
    start: str | None
    nodes: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Program:
    """All flows of a revision; conversations begin at `main`, and what goes wrong goes on in `error_flow`."""

    flows: Mapping[str, CompiledFlow]
    main: str
    error_flow: str | None = None
    defaults: Mapping[str, Value] = field(default_factory=dict)
    """What variables hold when a conversation begins."""
    asks: frozenset[Source] = frozenset()
    """Where Intercom must be asked about the customer for the system variables that the flows read."""
    languages: Languages = ()
    """The languages that the bot speaks, the main one first ("": not named); none when it is written in one only."""
    sensitive: frozenset[str] = frozenset()
    """Variables whose values nobody reads in what is written down."""

    @classmethod
    def of(
        cls, *flows: Flow, main: str | None = None, error_flow: str | None = None, languages: Languages | None = None
    ) -> Program:
        """The program of these flows; the first is the main one unless `main` names another by its id.

        Without `languages` the flows speak all that they are translated into.
        """
        if not flows and main is None:
            raise ValueError("A program needs at least one flow.")
        spoken = ("", *languages_in(flows)) if languages is None else languages
        compiled = {flow.id: compile_flow(flow, spoken[1:]) for flow in flows}
        names = (name for flow in flows for block in flow.blocks for name in block.reads())
        asks = sources_of([*names, *((PREFERRED,) if spoken[1:] else ())])
        sensitive = sensitive_of(*flows)
        return cls(compiled, main or flows[0].id, error_flow, defaults_of(*flows), asks, spoken, sensitive)

    def starting_at(self, flow: str, block: str | None = None) -> Program:
        """The same, but conversations begin at this block: for trying a part of the bot."""
        changed = replace(self.flows[flow], start=block or self.flows[flow].start)
        return replace(self, flows={**self.flows, flow: changed}, main=flow)

    def language(self, session: Session) -> str:
        """The language in which the customer is spoken to; "" where the bot knows one only and does not name it."""
        return spoken_to(self.languages, session.variables, session.facts) if self.languages else ""

    def block(self, node: Node, session: Session) -> Block:
        """The node's block as this customer hears it."""
        if not node.translations:
            return node.block
        return node.translations.get(self.language(session), node.block)

    def node(self, position: Position) -> Node | None:
        """The block at this position, or None when this revision has none there."""
        flow = self.flows.get(position.flow)
        return flow.nodes.get(position.block) if flow else None

    def find(self, flow: str, block: str | None) -> Node | None:
        """The block of that flow, by default the flow's start; None when there is none."""
        compiled = self.flows.get(flow)
        if compiled is None:
            return None
        name = block or compiled.start
        return compiled.nodes.get(name) if name else None


def defaults_of(*flows: Flow) -> dict[str, Value]:
    """The defaults of the flows' variables."""
    variables = (variable for flow in flows for variable in flow.variables.values())
    return {variable.name: variable.default for variable in variables if variable.default is not None}


def sensitive_of(*flows: Flow) -> frozenset[str]:
    """The variables that one of the flows declares sensitive."""
    return frozenset(name for flow in flows for name, variable in flow.variables.items() if variable.sensitive)


def compile_flow(flow: Flow, languages: Languages = ()) -> CompiledFlow:
    """The flow as tables, with the blocks that speak these languages besides the main one."""
    targets: dict[str, dict[str, str]] = {block.id: {} for block in flow.blocks}
    for edge in flow.edges:
        targets[edge.source][edge.port] = edge.target
    nodes = {
        str(block.id): Node(Position(flow.id, block.id), block, targets[block.id], spoken_by(block, languages))
        for block in flow.blocks
    }
    return CompiledFlow(flow.id, flow.name, flow.start.id if flow.start else None, nodes)


def spoken_by(block: Block, languages: Languages) -> dict[str, Block]:
    """The block in each of these languages that it is translated into."""
    if not block.translations:
        return {}
    return {code: spoken for code in languages if (spoken := translated(block, code)) is not block}


def compile_program(data: Mapping[str, Any], catalog: Catalog | None = None) -> Program:
    """The program of a revision's document (`Bot.data()`); a document that is none raises `BrokenFileError`."""
    try:
        flows = [flow_from_data(flow, catalog) for flow in data["flows"].values()]
        languages = tuple(str(code) for code in data.get("languages", ()))
        return Program.of(*flows, main=data["main"], error_flow=data.get("error_flow") or None, languages=languages)
    except (KeyError, AttributeError, TypeError) as error:
        raise BrokenFileError(f"The revision is not a bot's document ({error!r}); publish the bot again.") from error


@lru_cache(maxsize=16384)
def option_uuid(position: Position, name: str) -> str:
    """The UUID of a block's option: the same in every conversation and revision."""
    return str(uuid5(OPTIONS, f"{position.flow}/{position.block}/{name}"))
