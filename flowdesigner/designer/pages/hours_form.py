"""`HoursForm`: when the bot answers: always, or by the hours in which people are there."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.designer.pages.controls import box, field, html, row, styled
from flowdesigner.designer.pages.settings_form import SettingsForm
from flowdesigner.flow.opening_times import DAYS

WHEN = (
    ("Always", "always"),
    ("Only in office hours", "inside"),
    ("Only outside of office hours", "outside"),
)
TIMES_HINT = "As 09:00. For days with hours of their own, use the block Office hours in a flow."


class HoursForm(widgets.VBox):  # type: ignore[misc]
    """The choice, and the hours where they matter."""

    def __init__(self, form: SettingsForm) -> None:
        self.form = form
        self.when = form.tie(widgets.Dropdown(description="When the bot answers", options=WHEN), "answers_when")
        self.days = {day: widgets.Checkbox(description=day.capitalize()[:3], indent=False) for day in DAYS}
        self.opens = widgets.Text(description="From", continuous_update=False, placeholder="09:00")
        self.closes = widgets.Text(description="To", continuous_update=False, placeholder="17:00")
        self.zone = form.tie(
            widgets.Text(description="Time zone", continuous_update=False, placeholder="Europe/Brussels"), "time_zone"
        )
        self.country = form.tie(
            widgets.Text(description="Public holidays of", continuous_update=False, placeholder="BE"), "country"
        )
        self.hours = box(
            box(
                html('<div class="fd-legend">Days</div>'),
                styled(row(*self.days.values()), "fd-days"),
                classes="fd-entry",
            ),
            row(field(self.opens, TIMES_HINT), field(self.closes), classes="fd-pair"),
            row(
                field(self.zone, "Where these hours are meant, as continent and city."),
                field(self.country, "Two letters. Closed on its public holidays; empty: holidays do not count."),
                classes="fd-pair",
            ),
            classes="fd-stack",
        )
        super().__init__([field(self.when, "A conversation that has begun goes on at any hour."), self.hours])
        self.add_class("fd-stack")
        for control in (*self.days.values(), self.opens, self.closes):
            control.observe(self._changed, "value")
        self.when.observe(lambda _: self._show_hours(), "value")
        self._showing = False

    def show(self, settings: ChannelSettings) -> None:
        """The hours as they are now; every open day has those of the first."""
        self._showing = True
        open_days = {one.day for one in settings.hours}
        for day, control in self.days.items():
            control.value = day in open_days
        first = next(iter(settings.hours), None)
        self.opens.value = first.opens if first else "09:00"
        self.closes.value = first.closes if first else "17:00"
        self._showing = False
        self._show_hours()

    def _show_hours(self) -> None:
        self.hours.layout.display = "none" if self.when.value == "always" else None

    def _changed(self, _: dict[str, Any]) -> None:
        if self._showing:
            return
        times = {"opens": self.opens.value.strip(), "closes": self.closes.value.strip()}
        self.form.keep(hours=[{"day": day, **times} for day, control in self.days.items() if control.value])
