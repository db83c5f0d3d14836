"""The smaller parts of the Running page: the chart of the last hour, addresses of conversations, days that are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.designer.hour import Hour
from flowdesigner.designer.inbox import inbox_address
from flowdesigner.designer.pages.hour_chart import hour_chart
from flowdesigner.designer.pages.retention_form import RetentionForm
from flowdesigner.designer.times import took
from flowdesigner.runtime.records import Records
from flowdesigner.runtime.views import Minute
from flowdesigner.store.retention import retention_of
from tests.designer.customers import answered, desk, write
from tests.runtime.world import World

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def minutes(*messages: int, failures: int = 0) -> list[Minute]:
    """The last minutes, with so many messages each; the last one has the failures."""
    last = len(messages) - 1
    return [
        Minute(NOW - timedelta(minutes=last - place), number, number, failures if place == last else 0, 0.02, 1.4)
        for place, number in enumerate(messages)
    ]


def test_the_hour_is_drawn_named_and_told_as_a_table() -> None:
    shown = hour_chart(minutes(0, 40, 1300, failures=3), NOW)
    assert shown.count("<rect") == 4
    assert shown.count('class="fd-failed"') == 1
    assert "1,340 messages, at most 1,300 a minute" in shown
    assert "3 calls failed" in shown
    assert shown.count("<tr>") == 3
    assert "1.4 s" in shown


def test_an_hour_without_customers_is_a_sentence() -> None:
    assert hour_chart(minutes(0, 0), NOW) == '<p class="fd-print">Nobody wrote in the last hour.</p>'


def test_how_long_something_took_is_said_in_one_unit() -> None:
    assert [took(seconds) for seconds in (0.0382, 1.24, 180, 7300)] == ["38 ms", "1.2 s", "3 min", "2 h"]


def test_a_conversation_is_found_in_the_workspaces_own_inbox() -> None:
    europe = ChannelSettings(app_id="a/b", api_url="https://api.eu.intercom.io")
    assert inbox_address(europe, "215") == "https://app.eu.intercom.com/a/inbox/a%2Fb/inbox/conversation/215"
    sandbox = ChannelSettings(app_id="abc", api_url="http://127.0.0.1:4000")
    assert inbox_address(sandbox, "215") == "http://127.0.0.1:4000/inbox#215"


async def test_the_hour_goes_on_without_being_read_again(tmp_path: Path) -> None:
    world = World()
    with desk(tmp_path / "bot").store() as store:
        asked: list[int] = []

        class Counted(Records):
            def minutes(self, until: datetime, minutes: int = 60) -> tuple[Minute, ...]:
                asked.append(minutes)
                return super().minutes(until, minutes)

        hour, at = Hour(Counted(store)), datetime.now(UTC)
        assert sum(one.messages for one in hour.read(at)) == 0
        async with answered(store, world) as engine:
            await write(engine, store, world.notification("user.created", "1"))
        later = datetime.now(UTC)
        assert sum(one.messages for one in hour.read(later)) == 1
        for minutes in range(1, 70):
            shown = hour.read(later + timedelta(minutes=minutes))
        assert (len(shown), sum(one.messages for one in shown)) == (60, 0)
        assert asked[0] == 60
        assert max(asked[1:]) <= 3


def test_days_are_kept_as_soon_as_they_are_changed(tmp_path: Path) -> None:
    with desk(tmp_path / "bot").store() as store:
        form = RetentionForm(store)
        form.show()
        assert form.days["transcripts"].value == retention_of(store).transcripts == 30
        form.days["transcripts"].value = 7
        assert retention_of(store).transcripts == 7
        assert "Kept" in form.said.value
        again = RetentionForm(store)
        again.show()
        assert again.days["transcripts"].value == 7


def test_days_that_the_environment_says_cannot_be_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWDESIGNER_KEEP_TRANSCRIPTS_DAYS", "3")
    with desk(tmp_path / "bot").store() as store:
        form = RetentionForm(store)
        form.show()
        assert (form.days["transcripts"].value, form.days["transcripts"].disabled) == (3, True)
        assert not form.days["calls"].disabled
        assert "The environment says some of them" in form.said.value
        monkeypatch.setenv("FLOWDESIGNER_KEEP_TRANSCRIPTS_DAYS", "soon")
        form.show()
        assert "write a number of days" in form.said.value
