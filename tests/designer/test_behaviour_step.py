"""The third step of Channels: each choice is a setting of the channel, and what makes no sense is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdesigner.designer.accounts import Place, account_view
from flowdesigner.store.store import Store
from tests.designer.test_channels_page import Screen, screen, store

__all__ = ["screen", "store"]


def test_each_choice_is_kept(screen: Screen) -> None:
    step = screen.wizard.behaviour
    step.unassigned.value = True
    step.silent["email"].value = True
    step.silent["sms"].value = True
    step.silent["sms"].value = False
    step.after.value = "go_on"
    step.gather.value = 1.5
    step.pause.value = 0.5
    step.offload.value = "https://crm.example.com/offload"
    settings = screen.connection.settings
    assert (settings.takes_unassigned, settings.silent_in, settings.after_close) == (True, ("email",), "go_on")
    assert (settings.gather_ms, settings.pause_ms) == (1500, 500)
    providers = account_view([Place(None, settings)], reachable=False)["providers"]
    assert [one["id"] for one in providers] == ["intercom", "webhook"]
    assert screen.changes


def test_what_was_chosen_is_there_when_the_page_is_opened_again(screen: Screen, store: Store, tmp_path: Path) -> None:
    hours = screen.wizard.behaviour.hours
    hours.when.value = "inside"
    hours.days["saturday"].value = True
    hours.opens.value = "10:00"
    hours.zone.value = "Europe/Ljubljana"
    again = Screen(store, tmp_path / "bot").wizard.behaviour.hours
    assert again.when.value == "inside"
    assert [day for day, control in again.days.items() if control.value][-1] == "saturday"
    assert (again.opens.value, again.closes.value, again.zone.value) == ("10:00", "17:00", "Europe/Ljubljana")
    assert again.hours.layout.display is None


def test_the_hours_are_out_of_the_way_while_they_do_not_matter(screen: Screen) -> None:
    assert screen.wizard.behaviour.hours.hours.layout.display == "none"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("zone", "Middle Earth", "there is no time zone “Middle Earth”"),
        ("country", "Atlantis", "no holidays are known"),
    ],
)
def test_what_makes_no_sense_is_said_and_not_kept(screen: Screen, name: str, text: str, said: str) -> None:
    before = screen.connection.settings
    getattr(screen.wizard.behaviour.hours, name).value = text
    assert said in screen.wizard.behaviour.form.message.value
    assert screen.connection.settings == before


def test_an_address_that_is_none_is_said(screen: Screen) -> None:
    screen.wizard.behaviour.offload.value = "crm.example.com"
    assert "must begin with https://" in screen.wizard.behaviour.form.message.value


def test_refused_buttons_are_said_and_can_be_tried_again(screen: Screen, store: Store) -> None:
    step = screen.wizard.behaviour
    store.channels.change("intercom", {"has_buttons": False})
    step.look()
    assert "numbered list" in step.refused.value
    step.retry.click()
    assert screen.connection.settings.has_buttons
    step.look()
    assert step.refused.value == ""
