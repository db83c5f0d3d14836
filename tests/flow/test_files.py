"""Flows as files: canonical, whole, and never lost."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flowdesigner
from flowdesigner.blocks import OfferChoices, SendMessage, Start
from flowdesigner.errors import BrokenFileError, UnknownFormatError
from flowdesigner.flow.block import UnknownBlock
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import dump, flow_from_data, flow_to_data, load_flow, save_flow, write_atomically
from flowdesigner.flow.variable import Variable

EXAMPLE = Path(flowdesigner.__file__).parent / "examples/order_support/main.flow.json"


def greeting() -> Flow:
    flow = Flow("Greeting")
    flow.connect(flow.add(Start(), at=(0, 0)), flow.add(SendMessage(text="Hi"), at=(240.5, 10)))
    flow.variables["topic"] = Variable(name="topic", sensitive=True)
    return flow


@given(
    texts=st.lists(st.text(max_size=30), max_size=6),
    edges=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8),
    places=st.lists(st.tuples(st.integers(-999, 999), st.integers(-999, 999)), max_size=6),
)
def test_a_flow_survives_the_way_to_the_file_and_back(
    texts: list[str], edges: list[tuple[int, int]], places: list[tuple[int, int]]
) -> None:
    flow = Flow("Any")
    blocks = [flow.add(SendMessage(name=text[:10], text=text)) for text in texts]
    for block, place in zip(blocks, places, strict=False):
        flow.layout[block.id] = place
    for source, target in edges:
        if max(source, target) < len(blocks):
            flow.connect(blocks[source], blocks[target])
    written = dump(flow_to_data(flow))
    again = flow_from_data(json.loads(written))
    assert again == flow
    assert dump(flow_to_data(again)) == written


def test_the_order_of_building_does_not_show() -> None:
    one, other = Flow("A"), Flow("A")
    one.add(SendMessage(text="x"), id="x")
    one.add(Start(), id="s")
    other.add(Start(), id="s")
    other.add(SendMessage(text="x"), id="x")
    assert dump(flow_to_data(one)) == dump(flow_to_data(other))


def test_moving_a_block_touches_no_line_of_its_content() -> None:
    flow = greeting()
    before = dump(flow_to_data(flow)).splitlines()
    flow.layout[flow.block("send_message").id] = (300, 80)
    after = dump(flow_to_data(flow)).splitlines()
    changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert changed == ['-     "send_message": [240.5, 10],', '+     "send_message": [300, 80],']


def test_what_equals_the_default_is_not_written() -> None:
    flow = Flow("A")
    flow.add(OfferChoices(text="Well?"))
    assert flow_to_data(flow)["blocks"][0]["settings"] == {"text": "Well?"}


def test_a_kind_that_is_missing_is_kept_as_it_was() -> None:
    data = {
        "format": 1, "id": "a", "name": "A",
        "blocks": [
            {"id": "start", "kind": "start", "name": "", "settings": {}},
            {"id": "t", "kind": "create_ticket", "name": "Ticket", "settings": {"deep": [{"x": None}]}},
        ],
        "edges": [{"from": "start", "port": "next", "to": "t"}, {"from": "t", "port": "made", "to": "start"}],
    }  # fmt: skip
    flow = flow_from_data(data)
    block = flow.block("t")
    assert isinstance(block, UnknownBlock)
    assert [port.id for port in block.ports()] == ["made"]
    assert "create_ticket" in next(block.faults()).message
    written = flow_to_data(flow)
    assert written["blocks"] == data["blocks"]
    assert written["edges"] == data["edges"]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.flow.json"
    save_flow(greeting(), path)
    before = path.read_text("utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "half")
    assert path.read_text("utf-8") == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.flow.json"]


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("{", "$", "line 1, column 2"),
        ("[]", "$", "must be an object"),
        ("{}", "$.format", "no file of flowdesigner"),
        ('{"format": 1, "id": "a"}', "$", "“name” is missing"),
        ('{"format": 1, "id": "a", "name": "A", "blocks": 7}', "$.blocks", "must be a list"),
        ('{"format": 1, "id": "a", "name": "A", "blocks": [{"id": "x"}]}', "$.blocks[0]", "“kind” is missing"),
        (
            '{"format":1,"id":"a","name":"A","blocks":[{"id":"x","kind":"send_message","settings":{"text":5}}]}',
            "$.blocks[0].settings.text",
            "valid string",
        ),
        (
            '{"format":1,"id":"a","name":"A","blocks":[{"id":"x","kind":"start"},{"id":"x","kind":"end"}]}',
            "$.blocks[1].id",
            "two blocks",
        ),
        ('{"format":1,"id":"a","name":"A","edges":[{"from":"x","port":"p","to":"y"}]}', "$.edges[0]", "no block “x”"),
        ('{"format":1,"id":"a","name":"A","layout":{"x":[1]}}', "$.layout.x", "two numbers"),
        ('{"format":1,"id":"a","name":"A","layout":{"x":[1,NaN]}}', "$.layout.x", "two numbers"),
        (
            '{"format":1,"id":"a","name":"A","variables":[{"name":"x"},{"name":"x","type":"date"}]}',
            "$.variables[1].name",
            "two variables",
        ),
        (
            '{"format":1,"id":"a","name":"A","blocks":[{"id":"x","kind":"start"}],'
            '"edges":[{"from":"x","port":"next","to":"x"},{"from":"x","port":"next","to":"x"}]}',
            "$.edges[1]",
            "two edges",
        ),
        ("[" * 100_000, "$", "nested too deeply"),
    ],
)
def test_a_broken_file_says_where_and_is_left_alone(tmp_path: Path, text: str, where: str, words: str) -> None:
    path = tmp_path / "a.flow.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BrokenFileError) as caught:
        load_flow(path)
    assert caught.value.where == where
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{path}: {where}: " if where != "$" else f"{path}: ")
    assert path.read_text("utf-8") == text


def places(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in JSON data, as the keys that lead there."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in steps:
        yield (*path, key)
        yield from places(value, (*path, key))


@pytest.mark.parametrize(
    "junk", [None, True, 10**400, float("nan"), float("-inf"), "", "\ud83d", "../up", [], [[None]], {}], ids=repr
)
def test_whatever_stands_anywhere_it_is_read_or_called_broken(junk: object) -> None:
    example = flow_to_data(load_flow(EXAMPLE))
    for path in list(places(example)):
        data = deepcopy(example)
        inside: Any = data
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = junk
        with suppress(BrokenFileError):
            written = dump(flow_to_data(flow_from_data(data)))
            assert dump(flow_to_data(flow_from_data(json.loads(written.encode())))) == written


def test_a_file_of_a_newer_version_asks_for_an_update(tmp_path: Path) -> None:
    path = tmp_path / "a.flow.json"
    path.write_text('{"format": 99, "id": "a", "name": "A"}')
    with pytest.raises(UnknownFormatError, match="update flowdesigner"):
        load_flow(path)


def test_a_file_that_is_no_text_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.flow.json"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BrokenFileError, match="UTF-8"):
        load_flow(path)
