"""`clip` and `paste`: blocks, notes and groups as JSON on the clipboard, within a flow, across flows and across bots.

    {flowdesigner: "blocks", flow, blocks: [{id, kind, name, settings, translations}], edges: [[from, port, to]],
     at: {id: [x, y]}, variables, groups, notes, note_layout, collapsed}

`flow` is where it was copied (the page may leave it out), the last five are as in flow files. What leads into or out of
the selection is left out; jumps to blocks that come along lead to the pasted ones.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from pydantic import TypeAdapter

from flowdesigner.errors import BrokenFileError, EditError
from flowdesigner.flow.block import Block, BlockId, Translations, UnknownBlock
from flowdesigner.flow.document import Flow, Place, slug
from flowdesigner.flow.files import FORMAT, TRANSLATIONS, flow_from_data, flow_to_data
from flowdesigner.flow.graph import fields_shown_as, jump_of
from flowdesigner.flow.template import root_of

ASIDE = 40.0
"""Pixels between what was copied and its copy, when no place is given."""
MARK = "blocks"
TRANSLATED: TypeAdapter[Translations] = TypeAdapter(Translations)
BESIDE = ("groups", "notes", "collapsed", "note_layout")


def clip(flow: Flow, blocks: Iterable[Block | str], notes: Iterable[str] = ()) -> str:
    """These blocks and notes as a text for the clipboard, with the edges between them and the groups that are whole."""
    wanted = {flow.block(block).id for block in blocks}
    part = flow.copy()
    for block in [one for one in flow.blocks if one.id not in wanted]:
        part.remove(block)
    for group in flow.groups.values():
        if not {*group.blocks} <= wanted:
            part.set_group(group.id, None)
    for note in flow.notes.keys() - set(notes):
        part.set_note(note, None)
    used = {root_of(name) for block in part for name in block.reads() | block.writes()}
    part.variables = {name: variable for name, variable in part.variables.items() if name in used}
    part.unknown = {}
    return json.dumps(_to_data(part), ensure_ascii=False)


def _to_data(part: Flow) -> dict[str, Any]:
    """A clip, as the page makes it too: exits only of blocks whose kind is not installed."""
    data = flow_to_data(part)
    for block, one in zip(part.blocks, data["blocks"], strict=True):
        if isinstance(block, UnknownBlock):
            one["ports"] = list(block.raw_ports)
        if block.translations:
            one[TRANSLATIONS] = block.translations
    edges = [[edge["from"], edge["port"], edge["to"]] for edge in data["edges"]]
    beside = {name: data[name] for name in BESIDE if name in data}
    kept = {"blocks": data["blocks"], "edges": edges, "at": data["layout"], "variables": data["variables"], **beside}
    return {"flowdesigner": MARK, "flow": part.id, **kept}


@dataclass(frozen=True, slots=True)
class Missing:
    """A jump of a pasted block to a flow that is not there."""

    block: str
    flow: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste brings: `part` is a flow with the ids that are new to the target, in their places there.

    `ids` are the new ids by the old ones; `left_out` are starts, of which a flow has one.
    """

    part: Flow
    ids: dict[str, str]
    missing: tuple[Missing, ...] = ()
    left_out: tuple[str, ...] = ()


def paste(flow: Flow, text: str, at: Place | None = None, *, flows: Collection[str] | None = None) -> Pasted:
    """Put a clip into the flow with its top left corner `at`, by default beside where it was.

    `flows` are the ids of the bot's flows: jumps to others are reported as `missing`. EditError for a text that is no
    clip; the flow is then as it was.
    """
    pasted = prepared(flow, text, at, flows=flows)
    part = pasted.part
    for block in part.blocks:
        flow.add(block, at=part.layout.get(block.id))
    for edge in part.edges:
        flow.connect(edge.source, edge.target, port=edge.port)
    for note in part.notes.values():
        flow.set_note(note.id, note, part.note_layout.get(note.id))
    for group in part.groups.values():
        flow.set_group(group.id, group)
    flow.collapsed |= part.collapsed
    flow.variables |= part.variables
    return pasted


