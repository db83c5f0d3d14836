"""Blocks on the clipboard: within a flow, across flows and bots."""

from __future__ import annotations

import json

import pytest

from flowdesigner.blocks import GoTo, OfferChoices, SendMessage, SetVariable, Start
from flowdesigner.errors import EditError
from flowdesigner.flow.block import BlockId, UnknownBlock
from flowdesigner.flow.clipboard import Missing, clip, paste
from flowdesigner.flow.document import Flow
from flowdesigner.flow.note import Group, Note
from flowdesigner.flow.template import Template
from flowdesigner.flow.variable import Variable


def main_flow() -> Flow:
    flow = Flow("Main")
    flow.add(Start(), id="start", at=(0, 0))
    flow.add(OfferChoices(text="?", choices=["Yes"]), id="menu", at=(300, 0))
    flow.add(SendMessage(name="Say", text=Template("{order.id} {topic}")), id="say", at=(600, 50))
    flow.add(GoTo(block="menu"), id="again", at=(900, 50))
    flow.connect("start", "menu")
    flow.connect("menu", "say", port="yes")
    flow.connect("say", "again")
    flow.variables |= {name: Variable(name=name) for name in ("order", "topic", "unused")}
    flow.set_note("n", Note(id="n", text="Mind"), (280, -60, 100, 50))
    flow.set_group("g", Group(id="g", name="Talk", blocks=("menu", "say")))
    flow.set_group("rest", Group(id="rest", blocks=("again", "start")))
    flow.collapsed = {"g"}
    return flow


def test_pasted_blocks_keep_edges_among_them_places_and_what_lies_beside() -> None:
    flow = main_flow()
    pasted = paste(flow, clip(flow, ["menu", "say", "again"], ["n"]), (1000, 500))
    assert pasted.ids == {"again": "go_to", "menu": "offer_choices", "say": "say-2"}
    assert [tuple(edge) for edge in flow.edges if edge.source not in main_flow()] == [
        ("offer_choices", "yes", "say-2"),
        ("say-2", "next", "go_to"),
    ]
    assert flow.layout[BlockId("say-2")] == (1320, 610)
    assert list(flow.note_layout["note"]) == [1000, 500, 100, 50]
    assert flow.groups["group"].blocks == ("offer_choices", "say-2")
    assert sorted(flow.collapsed) == ["g", "group"]
    assert flow.block("go_to").model_dump()["block"] == "offer_choices"


def test_without_a_place_the_copy_lies_beside() -> None:
    flow = main_flow()
    paste(flow, clip(flow, ["say"]))
    assert flow.layout[BlockId("say-2")] == (640, 90)


def test_what_is_cut_comes_back_under_its_own_ids() -> None:
    flow = main_flow()
    text = clip(flow, ["menu", "say"])
    flow.remove("menu")
    flow.remove("say")
    assert paste(flow, text).ids == {"menu": "menu", "say": "say"}
    assert flow.block("again").model_dump()["block"] == "menu"


def test_in_another_flow_jumps_lead_back_and_variables_come_along() -> None:
    flow, other = main_flow(), Flow("Other")
    other.variables["topic"] = Variable(name="topic", default="mine")
    pasted = paste(other, clip(flow, ["say", "again"]), flows={"main", "other"})
    assert other.block("again").model_dump() == {"flow": "main", "block": "menu", "come_back": False}
    assert pasted.missing == ()
    assert sorted(other.variables) == ["order", "topic"]
    assert other.variables["topic"].default == "mine"


def test_in_another_bot_jumps_to_flows_that_are_not_there_are_named() -> None:
    flow, other = main_flow(), Flow("Other")
    flow.add(GoTo(flow="billing"), id="bill")
    pasted = paste(other, clip(flow, ["bill", "again"]), flows={"other"})
    assert pasted.missing == (Missing("again", "main"), Missing("bill", "billing"))


def test_a_flow_has_one_start() -> None:
    flow, empty = main_flow(), Flow("Empty")
    text = clip(flow, ["start", "menu"])
    assert paste(flow, text).left_out == ("start",)
    assert flow.start is not None
    assert paste(empty, text).left_out == ()
    assert empty.start is not None


def test_a_block_of_a_kind_that_is_not_installed_comes_along_with_its_exits() -> None:
    flow, other = Flow("Main"), Flow("Other")
    flow.add(UnknownBlock(raw_kind="teleport", raw_settings={"to": [1]}, raw_ports=("out", "back")), id="t")
    paste(other, clip(flow, ["t"]))
    assert other.block("t") == flow.block("t")


def test_what_the_page_has_copied_is_pasted() -> None:
    blocks = [{"id": "a", "kind": "set_variable", "name": "", "settings": {"variable": "x", "value": "1"}}]
    text = json.dumps({"flowdesigner": "blocks", "blocks": blocks, "edges": [["a", "next", "a"]], "variables": []})
    flow = Flow("Main")
    paste(flow, text)
    assert flow.block("a").model_dump() == SetVariable(variable="x", value=Template("1")).model_dump()
    assert len(flow.edges) == 1


@pytest.mark.parametrize(
    "text",
    ["", "hello", "[]", "{}", '{"flowdesigner": "blocks", "blocks": 1}', '{"flowdesigner": "blocks", "edges": [1]}'],
)
def test_what_is_no_clip_is_said_and_changes_nothing(text: str) -> None:
    flow = main_flow()
    with pytest.raises(EditError, match="no blocks on the clipboard"):
        paste(flow, text)
    assert flow == main_flow()
