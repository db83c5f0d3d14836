"""Office hours: one way while people are there, another while they are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field

from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.opening_times import (
    DAYS,
    WORKING_WEEK,
    OpeningTime,
    OpeningTimes,
    in_words,
    is_day_off,
    knows_country,
    time_zone,
)
from flowdesigner.flow.turn import Answer, LeaveBy, Turn


class OfficeHours(Block):
    """Goes on by “Open” or “Closed”, by the hours of the week, public holidays and days off."""

    kind: ClassVar[str] = "office_hours"
    label: ClassVar[str] = "Office hours"
    group: ClassVar[Group] = "decide"
    order: ClassVar[int] = 110

    hours: tuple[OpeningTime, ...] = Field(
        default=WORKING_WEEK, title="Opening hours", json_schema_extra={"x-widget": "hours"}
    )
    """When somebody is there. A day may have several lines, and one that closes before it opens goes on past
    midnight."""
    time_zone: str = Field(
        default="",
        title="Time zone",
        json_schema_extra={"x-widget": "plain", "x-placeholder": "Europe/Brussels", "x-suggest": "time_zones"},
    )
    """Where the hours are meant, as continent and city."""
    country: str = Field(
        default="",
        title="Public holidays of",
        json_schema_extra={"x-widget": "plain", "x-placeholder": "BE", "x-suggest": "countries"},
    )
    """The country's code of two letters: on its public holidays it is closed. Empty: holidays do not count."""
    region: str = Field(
        default="",
        title="Region",
        json_schema_extra={
            "x-widget": "plain",
            "x-placeholder": "BY",
            "x-suggest": "countries",
            "x-within": "country",
        },
    )
    """The code of a state or region that has holidays of its own. Empty: those of the whole country."""
    closed_days: tuple[str, ...] = Field(
        default=(), title="Days off", json_schema_extra={"x-widget": "tags", "x-placeholder": "2026-12-24"}
    )
    """Closed as well: 2026-12-24, 12-24 for every year, or 2026-07-20/2026-07-31 for several days."""
    opens_next: str = Field(default="", title="Keep the next opening in", json_schema_extra={"x-widget": "variable"})
    """While it is closed, this variable says when it opens: “tomorrow at 9:00”. Empty: it is not kept."""

    def ports(self) -> tuple[Port, ...]:
        """Open and closed."""
        return (Port("open", "Open"), Port("closed", "Closed"))

    def summary(self) -> str:
        """`Monday to Friday` with its times, where every day is alike, else how many days are open."""
        days = list(dict.fromkeys(one.day for one in sorted(self.hours, key=lambda one: DAYS.index(one.day))))
        if not days:
            return ""
        times = {day: [f"{one.opens}\N{EN DASH}{one.closes}" for one in self.hours if one.day == day] for day in days}
        alike = all(times[day] == times[days[0]] for day in days)
        in_a_row = DAYS.index(days[-1]) - DAYS.index(days[0]) == len(days) - 1
        if not alike:
            return f"{len(days)} days a week"
        names = [day.capitalize() for day in days]
        named = f"{names[0]} to {names[-1]}" if in_a_row and len(days) > 1 else ", ".join(names)
        return f"{named} {', '.join(times[days[0]])}"

    def faults(self) -> Iterator[Fault]:
        """No hours, hours that are none, an unknown zone or country, days that are none."""
        if not self.hours:
            yield Fault("hours", "There are no opening hours, so every customer goes on by “Closed”.")
        for one in self.hours:
            if not one.makes_sense:
                yield Fault("hours", f"“{one.opens}” to “{one.closes}” is not understood, so it counts as closed.")
        if not self.time_zone:
            yield Fault("time_zone", "No time zone is chosen, so customers are told “closed” at the wrong hours.")
        elif time_zone(self.time_zone) is None:
            yield Fault("time_zone", f"There is no time zone “{self.time_zone}”: the hours would be wrong.")
        if self.country and not knows_country(self.country):
            yield Fault("country", f"No holidays are known for “{self.country}”: people would be promised on them.")
        elif self.region and not knows_country(self.country, self.region):
            yield Fault("region", f"No holidays are known for “{self.region}” in “{self.country}”.")
        for text in self.closed_days:
            if not is_day_off(text):
                yield Fault("closed_days", f"“{text}” is no date, so it counts as a day like any other.")

    def writes(self) -> frozenset[str]:
        """The variable of the next opening."""
        return frozenset({self.opens_next} - {""})

    def enter(self, turn: Turn) -> Answer:
        """Look at the time of the event."""
        now, times = turn.event.at, self.times()
        is_open = times.is_open(now)
        if self.opens_next:
            following = None if is_open else times.opens_next(now)
            turn.set(self.opens_next, in_words(following, now) if following else None)
        return LeaveBy("open" if is_open else "closed")

    def times(self) -> OpeningTimes:
        """The settings, to be asked."""
        zone = time_zone(self.time_zone) or ZoneInfo("UTC")
        return OpeningTimes(self.hours, zone, self.country, self.region, self.closed_days)