def prepared(flow: Flow, text: str, at: Place | None = None, *, flows: Collection[str] | None = None) -> Pasted:
    """What `paste` would put in; the flow is left as it is."""
    source, origin = read(text)
    left_out = tuple(block.id for block in source.blocks if block.kind == "start" and flow.start)
    for start in left_out:
        source.remove(start)
    ids = new_ids(flow.graph, source.graph, {block.id: slug(block.name) or block.kind for block in source.blocks})
    part = Flow(flow.name, id=flow.id)
    by = shift(source, at)
    missing = []
    for block in source.blocks:
        added = part.add(_led(block, ids, origin, flow.id), id=ids[block.id])
        if block.id in source.layout:
            part.layout[added.id] = source.layout[block.id][0] + by[0], source.layout[block.id][1] + by[1]
        jump = jump_of(added)
        if jump and jump[0] and jump[0] != flow.id and flows is not None and jump[0] not in flows:
            missing.append(Missing(added.id, jump[0]))
    for edge in source.edges:
        part.connect(ids[edge.source], ids[edge.target], port=edge.port)
    _beside(flow, source, part, ids, by)
    part.variables = {name: one for name, one in source.variables.items() if name not in flow.variables}
    return Pasted(part, ids, tuple(missing), left_out)


def _beside(flow: Flow, source: Flow, part: Flow, ids: dict[str, str], by: Place) -> None:
    """Notes and groups under new ids."""
    note_ids = new_ids(flow.notes, source.notes, dict.fromkeys(source.notes, "note"))
    for id, note in source.notes.items():
        part.set_note(note_ids[id], note)
        if id in source.note_layout:
            left, top, width, height = source.note_layout[id]
            part.note_layout[note_ids[id]] = left + by[0], top + by[1], width, height
    group_ids = new_ids(flow.groups, source.groups, dict.fromkeys(source.groups, "group"))
    for id, group in source.groups.items():
        part.set_group(group_ids[id], group.model_copy(update={"blocks": tuple(ids[one] for one in group.blocks)}))
    part.collapsed = {group_ids[id] for id in source.collapsed}


def read(text: str) -> tuple[Flow, str]:
    """The flow that a clip is, and where it was copied, or ""; EditError for a text that is none."""
    nothing = "There are no blocks on the clipboard. Copy some first, then paste them."
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("flowdesigner") != MARK:
            raise EditError(nothing)
        edges = [{"from": source, "port": port, "to": target} for source, port, target in data.get("edges", [])]
        listed = {name: data[name] for name in ("blocks", "variables", *BESIDE) if name in data}
        whole = {"format": FORMAT, "id": MARK, "name": "", "layout": data.get("at") or {}}
        found = flow_from_data({**whole, **listed, "edges": edges})
        for one in data["blocks"]:
            block = found.block(one["id"])
            found.put(block.model_copy(update=_besides(block, one)))
        return found, str(data.get("flow", ""))
    except (ValueError, TypeError, KeyError, RecursionError, BrokenFileError) as error:
        raise EditError(nothing) from error


def _besides(block: Block, data: dict[str, Any]) -> dict[str, Any]:
    """What a clip says of a block besides its settings."""
    said: dict[str, Any] = {TRANSLATIONS: TRANSLATED.validate_python(data.get(TRANSLATIONS) or {})}
    if isinstance(block, UnknownBlock):
        said["raw_ports"] = tuple(str(port) for port in data.get("ports") or block.raw_ports)
    return said


def new_ids(taken: Iterable[str], ids: Iterable[str], stems: dict[str, str]) -> dict[str, str]:
    """An id for each that is not taken: its own where that is free, else its stem with a number."""
    used, found = set(taken), {}
    for id in sorted(ids):
        stem = stems[id]
        numbered = (f"{stem}-{number}" for number in count(2))
        found[id] = next(one for one in chain([id, stem], numbered) if one not in used)
        used.add(found[id])
    return found


def shift(source: Flow, at: Place | None) -> Place:
    """How far everything moves."""
    corners = [*source.layout.values(), *((area[0], area[1]) for area in source.note_layout.values())]
    if at is None or not corners:
        return ASIDE, ASIDE
    return at[0] - min(x for x, _ in corners), at[1] - min(y for _, y in corners)


def _led(block: Block, ids: dict[str, str], origin: str, flow: str) -> Block:
    """The block with its jump to where it leads now: to a pasted block, or back to where it was copied."""
    jump = jump_of(block)
    if jump is None or isinstance(block, UnknownBlock) or jump == ("", ""):
        return block
    of_flow, of_block = fields_shown_as(type(block), "flow")[0], fields_shown_as(type(block), "block")[0]
    if (jump[0] or origin) != origin:
        return block
    if jump[1] in ids:
        return block.model_copy(update={of_flow: "", of_block: BlockId(ids[jump[1]])})
    return block.model_copy(update={of_flow: "" if origin == flow else origin})
