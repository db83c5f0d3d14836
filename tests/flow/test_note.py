"""Notes and groups: beside the blocks, in files of their own sections, and never in the way of git."""

from __future__ import annotations

import difflib
import json

import pytest

from flowdesigner.blocks import SendMessage, Start
from flowdesigner.errors import BrokenFileError
from flowdesigner.flow.diff import difference
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import dump, flow_from_data, flow_to_data
from flowdesigner.flow.note import Group, Note


def annotated() -> Flow:
    flow = Flow("Main")
    flow.add(Start(), id="start", at=(0, 0))
    flow.add(SendMessage(text="Hi"), id="hello", at=(300, 0))
    flow.set_note("n", Note(id="n", text="Mind the tone", colour="pink"), (10, -90, 120.5, 60))
    flow.set_group("g", Group(id="g", name="Welcome", blocks=("hello", "start")))
    return flow


def text(flow: Flow) -> str:
    return dump(flow_to_data(flow))


def test_they_survive_the_way_to_the_file_and_back() -> None:
    flow = annotated()
    flow.collapsed = {"g"}
    again = flow_from_data(json.loads(text(flow)))
    assert again == flow
    assert text(again) == text(flow)
    assert again.copy() == flow


def test_a_flow_without_any_has_no_line_of_them() -> None:
    flow = Flow("Main")
    assert list(flow_to_data(flow)) == ["format", "id", "name", "variables", "blocks", "edges", "layout"]


def test_moving_and_collapsing_change_no_line_of_content() -> None:
    flow = annotated()
    before = text(flow)
    flow.note_layout["n"] = (50, 50, 120.5, 60)
    flow.collapsed = {"g"}
    lines = [line for line in difflib.ndiff(before.splitlines(), text(flow).splitlines()) if line[0] in "+-"]
    assert lines == [
        '+   "collapsed": [',
        '+     "g"',
        "+   ],",
        '-     "n": [10, -90, 120.5, 60]',
        '+     "n": [50, 50, 120.5, 60]',
    ]


def test_what_a_newer_flowdesigner_has_written_is_saved_back() -> None:
    data = flow_to_data(annotated())
    data["notes"][0]["author"] = "Mia"
    data["languages"] = {"fr": ["a", 1, None]}
    again = flow_to_data(flow_from_data(data))
    assert again["notes"] == [{"id": "n", "text": "Mind the tone", "colour": "pink", "author": "Mia"}]
    assert again["languages"] == {"fr": ["a", 1, None]}
    assert flow_from_data(data).copy() == flow_from_data(data)


def test_what_names_things_that_are_gone_is_left_out() -> None:
    data = flow_to_data(annotated())
    data["groups"][0]["blocks"].append("gone")
    data["groups"].append({"id": "empty", "blocks": ["gone"]})
    data |= {"collapsed": ["gone", "g"], "note_layout": {"gone": [1, 2, 3, 4]}}
    flow = flow_from_data(data)
    assert (list(flow.groups), flow.groups["g"].blocks) == (["g"], ("hello", "start"))
    assert (flow.collapsed, flow.note_layout) == ({"g"}, {})


@pytest.mark.parametrize(
    ("section", "value", "where"),
    [
        ("notes", [{"text": "no id"}], "$.notes[0].id"),
        ("groups", [{"id": "g", "blocks": "hello"}], "$.groups[0].blocks"),
        ("note_layout", {"n": [1, 2]}, "$.note_layout.n"),
    ],
)
def test_a_broken_section_names_its_place(section: str, value: object, where: str) -> None:
    with pytest.raises(BrokenFileError) as broken:
        flow_from_data(flow_to_data(annotated()) | {section: value})
    assert broken.value.where == where


def test_a_block_that_goes_leaves_its_group_and_the_last_one_takes_it_along() -> None:
    flow = annotated()
    flow.collapsed = {"g"}
    flow.remove("hello")
    assert flow.groups["g"].blocks == ("start",)
    flow.remove("start")
    assert (flow.groups, flow.collapsed) == ({}, set())


def test_what_became_of_them_is_said_in_words() -> None:
    old, new = annotated(), annotated()
    assert not difference(old, new)
    new.set_note("n", Note(id="n", text="Mind the\nhouse style"))
    new.set_note("m", Note(id="m"))
    new.set_group("g", None)
    assert difference(old, new).sentences() == [
        "Added a note.",
        "Changed the note “Mind the house style”.",
        "Removed the group “Welcome”.",
    ]
    new = annotated()
    new.note_layout["n"] = (0, 0, 1, 1)
    assert not difference(old, new)
