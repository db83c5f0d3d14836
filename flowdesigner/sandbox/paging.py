"""Intercom's pages: a cursor (`starting_after`) leads to the next one, and the last one has none."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from flowdesigner.sandbox.refusal import invalid

Json = dict[str, Any]
PER_PAGE, MOST = 20, 150


def page(things: list[Json], per_page: object = None, starting_after: object = None) -> tuple[list[Json], Json]:
    """One page of all things, which are in their order, and what `pages` says of it."""
    size = _size(per_page)
    number, last = _place(starting_after)
    begin = _after(things, last)
    shown = things[begin : begin + size]
    pages: Json = {"type": "pages", "page": number, "per_page": size, "total_pages": -(-len(things) // size)}
    if begin + size < len(things):
        pages["next"] = {"per_page": size, "starting_after": _cursor(number + 1, shown[-1]["id"])}
    return shown, pages


def asked_in(body: Json) -> tuple[object, object]:
    """The page that a search's body asks for: `per_page` and `starting_after`."""
    pagination = body.get("pagination") or {}
    if not isinstance(pagination, Mapping):
        raise invalid("pagination must be an object", field="pagination", status=400)
    return pagination.get("per_page"), pagination.get("starting_after")


def _size(wanted: object) -> int:
    if wanted is None:
        return PER_PAGE
    try:
        size = int(str(wanted))
    except ValueError:
        size = 0
    if not 1 <= size <= MOST:
        raise invalid(f"per_page must be from 1 to {MOST}", field="per_page", status=400)
    return size


def _cursor(number: int, last: str) -> str:
    return base64.b64encode(json.dumps([number, last]).encode()).decode()


def _place(cursor: object) -> tuple[int, str]:
    """The page's number, and the id after which it begins."""
    if not cursor:
        return 1, ""
    try:
        number, last = json.loads(base64.b64decode(str(cursor), validate=True))
        return int(number), str(last)
    except (ValueError, TypeError, binascii.Error):
        raise invalid("starting_after is invalid", field="starting_after", status=400) from None


def _after(things: list[Json], last: str) -> int:
    return next((place for place, thing in enumerate(things, 1) if thing["id"] == last), 0)
