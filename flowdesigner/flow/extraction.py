"""`extract`: a part of a flow becomes a flow of its own, and a *go to* stands where it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count

from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block, BlockId
from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.document import Flow, slug
from flowdesigner.flow.event import Value
from flowdesigner.flow.graph import fields_shown_as, jump_of
from flowdesigner.flow.mend import BESIDE

START, END, GO_TO = "start", "end", "go_to"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The flows that are other ones now, the new one among them; `block` is the *go to* that leads there."""

    flows: dict[str, Flow]
    new: str
    block: str


def extract(flows: Mapping[str, Flow], flow: str, blocks: Iterable[str], name: str) -> Extracted:
    """Make the blocks a flow of this name. Where they led on, it comes back; jumps to their first one, from any flow,
    lead to the *go to*.

    EditError for blocks that are entered at several places, or lead on to several: a *go to* has one way in and one on.
    """
    before = flows[flow]
    part = {str(before.block(block).id) for block in blocks}
    entrance, after = _way_in(before, part), _way_on(before, part)
    words = " ".join(name.split()) or before.block(entrance).title
    numbered = (f"{slug(words) or 'flow'}-{number}" for number in count(2))
    id = next(one for one in chain([slug(words) or "flow"], numbered) if one not in flows)
    new = _part(before, part, entrance, Flow(words, id=id))
    rest, block = _rest(before, part, entrance, after, new)
    if after is not None:
        _demand_no_jump_inside(flows, before, part, entrance)
    led = {one: (id, one) for one in part} | {entrance: (flow, block)}
    changed = {other.id: _led(other, flow, led) for other in (*flows.values(), rest) if other is not before}
    found = {one: twin for one, twin in changed.items() if one == flow or twin != flows[one]}
    return Extracted({**found, id: new}, id, block)


def _way_in(flow: Flow, part: set[str]) -> str:
    """The one block at which conversations come into the part."""
    if not part:
        raise EditError("Select the blocks that are to become a flow of their own.")
    if any(flow.block(block).kind == START for block in part):
        raise EditError("The start stays in its flow. Select the blocks after it.")
    entered = {edge.target for edge in flow.edges if edge.target in part and edge.source not in part}
    inside = {edge.target for edge in flow.edges if edge.target in part and edge.source in part}
    found = sorted(entered or part - inside)
    if len(found) != 1:
        names = ", ".join(f"“{flow.block(one).title}”" for one in found) or "no one block"
        raise EditError(f"Conversations come into the selection at {names}. Select blocks with one way in.")
    return found[0]


def _way_on(flow: Flow, part: set[str]) -> str | None:
    """The one block to which the part leads on; None when every conversation ends in it."""
    found = sorted({edge.target for edge in flow.edges if edge.source in part and edge.target not in part})
    if len(found) > 1:
        names = ", ".join(f"“{flow.block(one).title}”" for one in found)
        raise EditError(f"The selection leads on to {names}. Select blocks that lead on to one.")
    return found[0] if found else None


def _part(before: Flow, part: set[str], entrance: str, new: Flow) -> Flow:
    """The new flow: a start, the blocks, and an end where they led on."""
    taken = dict.fromkeys(part)
    start = new.add(Catalog.default().create(START), id=_free(START, taken))
    for block in before.blocks:
        if block.id in part:
            new.add(_stays_here(block, before.id, part), id=block.id, at=before.layout.get(block.id))
    new.connect(start, entrance, port=start.ports()[0].id)
    leaving = [edge for edge in before.edges if edge.source in part and edge.target not in part]
    for edge in before.edges:
        if edge.source in part and edge.target in part:
            new.connect(edge.source, edge.target, port=edge.port)
    if leaving:
        end = new.add(Catalog.default().create(END), id=_free(END, {**taken, start.id: None}))
        for edge in leaving:
            new.connect(edge.source, end, port=edge.port)
        if new.layout:
            right = max(x for x, _ in new.layout.values())
            new.layout[end.id] = right + BESIDE, before.layout.get(BlockId(entrance), (0.0, 0.0))[1]
    if BlockId(entrance) in new.layout:
        left, top = min(x for x, _ in new.layout.values()), new.layout[BlockId(entrance)][1]
        new.layout[start.id] = left - BESIDE, top
    for group in before.groups.values():
        if {*group.blocks} <= part:
            new.set_group(group.id, group)
            new.collapsed |= {group.id} & before.collapsed
    return new


def _rest(before: Flow, part: set[str], entrance: str, after: str | None, new: Flow) -> tuple[Flow, str]:
    """The old flow with a *go to* in place of the part."""
    rest = before.copy()
    entering = [edge for edge in before.edges if edge.target in part and edge.source not in part]
    for block in part:
        rest.remove(block)
    settings: dict[str, Value] = {"flow": new.id, "come_back": after is not None}
    jump = Catalog.default().create(GO_TO, "", new.name, settings)
    added = rest.add(jump, at=before.layout.get(BlockId(entrance)))
    for edge in entering:
        rest.connect(edge.source, added, port=edge.port)
    if after is not None:
        rest.connect(added, after, port=added.ports()[0].id)
    return rest, added.id


def _stays_here(block: Block, flow: str, part: set[str]) -> Block:
    """The block with a jump that leads to what it led to: the old flow is another one now."""
    jump = jump_of(block)
    if jump is None or jump == ("", "") or jump[0] not in ("", flow):
        return block
    of_flow = fields_shown_as(type(block), "flow")[0]
    return block.model_copy(update={of_flow: "" if jump[1] in part else flow})


def _demand_no_jump_inside(flows: Mapping[str, Flow], before: Flow, part: set[str], entrance: str) -> None:
    """A jump into the middle would not come back to where the part leads on."""
    inner = part - {entrance}
    for other in flows.values():
        for block in other.blocks:
            jump = jump_of(block)
            is_ours = jump is not None and (jump[0] or other.id) == before.id and jump[1] in inner
            if jump and is_ours and not (other is before and block.id in part):
                target = before.block(jump[1]).title
                raise EditError(
                    f"“{block.title}” in “{other.name}” jumps to “{target}”, into the middle of the selection."
                    " Let it jump to the selection's first block, or leave that block out."
                )


def _led(other: Flow, flow: str, led: Mapping[str, tuple[str, str]]) -> Flow:
    """A flow whose jumps to blocks of the part lead to where these are now."""
    twin = other.copy()
    for block in other.blocks:
        jump = jump_of(block)
        if jump and (jump[0] or other.id) == flow and jump[1] in led:
            to_flow, to_block = led[jump[1]]
            fields = fields_shown_as(type(block), "flow")[0], fields_shown_as(type(block), "block")[0]
            twin.update(block, **{fields[0]: "" if to_flow == other.id else to_flow, fields[1]: to_block})
    return twin


def _free(stem: str, taken: Mapping[str, object]) -> str:
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(one for one in chain([stem], numbered) if one not in taken)
