"""What may be chosen in fields with an `x-suggest`, where Python knows it. The page sends

    {type: "suggest", what}

and is told `{type: "suggestions", what, values: [{value, within}]}`; `within` are the values of a field that depends on
this one: the regions of a country. The page finds the words for codes itself, in the author's language.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flowdesigner.flow.opening_times import countries_with_holidays

Suggestion = dict[str, Any]
HEADERS = ("Authorization", "Accept", "Accept-Language", "Content-Type", "Idempotency-Key", "User-Agent", "X-API-Key")
"""Those that calls of APIs have most often."""


def suggestions(what: str) -> list[Suggestion]:
    """The values, in order; none for a list that nobody has."""
    match what:
        case "countries":
            return countries()
        case "time_zones":
            return [suggestion(name) for name in sorted(available_timezones()) if "/" in name and is_a_place(name)]
        case "headers":
            return [suggestion(name) for name in HEADERS]
        case _:
            return []


def countries() -> list[Suggestion]:
    """Those whose public holidays are known, each with its regions that have holidays of their own."""
    return [suggestion(code, regions) for code, regions in countries_with_holidays().items()]


def is_a_place(name: str) -> bool:
    """Whether the zone is where people live, and no offset or another name for one."""
    return not name.startswith(("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/"))


def suggestion(value: str, within: list[str] | None = None) -> Suggestion:
    """One value."""
    return {"value": value, "within": within or []}
