"""What is written piece by piece is the file that would be written at once, to the letter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowdesigner.blocks import SendMessage, Start
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import dump, flow_to_data, load_flow
from flowdesigner.flow.note import Group, Note
from flowdesigner.flow.variable import Variable
from flowdesigner.flow.writer import Writer

IDS = [f"b{number}" for number in range(5)]
texts = st.text(max_size=12) | st.sampled_from(['"quoted"\n  and {indented}', "ключ 🔑", "\ud83d"])
numbers = st.floats(-9_999, 9_999) | st.integers(-9_999, 9_999)
edits = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(IDS), texts),
    st.tuples(st.just("remove"), st.sampled_from(IDS)),
    st.tuples(st.just("connect"), st.sampled_from(IDS), st.sampled_from(IDS)),
    st.tuples(st.just("move"), st.sampled_from(IDS), numbers, numbers),
    st.tuples(st.just("note"), texts, numbers),
    st.tuples(st.just("group"), st.sampled_from(IDS), st.booleans()),
    st.tuples(st.just("variable"), texts),
    st.tuples(st.just("unknown"), texts),
    st.tuples(st.just("translate"), st.sampled_from(IDS), st.sampled_from(["de", "nb"]), texts),
)


def edit(flow: Flow, what: str, *how: Any) -> None:
    """One edit; one that cannot be is left out."""
    match what, how:
        case "put", (id, text):
            flow.update(id, text=text) if id in flow else flow.add(SendMessage(text=text), id=id)
        case "remove", (id,) if id in flow:
            flow.remove(id)
        case "connect", (source, target) if source in flow and target in flow:
            flow.connect(source, target)
        case "move", (id, x, y) if id in flow:
            flow.layout[flow.block(id).id] = (x, y)
        case "note", (text, x):
            flow.set_note("n", Note(id="n", text=text), (x, 0, 200, 100))
        case "group", (id, is_collapsed) if id in flow:
            flow.set_group("g", Group(id="g", name="Part", blocks=(id,)))
            flow.collapsed = {"g"} if is_collapsed else set()
        case "variable", (text,):
            flow.variables["topic"] = Variable(name="topic", description=text)
        case "translate", (id, code, text) if id in flow:
            flow.translate(id, "text", code, text)
        case "unknown", (text,):
            flow.unknown["future"] = [text]


@settings(max_examples=150, deadline=None)
@given(st.lists(edits, max_size=25))
def test_it_writes_what_files_write(steps: list[tuple[Any, ...]]) -> None:
    flow, writer = Flow("Main"), Writer()
    for what, *how in steps:
        edit(flow, what, *how)
        assert writer.text(flow) == dump(flow_to_data(flow))


def test_flows_of_one_bot_do_not_mix(tmp_path: Path) -> None:
    writer, one, other = Writer(), Flow("One"), Flow("Other")
    one.add(SendMessage(text="of one"), id="same", at=(0, 0))
    other.add(Start(), id="same", at=(5, 5))
    for flow in (one, other, one):
        writer.save(flow, tmp_path / f"{flow.id}.flow.json")
    assert (load_flow(tmp_path / "one.flow.json"), load_flow(tmp_path / "other.flow.json")) == (one, other)
