"""Two bots that answer the same customers are told of each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.runner.neighbours import answers_in, warning
from flowdesigner.runner.registry import Registration, State

OURS = ChannelSettings(app_id="acme", bot_teams=("1", "2"), bot_agent="7")
HERE = Path("/bots/ours")


def other(settings: ChannelSettings, folder: str = "/bots/theirs", state: State = "live") -> Registration:
    return Registration(
        bot_folder=folder, name="Theirs", pid=1, since=0, port=1, connection_file="", state=state,
        answers_in=answers_in([settings]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "is_warned"),
    [
        (ChannelSettings(app_id="acme", bot_teams=("2", "3"), bot_agent="8"), True),
        (ChannelSettings(app_id="acme", bot_teams=("3",), bot_agent="7"), False),
        (ChannelSettings(app_id="other", bot_teams=("1",)), False),
        (ChannelSettings(app_id="acme", takes_unassigned=True), False),
    ],
)
def test_one_in_the_same_team_of_the_same_workspace(theirs: ChannelSettings, is_warned: bool) -> None:
    said = warning(answers_in([OURS]), HERE, [other(theirs)])
    assert ("“Theirs” (/bots/theirs) is live" in said) is is_warned


def test_both_for_the_unassigned_ones() -> None:
    everybody = ChannelSettings(app_id="acme", takes_unassigned=True)
    assert warning(answers_in([everybody]), HERE, [other(everybody)])


def test_not_by_itself_nor_by_one_that_only_listens() -> None:
    assert warning(answers_in([OURS]), HERE, [other(OURS, folder=str(HERE))]) == ""
    assert warning(answers_in([OURS]), HERE, [other(OURS, state="listening")]) == ""


def test_not_by_one_that_shares_its_conversations() -> None:
    beside = replace(other(OURS), shares="postgresql://db/bots?schema=ours")
    assert warning(answers_in([OURS]), HERE, [beside], beside.shares) == ""
    assert warning(answers_in([OURS]), HERE, [beside], "postgresql://db/bots?schema=theirs")
