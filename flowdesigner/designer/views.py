"""The document as the page sees it: plain JSON, with what only Python can compute (ports, summaries, faults)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flowdesigner.designer.change import Change
from flowdesigner.designer.operations import edges_of, settings_of
from flowdesigner.designer.rendering import as_html
from flowdesigner.flow.block import GROUP_LABELS, Block, Port
from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.check import Problem
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import kind_of

View = dict[str, Any]


def block_view(block: Block) -> View:
    """One card and its form."""
    return {
        "id": block.id,
        "kind": kind_of(block),
        "name": block.name,
        "title": block.title,
        "settings": settings_of(block),
        **said(block),
        "ports": [port_view(port) for port in block.ports()],
        "summary": block.summary(),
        "faults": [
            {"field": fault.field, "message": fault.message, "severity": fault.severity} for fault in block.faults()
        ],
    }


def said(block: Block) -> View:
    """The texts in other languages, and the words that stand for those that are left empty; where there are any."""
    found = {"translations": block.translations, "says": block.says_instead()}
    return {name: texts for name, texts in found.items() if texts}


def port_view(port: Port) -> View:
    """One exit of a card."""
    return {"id": port.id, "label": port.label, "hint": port.hint, "required": port.required}


def flow_view(flow: Flow) -> View:
    """A whole flow."""
    return {
        "id": flow.id,
        "name": flow.name,
        "blocks": {block.id: block_view(block) for block in flow.blocks},
        "edges": edge_list(flow),
        "layout": {block: list(place) for block, place in flow.layout.items()},
        "variables": variable_list(flow),
        "notes": note_list(flow),
        "groups": group_list(flow),
    }


def change_view(flow: Flow, change: Change) -> View:
    """What an edit changed; blocks that are gone are None."""
    view: View = {
        "op": change.op,
        "blocks": {id: block_view(flow.block(id)) if id in flow else None for id in sorted(change.blocks)},
        "layout": {str(id): list(place) for id, place in flow.layout.items() if id in change.places},
    }
    if change.edges:
        view["edges"] = edge_list(flow)
    if change.variables:
        view["variables"] = variable_list(flow)
    if change.notes:
        view["notes"] = note_list(flow)
    if change.groups:
        view["groups"] = group_list(flow)
    return view


def edge_list(flow: Flow) -> list[list[str]]:
    """Every edge as [from, port, to]."""
    return [list(edge) for edge in sorted(edges_of(flow))]


def variable_list(flow: Flow) -> list[View]:
    """The flow's variables, by name."""
    return [variable.model_dump(mode="json") for _, variable in sorted(flow.variables.items())]


def note_list(flow: Flow) -> list[View]:
    """The notes with their places (left, top, width, height; None: nobody has laid it down yet)."""
    return [
        {**note.model_dump(mode="json"), "at": list(flow.note_layout[id]) if id in flow.note_layout else None}
        for id, note in sorted(flow.notes.items())
    ]


def group_list(flow: Flow) -> list[View]:
    """The groups, and whether they are collapsed."""
    return [
        {**group.model_dump(mode="json"), "collapsed": id in flow.collapsed}
        for id, group in sorted(flow.groups.items())
    ]


def problem_views(problems: Iterable[Problem], flow: str) -> list[View]:
    """The problems of one flow, errors first."""
    ours = [problem for problem in problems if problem.flow == flow]
    return [problem_view(problem) for problem in sorted(ours, key=lambda one: one.severity != "error")]


def problem_view(problem: Problem) -> View:
    """One sentence of the list of problems, with its mend."""
    mend = {"label": problem.mend.label, "op": problem.mend.op} if problem.mend else None
    names = ("block", "severity", "code", "message", "field", "port")
    return {**{name: getattr(problem, name) for name in names}, "mend": mend}


def catalog_view(catalog: Catalog) -> View:
    """The palette, and what the forms are made of."""
    kinds = [catalog.describe(kind) for kind in catalog.kinds]
    return {
        "groups": [{"id": group, "label": label} for group, label in GROUP_LABELS.items()],
        "kinds": [
            {
                "kind": kind.kind,
                "label": kind.label,
                "group": kind.group,
                "icon": kind.icon,
                "help": as_html(kind.help),
                "schema": dict(kind.schema),
                "defaults": dict(kind.defaults),
                "ports": [port_view(port) for port in kind.ports],
            }
            for kind in kinds
        ],
    }


def flow_names(flows: Mapping[str, Flow], main: str) -> list[View]:
    """The flows of a bot, for choosing one: the main one first, then by name."""
    order = sorted(flows.items(), key=lambda one: (one[0] != main, one[1].name.casefold()))
    return [{"id": id, "name": flow.name} for id, flow in order]
