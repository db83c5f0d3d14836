"""All workspaces of a bot together: what the checks know of them, and asking Intercom again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner.bot import Bot
from flowdesigner.channel.settings import Channel
from flowdesigner.designer.account import READ_ADMINS, Account, Agent, Team
from flowdesigner.designer.accounts import UP_TO_DATE, Accounts
from flowdesigner.designer.background import Background
from flowdesigner.designer.connections import Connections
from flowdesigner.errors import IntercomDownError
from flowdesigner.settings import SECRET_KEY
from tests.designer.page import RecordingCanvas

FIRST = Account("a1", "Acme", "US", (Team("5", "Billing"),), (Agent("1", "Olive"),), ("vip",))
SECOND = Account("a2", "Acme Europe", "EU", (Team("6", "Technik"),), (Agent("2", "Ida"),), ("neu",))


class World:
    """Two channels whose accounts are as `says` has them, or raise what stands there."""

    def __init__(self, connections: Connections) -> None:
        self.canvas = RecordingCanvas()
        self.connections = connections
        self.accounts = Accounts(self.canvas, connections, Background(), changed=lambda: None)


@pytest.fixture
def says() -> dict[str, Account | Exception]:
    return {"intercom": FIRST, "intercom-2": SECOND}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: dict[str, Account | Exception]) -> Iterator[World]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(SECRET_KEY, raising=False)

    def read(channel: Channel) -> Account:
        said = says[channel.settings.name]
        if isinstance(said, Exception):
            raise said
        return said

    with Bot.create(tmp_path / "bot", "Desk").store() as store:
        connections = Connections(store, environ={}, read=read)
        connections.first.keep(app_id="a1", workspace="Acme", bot_teams=["5"], bot_agent="1")
        connections.add().keep(app_id="a2", workspace="Acme Europe", bot_teams=["6"], bot_agent="2")
        yield World(connections)


def test_names_are_known_once_all_workspaces_were_read(world: World) -> None:
    world.connections.first.met(FIRST)
    facts = world.accounts.facts()
    assert facts["bot_teams"] == {"5", "6"}
    assert (facts["teams"], facts["agents"], facts["tags"]) == (None, None, None)
    world.accounts.read()
    facts = world.accounts.facts()
    assert facts["teams"] == {"5": "Billing", "6": "Technik"}
    assert facts["agents"] == {"1": "Olive", "2": "Ida"}
    assert facts["tags"] == {"vip", "neu"}
    assert facts["agent"] == ""


def test_a_bot_agent_that_is_gone_in_one_of_them_is_known(world: World) -> None:
    world.connections.named("intercom-2").keep(bot_agent="9")
    world.accounts.read()
    assert world.accounts.facts()["agent"] == "9"


def test_nobody_is_missed_where_teammates_may_not_be_listed(world: World, says: dict[str, Account | Exception]) -> None:
    says["intercom-2"] = Account("a2", "Acme Europe", missing=(READ_ADMINS,))
    world.accounts.read()
    facts = world.accounts.facts()
    assert (facts["teams"], facts["agents"], facts["agent"]) == (None, None, "")


def test_asked_again_the_one_that_does_not_answer_is_named(world: World, says: dict[str, Account | Exception]) -> None:
    world.canvas.ask("account")
    assert world.canvas.last("notice")["text"] == UP_TO_DATE
    world.accounts.show()
    assert world.canvas.account["reachable"]
    says["intercom-2"] = IntercomDownError("Intercom does not answer.")
    world.canvas.ask("account")
    assert world.canvas.last("notice")["text"] == "Acme Europe: Intercom does not answer."
    assert world.connections.named("intercom-2").trouble == "Intercom does not answer."
    world.accounts.show()
    assert not world.canvas.account["reachable"]
