"""Conditions as an author means them."""

from __future__ import annotations

import pytest

from flowdesigner.flow.condition import Condition, ConditionGroup, Operator
from flowdesigner.flow.event import Value
from flowdesigner.flow.template import Template


def holds(found: Value, operator: Operator, value: str = "") -> bool:
    return Condition(variable="x", operator=operator, value=Template(value)).holds(lambda _: found)


@pytest.mark.parametrize(
    ("found", "operator", "value"),
    [
        ("Billing", "is", "billing"),
        (5, "is", "5.0"),
        ("5", "is_not", "6"),
        ("be", "is_one_of", "NL, BE"),
        (["fr", "be"], "is_one_of", "NL, BE"),
        (7, "is_one_of", "5, 7.0"),
        ("de", "is_none_of", "NL, BE"),
        (None, "is_none_of", "NL"),
        ("my bill", "contains", "Bill"),
        (["a", "b"], "contains", "b"),
        ("hello", "does_not_contain", "x"),
        ("hello", "starts_with", "HE"),
        ("hello", "ends_with", "lo"),
        (0, "is_set", ""),
        (None, "is_not_set", ""),
        ("", "is_not_set", ""),
        ("10", "greater_than", "9"),
        (2.5, "less_than", "2,6"),
        ("2026-12-24", "greater_than", "2026-11-30"),
        (True, "is", "yes"),
    ],
)
def test_it_holds(found: Value, operator: Operator, value: str) -> None:
    assert holds(found, operator, value)


@pytest.mark.parametrize(
    ("found", "operator", "value"),
    [
        ("billing", "is", "technical"),
        ("ten", "greater_than", "9"),
        (None, "less_than", "9"),
        ("hello", "is_not", "Hello"),
        ("b", "is_one_of", "NL, BE"),
        ("", "is_one_of", "NL,,"),
        ("be", "is_none_of", "NL, BE"),
        (None, "is_set", ""),
    ],
)
def test_it_does_not_hold(found: Value, operator: Operator, value: str) -> None:
    assert not holds(found, operator, value)


def test_all_and_any() -> None:
    true, false = Condition(variable="x", operator="is_not_set"), Condition(variable="x", operator="is_set")
    assert ConditionGroup(match="any", conditions=(false, true)).holds(lambda _: None)
    assert not ConditionGroup(match="all", conditions=(false, true)).holds(lambda _: None)
    assert not ConditionGroup().holds(lambda _: None)


def test_it_reads_as_a_sentence() -> None:
    assert str(Condition(variable="topic", operator="is", value=Template("billing"))) == "topic is “billing”"
    assert str(Condition(variable="topic", operator="is_set")) == "topic is set"
