"""What may be chosen in fields: countries with known holidays and their regions, time zones."""

from __future__ import annotations

from flowdesigner.designer.suggestions import suggestions
from flowdesigner.flow.opening_times import knows_country, time_zone


def test_countries_are_those_whose_holidays_are_known_with_their_regions() -> None:
    countries = {one["value"]: one["within"] for one in suggestions("countries")}
    assert "BY" in countries["DE"]
    assert all(knows_country(code) for code in countries)


def test_time_zones_are_places() -> None:
    names = [one["value"] for one in suggestions("time_zones")]
    assert "Europe/Brussels" in names
    assert "Etc/GMT+5" not in names
    assert all(time_zone(name) for name in names)


def test_headers_are_those_that_calls_often_have() -> None:
    assert suggestions("headers")[0] == {"value": "Authorization", "within": []}


def test_nothing_is_suggested_for_a_list_that_nobody_has() -> None:
    assert suggestions("moons") == []
