"""Conditions on variables: `topic is billing`, several of them with all or any."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from flowdesigner.flow.event import Value
from flowdesigner.flow.template import Template, in_words

Operator = Literal[
    "is", "is_not", "is_one_of", "is_none_of", "contains", "does_not_contain", "starts_with", "ends_with",
    "is_set", "is_not_set", "greater_than", "less_than",
]  # fmt: skip

OPERATOR_LABELS: dict[Operator, str] = {
    "is": "is",
    "is_not": "is not",
    "is_one_of": "is one of",
    "is_none_of": "is none of",
    "contains": "contains",
    "does_not_contain": "does not contain",
    "starts_with": "starts with",
    "ends_with": "ends with",
    "is_set": "is set",
    "is_not_set": "is not set",
    "greater_than": "is greater than",
    "less_than": "is less than",
}
WITHOUT_VALUE: frozenset[Operator] = frozenset({"is_set", "is_not_set"})
Getter = Callable[[str], Value]


class Condition(BaseModel):
    """One comparison; texts are compared without regard to case, numbers as numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    variable: str = Field(default="", title="Variable", json_schema_extra={"x-widget": "variable"})
    """The variable that is looked at."""
    operator: Operator = Field(
        default="is",
        title="Comparison",
        json_schema_extra={"x-labels": {str(one): label for one, label in OPERATOR_LABELS.items()}},
    )
    """How it is compared."""
    value: Template = Field(default=Template(""), title="Value", json_schema_extra={"x-widget": "text"})
    """What it is compared with; may hold variables. Several values stand with commas between them."""

    @property
    def read_variable(self) -> str:
        """The variable that it reads."""
        return self.variable

    def holds(self, get: Getter) -> bool:
        """Whether it is true of the variables."""
        found = get(self.variable)
        if self.operator in WITHOUT_VALUE:
            return (found not in (None, "")) == (self.operator == "is_set")
        wanted = self.value.render(get, html=False)
        if self.operator in ("greater_than", "less_than"):
            return (
                greater(in_words(found), wanted)
                if self.operator == "greater_than"
                else greater(wanted, in_words(found))
            )
        items = [in_words(item) for item in found] if isinstance(found, list) else [in_words(found)]
        return self._compare([item.casefold().strip() for item in items], wanted.casefold().strip())

    def _compare(self, items: list[str], wanted: str) -> bool:
        text = ", ".join(items)
        match self.operator:
            case "is":
                return same(text, wanted)
            case "is_not":
                return not same(text, wanted)
            case "is_one_of":
                return is_among(items, wanted)
            case "is_none_of":
                return not is_among(items, wanted)
            case "contains":
                return wanted in items or wanted in text
            case "does_not_contain":
                return wanted not in items and wanted not in text
            case "starts_with":
                return text.startswith(wanted)
            case _:
                return text.endswith(wanted)

    def __str__(self) -> str:
        end = "" if self.operator in WITHOUT_VALUE else f" “{self.value}”"
        return f"{self.variable} {OPERATOR_LABELS[self.operator]}{end}"


class ConditionGroup(BaseModel):
    """Several conditions, of which all or any must hold; without conditions it never holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    match: Literal["all", "any"] = Field(default="all", title="When")
    """All of them, or any one."""
    conditions: tuple[Condition, ...] = Field(default=(), title="Conditions")
    """The comparisons."""

    def holds(self, get: Getter) -> bool:
        """Whether the group is true of the variables."""
        if not self.conditions:
            return False
        decide = all if self.match == "all" else any
        return decide(condition.holds(get) for condition in self.conditions)


def is_among(items: list[str], wanted: str) -> bool:
    """Whether any of them is one of the values, between which commas stand."""
    values = [value.strip() for value in wanted.split(",") if value.strip()]
    return any(same(item, value) for item in items for value in values)


def same(left: str, right: str) -> bool:
    """Whether both are the same text or the same number (`5` and `5.0`)."""
    return left == right or (number(left) is not None and number(left) == number(right))


def number(text: str) -> float | None:
    """The text as a number, with a point or a comma; None when it is none."""
    with suppress(ValueError):
        return float(text.strip().replace(",", "."))
    return None


def greater(left: str, right: str) -> bool:
    """Whether left is more than right: as numbers when both are, else both must be dates written alike (ISO)."""
    numbers = number(left), number(right)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0] > numbers[1]
    return bool(left and right) and left[:4].isdigit() and right[:4].isdigit() and left > right
