"""Paths into an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowdesigner.flow.event import Value
from flowdesigner.flow.json_path import is_path, paths_of, take

ORDER: Value = {"order": {"items": [{"name": "Lamp"}, {"name": "Desk"}], "a-b": 1}, "paid": False}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("order.items[0].name", "Lamp"),
        ("order.items[-1].name", "Desk"),
        ("order.items[*].name", ["Lamp", "Desk"]),
        ("$.order.items[1].name", "Desk"),
        ('order."a-b"', 1),
        ("length(order.items)", 2),
        ("paid", False),
        ("@", ORDER),
        ("$", ORDER),
        ("order.nothing[3].name", None),
        ("length(nothing)", None),
        ("a..b", None),
    ],
)
def test_a_path_finds_its_value(path: str, value: Value) -> None:
    assert take(ORDER, path) == value


def test_a_text_has_no_fields() -> None:
    assert take("<html>", "order") is None
    assert take("<html>", "@") == "<html>"


def test_what_is_no_path() -> None:
    assert not is_path("a..b")
    assert not is_path("")


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(TREES)
def test_every_path_that_is_offered_finds_what_it_was_offered_with(tree: Value) -> None:
    for path, value in paths_of(tree):
        assert is_path(path)
        assert take(tree, path) == value


def test_so_many_paths_and_no_more() -> None:
    assert len(list(paths_of(list(range(1000))))) == 200
