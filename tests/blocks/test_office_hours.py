"""Office hours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from flowdesigner.blocks.office_hours import OfficeHours
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk

BRUSSELS = "Europe/Brussels"


def desk(**form: Any) -> Flow:
    """Says whether somebody is there, and when next."""
    flow = Flow("Main")
    hours = flow.add(OfficeHours(**{"time_zone": BRUSSELS, "opens_next": "back", **form}))
    flow.connect(flow.add(Start()), hours)
    flow.connect(hours, flow.add(SendMessage(text="Open"), id="here"), port="open")
    flow.connect(hours, flow.add(SendMessage(text="Back {back}"), id="gone"), port="closed")
    return flow


def answer(at: str, **form: Any) -> str:
    """What the bot says to who writes at this time (UTC)."""
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return talk(desk(**form), "hi", now=now).lines[-1].removeprefix("bot: ")


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-01-05T08:00", "Open"),
        ("2026-01-05T07:59", "Back today at 9:00"),
        ("2026-01-05T15:59", "Open"),
        ("2026-01-05T16:00", "Back tomorrow at 9:00"),
        ("2026-01-09T16:00", "Back Monday at 9:00"),
        # Summer time: nine o'clock in Brussels is an hour earlier in UTC.
        ("2026-07-06T07:00", "Open"),
        ("2026-07-06T15:00", "Back tomorrow at 9:00"),
    ],
)
def test_the_working_week_is_meant_in_its_own_zone(at: str, says: str) -> None:
    assert answer(at) == says


def test_a_day_may_have_a_break() -> None:
    hours = [{"day": "monday", "opens": "9:00", "closes": "12:00"}, {"day": "monday", "opens": "13:30"}]
    assert answer("2026-01-05T11:00", hours=hours) == "Back today at 13:30"
    assert answer("2026-01-05T12:30", hours=hours) == "Open"
    assert answer("2026-01-05T17:00", hours=hours) == "Back Monday 12 January at 9:00"


def test_hours_may_go_on_past_midnight() -> None:
    hours = [
        {"day": "friday", "opens": "22:00", "closes": "06:00"},
        {"day": "sunday", "opens": "0:00", "closes": "24:00"},
    ]
    assert answer("2026-01-10T04:59", hours=hours) == "Open"
    assert answer("2026-01-10T05:00", hours=hours) == "Back tomorrow at 0:00"
    assert answer("2026-01-11T22:59", hours=hours) == "Open"
    assert answer("2026-01-11T23:00", hours=hours) == "Back Friday at 22:00"


def test_it_is_closed_on_public_holidays_of_the_country_and_the_region() -> None:
    assert answer("2026-05-01T10:00") == "Open"
    assert answer("2026-05-01T10:00", country="BE") == "Back Monday at 9:00"
    assert answer("2026-01-06T10:00", country="DE") == "Open"
    assert answer("2026-01-06T10:00", country="DE", region="BY") == "Back tomorrow at 9:00"


@pytest.mark.parametrize(
    ("closed", "says"),
    [
        ("2026-12-24", "Back tomorrow at 9:00"),
        ("12-24", "Back tomorrow at 9:00"),
        ("2025-12-24", "Open"),
        ("2026-12-23/2026-12-28", "Back Tuesday at 9:00"),
        ("12-24/01-02", "Back Monday 4 January at 9:00"),
    ],
)
def test_days_off_are_closed(closed: str, says: str) -> None:
    assert answer("2026-12-24T10:00", closed_days=[closed]) == says


def test_the_hour_that_is_left_out_in_spring_does_not_confuse_it() -> None:
    hours = [{"day": "sunday", "opens": "01:00", "closes": "04:00"}]
    # At 2:00 clocks in Brussels are set to 3:00: the stretch is two hours long.
    assert answer("2026-03-29T01:59", hours=hours) == "Open"
    assert answer("2026-03-29T02:00", hours=hours) == "Back Sunday 5 April at 1:00"


def test_while_it_is_open_nothing_is_kept_of_the_next_opening() -> None:
    assert talk(desk(), "hi", facts={}).variables == {"back": None}


def test_who_never_opens_says_nothing_of_when() -> None:
    assert answer("2026-01-05T10:00", hours=[]) == "Back"


def test_time_that_passes_in_a_rehearsal_closes_the_desk() -> None:
    flow = desk()
    first = talk(flow, "hi")
    assert first.lines[-1] == "bot: Open"
    first.rehearsal.skip_to("Saturday 18:05")
    assert first.say("still there?").lines[-1] == "bot: Back Monday at 9:00"


def test_its_card_says_the_week() -> None:
    assert OfficeHours().summary() == "Monday to Friday 09:00\N{EN DASH}17:00"
    assert OfficeHours(hours=[{"day": "saturday"}, {"day": "monday"}]).summary().startswith("Monday, Saturday")
    assert OfficeHours(hours=[{"day": "monday"}, {"day": "tuesday", "opens": "10:00"}]).summary() == "2 days a week"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"hours": []}, "hours"),
        ({"hours": [{"opens": "9"}]}, "hours"),
        ({"hours": [{"opens": "24:00"}]}, "hours"),
        ({"time_zone": ""}, "time_zone"),
        ({"time_zone": "Brussels"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"country": "XX"}, "country"),
        ({"country": "DE", "region": "XX"}, "region"),
        ({"closed_days": ["Christmas"]}, "closed_days"),
        ({"closed_days": ["2026-13-01"]}, "closed_days"),
        ({"closed_days": ["2026-12-28/2026-12-24"]}, "closed_days"),
    ],
)
def test_its_faults(form: dict[str, Any], field: str) -> None:
    assert [fault.field for fault in OfficeHours(**{"time_zone": BRUSSELS, **form}).faults()] == [field]
