"""Several workspaces in one bot, as the page Channels and the pickers show them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.designer.account import Account, Agent, Team
from flowdesigner.designer.accounts import Place, account_view
from flowdesigner.designer.connections import Connections
from flowdesigner.errors import ConfigurationError
from flowdesigner.ports import free_port
from flowdesigner.settings import SANDBOX_BOT_AGENT
from flowdesigner.store.channels import saw, saw_bad_signature
from flowdesigner.store.store import Store
from tests.designer.test_channels_page import ACCOUNT, NOW, Screen, screen, store

__all__ = ["screen", "store"]
EUROPE = Account(
    "eu1", "Acme Europe", "EU", (Team("8", "Technik"), Team("9", "Support")), (Agent("5", "Ida"),), ("vip",), ("Plan",)
)


@pytest.fixture
def connected(screen: Screen) -> Screen:
    """One channel that is ready, and the page entered."""
    screen.wizard.card.start()
    screen.page.enter()
    return screen


def shown(screen: Screen) -> list[str]:
    """What the list says of each channel."""
    assert screen.page.children == (screen.page.list,)
    return [entry.text.value for entry in screen.page.list.entries]


def test_a_bot_without_a_channel_goes_straight_into_the_steps(screen: Screen) -> None:
    screen.page.enter()
    assert screen.page.children == (screen.wizard,)
    assert screen.wizard.all.layout.display == "none"


def test_what_is_connected_is_listed_with_its_region_its_teams_and_how_it_is(connected: Screen, store: Store) -> None:
    (entry,) = shown(connected)
    assert "<h2>Acme</h2>" in entry
    assert "EU · Answers Order bot" in entry
    assert ">Waiting<" in entry
    store.write(lambda conn: saw(conn, "intercom", "ping", NOW - timedelta(seconds=4)))
    connected.page.look()
    assert ">Connected<" in shown(connected)[0]
    assert "arrived 4 seconds ago" in shown(connected)[0]


def test_one_more_channel_is_added_beside_the_first(connected: Screen, store: Store) -> None:
    connected.page.list.add.click()
    assert connected.connection.name == "intercom-2"
    assert connected.wizard.all.layout.display is None
    assert store.channels.get("intercom-2") is None
    connected.app_id = "eu1"
    connected.wizard.account.token.input.value = "other-token"
    assert store.secrets.get("intercom-2.access_token") == "other-token"
    assert store.secrets.get("intercom.access_token") == "sandbox-token"
    connected.wizard.all.click()
    assert ["Not finished" in entry for entry in shown(connected)] == [False, True]
    assert "The client secret is missing" in shown(connected)[1]


def test_one_that_was_begun_and_left_empty_is_nowhere(connected: Screen) -> None:
    connected.page.list.add.click()
    connected.wizard.all.click()
    assert len(shown(connected)) == 1


def test_the_same_workspace_twice_is_refused_and_its_token_forgotten(connected: Screen, store: Store) -> None:
    connected.page.list.add.click()
    connected.wizard.account.token.input.value = "same-workspace"
    said = connected.wizard.account.result.value
    assert "answers in the workspace “Acme” already" in said
    assert 'role="alert"' in said
    assert not store.secrets.has("intercom-2.access_token")
    assert connected.connection.settings.app_id == ""
    assert connected.connections.first.settings.app_id == "abc123"


def test_a_channel_is_removed_when_that_was_meant(connected: Screen, store: Store) -> None:
    (entry,) = connected.page.list.entries
    assert entry.remove.question.layout.display == "none"
    entry.remove.ask.click()
    assert entry.remove.question.layout.display is None
    entry.remove.keep.click()
    assert store.channels.get("intercom") is not None
    entry.remove.ask.click()
    entry.remove.yes.click()
    assert store.channels.list() == []
    assert not [name for name in store.secrets.names() if name.startswith("intercom")]
    assert connected.page.children == (connected.wizard,)
    assert connected.connection.settings.workspace == ""


def test_a_removal_that_intercom_cannot_be_told_is_one_all_the_same(connected: Screen, store: Store) -> None:
    connected.connections.add().keep(bot_teams=["9"])
    connected.connections.first.keep(client_id="app-1", api_url=f"http://127.0.0.1:{free_port()}")
    connected.page.show_list()
    connected.page.list.entries[0].remove.yes.click()
    assert [record.name for record in store.channels.list()] == ["intercom-2"]
    assert connected.wizard.connection.name == "intercom-2"


def test_an_answer_that_comes_after_the_removal_brings_nothing_back(connected: Screen, store: Store) -> None:
    gone = connected.connections.first
    connected.connections.remove(gone)
    gone.met(ACCOUNT)
    assert store.channels.list() == []


def test_the_environment_decides_the_first_channel_only(store: Store) -> None:
    environ = {"FLOWDESIGNER_INTERCOM_ACCESS_TOKEN": "from-outside", "FLOWDESIGNER_BOT_TEAMS": "7"}
    connections = Connections(store, environ=environ)
    second = connections.add()
    second.keep(bot_teams=["9"])
    assert connections.names() == ["intercom", "intercom-2"]
    assert connections.first.settings.bot_teams == ("7",)
    assert second.settings.bot_teams == ("9",)
    assert second.channel().access_token == ""
    assert connections.is_told(connections.first)
    assert not connections.is_told(second)


def test_the_bot_may_go_live_when_it_can_answer_in_one_of_them(connected: Screen) -> None:
    second = connected.connections.add()
    second.keep(bot_teams=["9"])
    connected.connections.demand_complete()
    connected.connections.remove(connected.connections.first)
    with pytest.raises(ConfigurationError, match="access token is missing"):
        connected.connections.demand_complete()


@pytest.mark.parametrize(
    ("account", "said"),
    [
        (Account("abc123", "Acme", teams=(), agents=(Agent(SANDBOX_BOT_AGENT, "Olive"),)), "no team 6100005 any more"),
        (Account("abc123", "Acme", teams=ACCOUNT.teams), "bot agent is not in the workspace any more"),
        (
            Account("abc123", "Acme", teams=ACCOUNT.teams, agents=(Agent(SANDBOX_BOT_AGENT, "Olive", "", False),)),
            "Olive has no inbox seat",
        ),
    ],
)
def test_what_went_wrong_since_is_said(connected: Screen, account: Account, said: str) -> None:
    connected.connections.first.met(account)
    connected.page.look()
    assert said in shown(connected)[0]
    assert 'data-tone="bad"' in shown(connected)[0]


def test_one_without_an_inbox_seat_is_not_taken(screen: Screen) -> None:
    screen.wizard.account.test()
    form = screen.wizard.subscription.agent
    form.picker.value = "2"
    assert "Nobody has no inbox seat" in form.wrong.value
    assert (form.picker.value, screen.connection.settings.bot_agent) == ("", "")


def test_a_team_of_another_workspace_is_not_taken(screen: Screen) -> None:
    screen.wizard.account.test()
    url = "https://app.intercom.com/a/inbox/{}/inbox/team/42"
    screen.wizard.subscription.teams.more.value = url.format("other")
    assert "another workspace (other)" in screen.wizard.subscription.message.value
    screen.wizard.subscription.teams.more.value = url.format("abc123")
    assert screen.connection.settings.bot_teams == ("42",)
    assert "not in the workspace any more" in screen.wizard.subscription.teams.gone.value


def test_a_picture_is_fetched_from_https_addresses_only(screen: Screen) -> None:
    agents = (Agent("1", "A", "http://pictures.example.com/a.png"), Agent("2", "B", "https://pictures.example.com/b"))
    screen.connection.met(Account("abc123", "Acme", agents=(*agents, Agent("3", "C", "javascript:alert(1)"))))
    screen.wizard.subscription.show()
    pictures = [one["picture"] for one in screen.wizard.subscription.agent.picker.people]
    assert pictures == ["", "https://pictures.example.com/b", ""]


def test_a_workspace_kept_elsewhere_is_said(screen: Screen) -> None:
    screen.wizard.account.test()
    assert "choose Europe above" in screen.wizard.account.result.value
    screen.wizard.account.region.value = "https://api.eu.intercom.io"
    screen.wizard.account.test()
    assert "choose Europe above" not in screen.wizard.account.result.value


def test_pickers_name_the_workspace_where_there_are_several() -> None:
    first = Place(ACCOUNT, ChannelSettings(bot_teams=("8",)))
    view = account_view([first, Place(EUROPE, ChannelSettings())], reachable=True)
    assert view["teams"][1:] == [
        {"id": "8", "name": "Technicians · Acme / Technik · Acme Europe", "is_bot_team": True},
        {"id": "9", "name": "Support · Acme Europe", "is_bot_team": False},
    ]
    assert [one["name"] for one in view["agents"]][-1] == "Ida · Acme Europe"
    assert view["places"] == {"vip": "Acme Europe", "Plan": "Acme Europe"}
    assert view["workspace"] == "Acme, Acme Europe"
    alone = account_view([first], reachable=True)
    assert [one["name"] for one in alone["teams"]] == ["Order bot", "Technicians"]
    assert alone["places"] == {}


def test_each_channel_remembers_its_own_names(screen: Screen) -> None:
    screen.connections.first.met(ACCOUNT)
    second = screen.connections.add()
    second.met(EUROPE)
    later = Connections(screen.connections.store, environ={})
    assert [one.last_account for one in later] == [ACCOUNT, EUROPE]


def test_a_wrong_signature_is_said_of_the_channel_that_has_proven_nothing_yet(connected: Screen, store: Store) -> None:
    connected.connections.add().keep_secret("access_token", "other")

    def arrive(conn: Connection) -> None:
        saw(conn, "intercom", "ping", NOW - timedelta(seconds=9))
        for name in connected.connections.names():
            saw_bad_signature(conn, name, NOW)

    store.write(arrive)
    first, second = connected.connections
    assert first.seen().last_bad_signature is None
    assert second.seen().last_bad_signature == NOW
    store.write(lambda conn: saw(conn, "intercom-2", "ping", NOW - timedelta(seconds=5)))
    assert first.seen().last_bad_signature == NOW
