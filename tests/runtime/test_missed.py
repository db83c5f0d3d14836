"""Messages whose notification never came: found, answered once, and only where the bot is to answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.intercom.client import Intercom
from flowdesigner.intercom.notification import parse
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.missed import LOOKED_UNTIL, arrivals_of, changed
from flowdesigner.sandbox import Sandbox
from flowdesigner.settings import SANDBOX_BOT_AGENT, SANDBOX_BOT_TEAM
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import APP, PEOPLE, TEAMMATE, World, deliver, until

NOTED = LOOKED_UNTIL.format(APP)

MENU = ["1: comment Well?", "1: quick_reply [Billing] [People]"]


@pytest.fixture
def outage(store: Store) -> None:
    """The bot did not run for an hour."""
    store.settings.set(NOTED, (datetime.now(UTC) - timedelta(hours=1)).isoformat())


async def looked(engine: Engine) -> None:
    """Until the first look is over."""
    await until(lambda: "missed" in engine.counts)


@pytest.mark.usefixtures("outage")
async def test_it_is_answered_once_also_when_the_notification_comes_after_all(start: Starter, world: World) -> None:
    late = world.wrote("1", "Hi")
    engine = await start()
    await until(lambda: world.calls == MENU)
    await deliver(engine, late)
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == ["1: comment See Settings", "1: close Bye"]
    assert engine.counts["missed"] == 1


@pytest.mark.usefixtures("outage")
async def test_an_answer_in_the_middle_of_a_talk_is_found_too(start: Starter, world: World, store: Store) -> None:
    engine = await start()
    await looked(engine)
    await deliver(engine, world.wrote("1", "Hi"))
    await until(lambda: len(world.calls) == 2)
    await engine.stop(2)
    world.wrote("1", "billing")
    await start()
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == ["1: comment See Settings", "1: close Bye"]


@pytest.mark.usefixtures("outage")
async def test_what_people_have_answered_or_have_is_theirs(start: Starter, world: World) -> None:
    world.wrote("1", "Hi")
    world.wrote("1", "How can I help?", TEAMMATE)
    world.wrote("2", "Hi")
    world.assigned("2", PEOPLE)
    engine = await start()
    await looked(engine)
    assert engine.counts["missed"] == 0
    assert world.calls == []


async def test_a_bot_that_never_ran_answers_nothing_from_before(start: Starter, world: World, store: Store) -> None:
    world.wrote("1", "Hi")
    engine = await start()
    await looked(engine)
    assert world.calls == []
    assert store.settings.get(NOTED)


async def test_what_is_older_than_a_day_is_for_people(start: Starter, world: World, store: Store, clock: Clock) -> None:
    store.settings.set(NOTED, (datetime.now(UTC) - timedelta(days=9)).isoformat())
    world.wrote("1", "Hi")
    clock.later = timedelta(hours=25)
    engine = await start()
    await looked(engine)
    assert world.calls == []


@pytest.mark.usefixtures("outage")
async def test_when_intercom_does_not_answer_it_is_looked_for_later(start: Starter, world: World, store: Store) -> None:
    before = store.settings.get(NOTED)
    world.wrote("1", "Hi")
    world.fault = lambda request: httpx.Response(500) if request.url.path.endswith("/search") else None
    engine = await start()
    await deliver(engine, world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 2)
    assert store.settings.get(NOTED) == before


async def test_the_search_is_one_that_intercom_understands() -> None:
    sandbox = Sandbox()
    talk = sandbox.start("Hello")
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=sandbox.app))
    settings = ChannelSettings(bot_teams=(SANDBOX_BOT_TEAM,), bot_agent=SANDBOX_BOT_AGENT)
    async with Intercom("any", api_url="http://sandbox.test", client=client) as intercom:
        since = datetime.now(UTC) - timedelta(hours=1)
        assert [one.id async for one in changed(intercom, settings, since)] == [talk.id]
        (arrival,) = arrivals_of(await intercom.conversations.raw(talk.id), settings, since, datetime.now(UTC))
        assert parse(arrival.body.encode()).conversation is not None
        assert [one.id async for one in changed(intercom, settings, since + timedelta(hours=2))] == []
    await sandbox.courier.close()
