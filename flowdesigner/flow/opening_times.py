"""`OpeningTimes`: when people are there, by the week, holidays and days off. Pure: the time is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)|24:00")
MIDNIGHT = "24:00"
FARTHEST = 400
"""Days that are looked through for the next opening: what opens later than in a year does not open."""


class OpeningTime(BaseModel):
    """One stretch of a day of the week; one that closes before it opens goes on past midnight."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    day: Day = Field(default="monday", title="Day")
    """The day of the week on which it begins."""
    opens: str = Field(default="09:00", title="From")
    """Such as 09:00."""
    closes: str = Field(default="17:00", title="Until")
    """Such as 17:00; 24:00 is midnight."""

    @property
    def makes_sense(self) -> bool:
        """Whether both are times of a day."""
        return bool(TIME.fullmatch(self.opens) and TIME.fullmatch(self.closes) and self.opens != MIDNIGHT)


WORKING_WEEK = tuple(OpeningTime(day=day) for day in DAYS[:5])


@dataclass(frozen=True, slots=True)
class OpeningTimes:
    """The week, in the wall-clock time of a zone, and the dates on which it does not hold.

    `country` and `region` name the public holidays (ISO 3166: `BE`, `DE` with `BY`), `closed` are days off
    (`days_off` reads them).
    """

    week: tuple[OpeningTime, ...]
    zone: ZoneInfo
    country: str = ""
    region: str = ""
    closed: tuple[str, ...] = ()

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there at this moment."""
        today = at.astimezone(self.zone).date()
        days = (today - timedelta(days=1), today)
        return any(opens <= at < closes for day in days for opens, closes in self.on(day))

    def opens_next(self, after: datetime) -> datetime | None:
        """When the next stretch begins after this moment, in the own zone; None when none does within a year."""
        today = after.astimezone(self.zone).date()
        for distance in range(FARTHEST):
            begins = [opens for opens, _ in self.on(today + timedelta(days=distance)) if opens > after]
            if begins:
                return min(begins).astimezone(self.zone)
        return None

    def on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The stretches that begin on this day, in UTC: wall clocks that are set forward or back mislead."""
        if self.is_day_off(day):
            return
        for one in self.week:
            if DAYS[day.weekday()] == one.day and one.makes_sense:
                opens, closes = moment(day, one.opens, self.zone), moment(day, one.closes, self.zone)
                if closes <= opens:
                    closes = moment(day + timedelta(days=1), one.closes, self.zone)
                yield opens, closes

    def is_day_off(self, day: date) -> bool:
        """Whether it is a public holiday or a day off."""
        if any(first <= day <= last for first, last in days_off(self.closed, day.year)):
            return True
        return bool(self.country) and day in public_holidays(self.country, self.region, day.year)


def moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """When the wall clock of the zone shows this time on that day, in UTC."""
    if clock == MIDNIGHT:
        day, clock = day + timedelta(days=1), "0:00"
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), zone).astimezone(UTC)


def days_off(texts: Iterable[str], year: int) -> Iterator[tuple[date, date]]:
    """First and last days of the texts in this year: `2026-12-24`, `12-24` (every year), `2026-07-20/2026-07-31`.

    A text that is none of these is passed over; `is_day_off` tells.
    """
    for text in texts:
        first, _, last = text.strip().partition("/")
        begin = _date(first, year)
        end = _date(last, year) if last else begin
        if begin and end and begin > end and len(text.strip()) == len("12-24/01-02"):
            yield from ((begin, date(year, 12, 31)), (date(year, 1, 1), end))
        elif begin and end:
            yield begin, end


def is_day_off(text: str) -> bool:
    """Whether the text names a day off, or a stretch of them whose end is not before its beginning."""
    # A leap year, so that 02-29 is one.
    return any(first <= last for first, last in days_off([text], 2024))


def _date(text: str, year: int) -> date | None:
    found = re.fullmatch(r"(?:(\d{4})-)?(\d{2})-(\d{2})", text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3]))
    except ValueError:
        return None


@lru_cache(maxsize=256)
def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """The public holidays of a year; none for a country that is not known (`knows_country`)."""
    # Imported when it is needed: it takes longer than the rest of a page's start.
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError:
        return frozenset()


def countries_with_holidays() -> dict[str, list[str]]:
    """The countries whose public holidays are known, by code, with their regions that have some of their own."""
    from holidays import list_supported_countries

    known = list_supported_countries(include_aliases=False)
    return {code: list(regions) for code, regions in sorted(known.items()) if len(code) == len("BE")}


def knows_country(country: str, region: str = "") -> bool:
    """Whether the holidays of this country, and of this region of it, are known."""
    from holidays import list_supported_countries

    regions = list_supported_countries(include_aliases=True).get(country)
    return regions is not None and (not region or region in regions)


@lru_cache(maxsize=256)
def time_zone(name: str) -> ZoneInfo | None:
    """The zone of this name (`Europe/Brussels`), or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def in_words(opening: datetime, now: datetime) -> str:
    """`today at 14:00`, `tomorrow at 9:00`, `Monday at 9:00`, `Monday 12 January at 9:00`."""
    clock = f"{opening.hour}:{opening:%M}"
    days = (opening.date() - now.astimezone(opening.tzinfo).date()).days
    if days < 2:
        return f"{'tomorrow' if days else 'today'} at {clock}"
    return f"{opening:%A} at {clock}" if days < 7 else f"{opening:%A} {opening.day} {opening:%B} at {clock}"
