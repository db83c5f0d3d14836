"""One bot in two workspaces: each conversation is answered in its own, also where both have one of the same id."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.errors import ConfigurationError
from flowdesigner.intercom.notification import parse
from flowdesigner.runtime import authorization
from flowdesigner.runtime.account import connect, demand_complete, read_channels
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.workspaces import Workspace, Workspaces
from flowdesigner.store import inbox
from flowdesigner.store.channels import ChannelRecord
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock
from tests.runtime.world import CHANNEL, TEAM, World, closed, deliver, until

EUROPE = replace(
    CHANNEL,
    settings=ChannelSettings(name="intercom-2", app_id="europe", bot_teams=(TEAM,), bot_agent="7"),
    client_secrets=("another secret",),
)


@pytest.fixture
def europe() -> World:
    return World("europe")


@pytest.fixture
async def engine(store: Store, world: World, europe: World, clock: Clock) -> AsyncIterator[Engine]:
    """Answers in both."""
    both = Workspaces([Workspace(CHANNEL, world.intercom()), Workspace(EUROPE, europe.intercom())])
    engine = Engine(store, both, clock=clock, concurrency=8)
    await engine.start()
    yield engine
    await engine.stop(2)
    await closed(engine)


async def test_two_conversations_with_one_id_are_two(engine: Engine, world: World, europe: World) -> None:
    await deliver(engine, world.notification("user.created", "1"), europe.notification("user.created", "1"))
    await until(lambda: len(world.calls) == len(europe.calls) == 2)
    await deliver(engine, europe.wrote("1", "billing"))
    await until(lambda: len(europe.calls) == 4)
    assert europe.calls[2:] == ["1: comment See Settings", "1: close Bye"]
    assert len(world.calls) == 2
    assert {part["author"]["id"] for part in europe.parts["1"] if part["author"]["type"] == "admin"} == {"7"}


async def test_what_arrives_is_noted_for_its_channel(engine: Engine, store: Store, europe: World) -> None:
    await deliver(engine, europe.notification("user.created", "1"))
    assert "conversation.user.created" in store.channels.seen("intercom-2").topics
    assert not store.channels.seen("intercom").topics


async def test_a_workspace_that_is_not_the_bots_is_left_alone(engine: Engine, store: Store) -> None:
    stranger = World("stranger")
    await deliver(engine, stranger.notification("user.created", "1"))
    assert engine.status()["conversations"] == {}
    assert not store.channels.seen("intercom").topics


async def test_a_channel_that_lacks_something_listens_and_answers_nobody(
    engine: Engine, store: Store, world: World, europe: World
) -> None:
    unready = Workspace(replace(EUROPE, access_token=""), europe.intercom())
    engine.workspaces = engine.workspaces.changed(unready)
    await deliver(engine, europe.notification("user.created", "1"), world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    assert europe.calls == []
    assert "conversation.user.created" in store.channels.seen("intercom-2").topics


async def test_a_conversation_waits_while_its_workspace_is_disconnected(
    engine: Engine, store: Store, clock: Clock, europe: World
) -> None:
    await deliver(engine, europe.notification("user.created", "1"))
    await until(lambda: len(europe.calls) == 2 and engine.at_work == 0)
    both = engine.workspaces
    engine.workspaces = Workspaces([Workspace(CHANNEL, next(iter(both)).intercom)])
    body = europe.wrote("1", "billing")
    arrival = engine._intake._arrival(parse(body), body, clock())
    assert arrival is not None
    engine._dispatcher.wake((await store.writer.run(lambda conn: inbox.take_in(conn, [arrival]))).woken)
    await until(lambda: not len(engine._dispatcher))
    assert (len(europe.calls), engine.status()["waiting"]) == (2, 1)
    engine.workspaces = both
    await deliver(engine, europe.wrote("1", "and thanks"))
    await until(lambda: "1: close Bye" in europe.calls)


async def test_only_the_workspaces_own_secret_speaks_for_it(engine: Engine) -> None:
    assert engine.secrets() == ("secret", "another secret")
    assert engine.secrets("europe") == ("another secret",)
    assert engine.secrets("stranger") == ()


def test_the_environment_decides_of_the_first_only(store: Store) -> None:
    store.channels.save(ChannelRecord("intercom-2", {"app_id": "europe", "bot_agent": "7"}))
    found = read_channels(store, {"FLOWDESIGNER_BOT_AGENT": "9"})
    assert {name: channel.settings.bot_agent for name, channel in found.items()} == {"intercom": "9", "intercom-2": "7"}
    assert list(read_channels(store, {})) == ["intercom-2"]


def test_one_complete_channel_is_enough() -> None:
    nothing = Channel(settings=ChannelSettings(name="intercom-3"))
    demand_complete([nothing, EUROPE])
    with pytest.raises(ConfigurationError, match="access token"):
        demand_complete([nothing])


def test_a_client_is_kept_while_it_opens_the_same() -> None:
    before = Workspaces(()).following([CHANNEL, EUROPE], connect)
    renamed = replace(EUROPE, settings=EUROPE.settings.model_copy(update={"workspace": "Europe"}))
    after = before.following([replace(CHANNEL, access_token="new"), renamed], connect)
    assert [gone.channel for gone in before.replaced_in(after)] == [CHANNEL]
    assert [workspace.channel.settings.workspace for workspace in after] == ["", "Europe"]


def test_who_comes_back_is_known_by_the_state(store: Store) -> None:
    for name in ("intercom", "intercom-2"):
        store.channels.save(ChannelRecord(name, {}))
    settings = ChannelSettings(name="intercom-2", client_id="app")
    url = authorization.begin(store, settings, redirect="https://bots.example.com/oauth/intercom", environ={})
    state = url.split("state=")[1].split("&")[0]
    assert authorization.asked_by(store, state) == "intercom-2"
    assert authorization.asked_by(store, "another") is None
