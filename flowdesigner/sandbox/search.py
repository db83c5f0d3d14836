"""Intercom's search language over things as JSON: filters, nested by AND and OR, and the order of what is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import ge, le
from typing import Any

from flowdesigner.sandbox.markup import to_text
from flowdesigner.sandbox.refusal import RefusedError, invalid

Json = dict[str, Any]
Test = Callable[[list[Any], object], bool]
DEEPEST, MOST_FILTERS = 2, 15
LISTS = {
    "tag_ids": ("tags", "tags"),
    "tag_id": ("tags", "data"),
    "contact_ids": ("contacts", "contacts"),
    "teammate_ids": ("teammates", "teammates"),
}
"""Fields that hold several ids, and where those stand: conversations and contacts have tags in different places."""
ORDERS = ("ascending", "descending")


def matches(query: object, thing: Json, depth: int = 0) -> bool:
    """Whether the thing fits the query; refuses a query that makes no sense."""
    if not isinstance(query, Mapping) or "operator" not in query:
        raise invalid("query must have an operator", field="query", status=400)
    if query["operator"] in ("AND", "OR"):
        return _group(query, thing, depth)
    test = TESTS.get(query["operator"])
    if test is None:
        raise invalid(f"Operator {query['operator']} is not supported", field="operator", status=400)
    return test(values(thing, str(query.get("field", ""))), query.get("value"))


def _group(query: Mapping[str, Any], thing: Json, depth: int) -> bool:
    inner = query.get("value")
    if not isinstance(inner, list) or len(inner) > MOST_FILTERS or depth > DEEPEST:
        raise invalid("query has too many or too deep filters", field="value", status=400)
    # Every filter is looked at, so that a wrong one is refused wherever it stands.
    results = [matches(one, thing, depth + 1) for one in inner]
    return all(results) if query["operator"] == "AND" else any(results)


def values(thing: Json, field: str) -> list[Any]:
    """What a field holds: one value, or several for ids of tags, contacts and teammates."""
    if field in LISTS:
        outer, inner = LISTS[field]
        if inner not in thing.get(outer, {}):
            raise _not_searchable(field)
        return [one["id"] for one in thing[outer][inner]]
    if field == "source.body" and "source" in thing:
        return to_text(thing["source"]["body"]).lower().split()
    first, *rest = field.replace("custom_attribute.", "custom_attributes.").split(".")
    if first not in thing:
        raise _not_searchable(field)
    found: Any = thing[first]
    for step in rest:
        found = found.get(step) if isinstance(found, Mapping) else None
    return [found]


def _not_searchable(field: str) -> RefusedError:
    return invalid(f"Field {field} is not searchable", field="field", status=400)


def _text(value: object) -> str:
    if value in (None, 0, "0", ""):
        return ""
    return str(value).lower()


def _any(found: list[Any], wanted: object) -> bool:
    return any(_text(one) == _text(wanted) for one in found) or (not _text(wanted) and not found)


def _in(found: list[Any], wanted: object) -> bool:
    if not isinstance(wanted, list):
        raise invalid("value must be an array", field="value", status=400)
    return any(_any(found, one) for one in wanted)


def _number(compare: Callable[[float, float], bool]) -> Test:
    def test(found: list[Any], wanted: object) -> bool:
        try:
            bound = float(str(wanted))
        except ValueError:
            raise invalid("value must be a number", field="value", status=400) from None
        return any(compare(float(one), bound) for one in found if isinstance(one, int | float))

    return test


def _like(compare: Callable[[str, str], bool]) -> Test:
    return lambda found, wanted: any(compare(_text(one), _text(wanted)) for one in found)


TESTS: dict[str, Test] = {
    "=": _any,
    "!=": lambda found, wanted: not _any(found, wanted),
    "IN": _in,
    "NIN": lambda found, wanted: not _in(found, wanted),
    # Intercom's own table says of both that they include the value itself.
    ">": _number(ge), ">=": _number(ge), "<": _number(le), "<=": _number(le),
    "~": _like(lambda text, piece: piece in text),
    "!~": _like(lambda text, piece: piece not in text),
    "^": _like(str.startswith),
    "$": _like(str.endswith),
}  # fmt: skip


def in_order(things: list[Json], sort: object) -> list[Json]:
    """As the search's `sort` wants them; without one the newest first."""
    wanted = sort if isinstance(sort, Mapping) else {}
    order = wanted.get("order", "descending")
    if order not in ORDERS:
        message = f"Invalid sort order '{order}'. Must be one of: {', '.join(ORDERS)}"
        raise RefusedError(400, "invalid_sort_order", message)
    field = str(wanted.get("field", "created_at"))

    def key(thing: Json) -> tuple[int, Any, str]:
        value = None if field in LISTS else values(thing, field)[0]
        if field in LISTS or not isinstance(value, str | int | float | None):
            raise invalid(f"Field {field} cannot be sorted by", field="sort", status=400)
        # Numbers come before texts, and what has nothing before both.
        return isinstance(value, int | float) + 2 * isinstance(value, str), value or 0, thing["id"]

    return sorted(things, key=key, reverse=order == "descending")
