"""Edits and their inverses: whatever is done to a flow, taking it back gives the same flow."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowdesigner.designer.operations import RefusedFieldError, apply, edges_of, parse
from flowdesigner.errors import EditError
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import dump, flow_from_data, flow_to_data

IDS = ["start", "ask", "hello", "bye", "later"]
PORTS = ["next", "otherwise", "no_reply", "a", "b", "teleport"]
CHOICES = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]


def small_flow() -> Flow:
    """Start, a question with two choices, a message, the end, and a block of a kind that nobody has."""
    flow = Flow("Main")
    for op in (
        {"op": "add_block", "id": "start", "kind": "start", "at": [0, 0]},
        {"op": "add_block", "id": "ask", "kind": "offer_choices", "at": [300, 0], "settings": {"choices": CHOICES}},
        {"op": "add_block", "id": "hello", "kind": "send_message", "settings": {"text": "Hello"}},
        {"op": "add_block", "id": "bye", "kind": "teleport_of_another_package", "settings": {"where": [1]}},
        {"op": "connect", "from": "start", "port": "next", "to": "ask"},
        {"op": "connect", "from": "ask", "port": "a", "to": "hello"},
        {"op": "connect", "from": "bye", "port": "out", "to": "hello"},
        {"op": "set_notes", "notes": {"n1": {"id": "n1", "text": "Mind the tone"}}, "at": {"n1": [0, 0, 100, 80]}},
        {"op": "set_groups", "groups": {"g1": {"id": "g1", "name": "Talk", "blocks": ["ask", "hello"]}}},
    ):
        apply(flow, parse(op))
    return flow


def do(flow: Flow, **op: Any) -> Any:
    """Apply an operation as the page sends it; the inverse as JSON."""
    return apply(flow, parse(op)).data()


ids = st.sampled_from(IDS)
places = st.tuples(st.integers(-500, 500), st.integers(-500, 500)).map(list)
translations: st.SearchStrategy[dict[str, Any]] = st.sampled_from([{}, {"de": {"text": "Hallo"}}])
new_blocks = st.fixed_dictionaries(
    {"id": ids, "name": st.text(max_size=5), "translations": translations},
).flatmap(
    lambda base: st.sampled_from(
        [
            {**base, "kind": "send_message", "settings": {"text": "Hi {firstname}"}},
            {**base, "kind": "offer_choices", "settings": {"choices": CHOICES}},
            {**base, "kind": "unheard_of", "settings": {"x": {"y": None}}},
            {**base, "kind": "send_message", "settings": {"nonsense": 1}},
        ]
    )
)
edges = st.tuples(ids, st.sampled_from(PORTS), ids).map(list)
variables = st.none() | st.fixed_dictionaries({"name": st.sampled_from(["topic", "size"]), "type": st.just("number")})
notes = st.dictionaries(
    st.sampled_from(["n1", "n2"]),
    st.none() | st.builds(lambda text: {"id": "any", "text": text, "of_a_newer_one": 1}, st.text(max_size=5)),
    max_size=2,
)
areas = st.dictionaries(st.sampled_from(["n1", "n2"]), st.none() | st.just([1, 2, 30, 40]), max_size=2)
groups = st.dictionaries(
    st.sampled_from(["g1", "g2", "g3"]),
    st.none() | st.builds(lambda blocks: {"id": "any", "blocks": blocks}, st.lists(ids, max_size=3)),
    max_size=3,
)
folds = st.dictionaries(st.sampled_from(["g1", "g2"]), st.booleans(), max_size=2)
simple = st.one_of(
    st.builds(lambda notes, at: {"op": "set_notes", "notes": notes, "at": at}, notes, areas),
    st.builds(lambda groups, folds: {"op": "set_groups", "groups": groups, "collapsed": folds}, groups, folds),
    new_blocks.flatmap(lambda block: places.map(lambda at: {"op": "add_block", **block, "at": at})),
    st.builds(lambda block, text: {"op": "set", "block": block, "settings": {"text": text}}, ids, st.text(max_size=9)),
    st.builds(
        lambda block, choices: {"op": "set", "block": block, "settings": {"choices": choices}},
        ids,
        st.sampled_from([[], CHOICES, CHOICES[:1], [{"id": 3}]]),
    ),
    st.builds(
        lambda block, code, path, words: {"op": "translate", "block": block, "language": code, "texts": {path: words}},
        ids,
        st.sampled_from(["de", "pt_br", "nonsense"]),
        st.sampled_from(["text", "choices.a.label", "choices.b.label"]),
        st.text(max_size=5),
    ),
    st.builds(lambda block, name: {"op": "rename", "block": block, "name": name}, ids, st.text(max_size=9)),
    st.builds(lambda at: {"op": "move", "at": at}, st.dictionaries(ids, places, max_size=3)),
    edges.map(lambda edge: {"op": "connect", "from": edge[0], "port": edge[1], "to": edge[2]}),
    edges.map(lambda edge: {"op": "disconnect", "from": edge[0], "port": edge[1]}),
    st.lists(ids, max_size=3).map(lambda blocks: {"op": "remove", "blocks": blocks}),
    st.builds(
        lambda blocks, new_edges, at: {"op": "insert", "blocks": blocks, "edges": new_edges, "at": at},
        st.lists(new_blocks, max_size=2),
        st.lists(edges, max_size=2),
        st.dictionaries(ids, places, max_size=2),
    ),
    st.builds(
        lambda name, variable: {"op": "set_variable", "name": name, "variable": variable},
        st.sampled_from(["topic", "size"]),
        variables,
    ),
)
operations = st.recursive(simple, lambda one: st.lists(one, max_size=3).map(lambda ops: {"op": "batch", "ops": ops}))


@settings(max_examples=150, deadline=None)
@given(st.lists(operations, min_size=1, max_size=6))
def test_taking_back_gives_the_same_flow_and_a_refusal_changes_nothing(ops: list[dict[str, Any]]) -> None:
    flow = small_flow()
    inverses: list[dict[str, Any]] = []
    pictures: list[Flow] = []
    for op in ops:
        before = flow.copy()
        try:
            inverse = do(flow, **op)
        except EditError:
            assert flow == before
            continue
        pictures.append(before)
        inverses.append(json.loads(json.dumps(inverse)))
    after = flow.copy()
    redone: list[dict[str, Any]] = []
    for before, inverse in zip(reversed(pictures), reversed(inverses), strict=True):
        redone.append(do(flow, **inverse))
        assert flow == before
    for op in reversed(redone):
        do(flow, **op)
    assert flow == after
    assert flow_from_data(json.loads(dump(flow_to_data(flow)))).edges == flow.edges


def test_a_choice_that_goes_takes_its_edge_along_and_brings_it_back() -> None:
    flow = small_flow()
    inverse = do(flow, op="set", block="ask", settings={"choices": CHOICES[1:]})
    assert ("ask", "a", "hello") not in edges_of(flow)
    do(flow, **inverse)
    assert ("ask", "a", "hello") in edges_of(flow)


def test_removed_blocks_come_back_with_edges_and_places() -> None:
    flow = small_flow()
    before = flow.copy()
    inverse = do(flow, op="remove", blocks=["ask", "bye"])
    assert [block.id for block in flow.blocks] == ["hello", "start"]
    do(flow, **inverse)
    assert flow == before


def test_a_batch_that_fails_in_the_middle_changes_nothing() -> None:
    flow = small_flow()
    before = flow.copy()
    rename = {"op": "rename", "block": "hello", "name": "Greeting"}
    with pytest.raises(EditError, match="nowhere"):
        do(flow, op="batch", ops=[rename, {"op": "connect", "from": "hello", "port": "next", "to": "nowhere"}])
    assert flow == before


def test_a_setting_that_the_form_does_not_allow_names_its_field() -> None:
    with pytest.raises(RefusedFieldError) as refused:
        do(small_flow(), op="set", block="ask", settings={"no_reply_minutes": 0})
    assert refused.value.field == "no_reply_minutes"


def test_a_setting_that_the_block_has_not_is_refused() -> None:
    with pytest.raises(EditError, match="“Send message” has no setting “colour”"):
        do(small_flow(), op="set", block="hello", settings={"colour": "red"})


def test_a_renamed_variable_is_one_step() -> None:
    flow = small_flow()
    do(flow, op="set_variable", name="topic", variable={"name": "topic"})
    inverse = do(flow, op="set_variable", name="topic", variable={"name": "subject"})
    assert list(flow.variables) == ["subject"]
    do(flow, **inverse)
    assert list(flow.variables) == ["topic"]


@pytest.mark.parametrize("data", [{}, {"op": "explode"}, {"op": "connect", "from": "a"}, {"op": "batch", "ops": [1]}])
def test_what_is_no_operation_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(EditError, match="The page sent an edit that is none"):
        parse(data)


def test_removed_blocks_come_back_into_their_groups() -> None:
    flow = small_flow()
    do(flow, op="set_groups", collapsed={"g1": True})
    before = flow.copy()
    inverse = do(flow, op="remove", blocks=["ask", "hello"])
    assert not flow.groups
    assert not flow.collapsed
    do(flow, **inverse)
    assert flow == before


def test_a_block_leaves_the_group_that_it_was_in() -> None:
    flow = small_flow()
    inverse = do(flow, op="set_groups", groups={"g2": {"id": "g2", "blocks": ["ask"]}})
    assert {id: group.blocks for id, group in flow.groups.items()} == {"g1": ("hello",), "g2": ("ask",)}
    do(flow, **inverse)
    assert {id: group.blocks for id, group in flow.groups.items()} == {"g1": ("ask", "hello")}


def test_what_lies_beside_nothing_is_refused() -> None:
    flow = small_flow()
    with pytest.raises(EditError, match="no note “gone” any more"):
        do(flow, op="set_notes", at={"gone": [0, 0, 1, 1]})
    with pytest.raises(EditError, match="no group “gone” any more"):
        do(flow, op="set_groups", collapsed={"gone": True})
    with pytest.raises(EditError, match="no block “gone”"):
        do(flow, op="set_groups", groups={"g2": {"id": "g2", "blocks": ["gone"]}})


def test_a_go_to_is_led_to_another_block() -> None:
    flow = small_flow()
    do(flow, op="add_block", id="jump", kind="go_to")
    inverse = do(flow, op="set", block="jump", settings={"block": "ask"})
    assert flow.block("jump").model_dump()["block"] == "ask"
    do(flow, **inverse)
    assert flow.block("jump").model_dump()["block"] == ""
