"""What the channel's settings decide: several short messages as one answer, and customers who write after the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from flowdesigner.runtime.account import read_channels
from flowdesigner.runtime.engine import Engine
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock
from tests.runtime.world import CHANNEL, World, closed, deliver, only, until

Configured = Callable[..., Awaitable[Engine]]


@pytest.fixture
async def configured(store: Store, world: World, clock: Clock) -> AsyncIterator[Configured]:
    """Starts an engine with these settings of the channel."""
    running: list[Engine] = []

    async def begin(**settings: Any) -> Engine:
        channel = replace(CHANNEL, settings=CHANNEL.settings.model_copy(update=settings))
        engine = Engine(store, only(channel, world.intercom()), clock=clock, concurrency=1)
        await engine.start()
        running.append(engine)
        return engine

    yield begin
    for engine in running:
        await engine.stop(2)
        await closed(engine)


async def test_short_messages_in_a_row_are_one_answer(configured: Configured, world: World) -> None:
    engine = await configured(gather_ms=1_500)
    await deliver(engine, world.wrote("1", "Hi"))
    await deliver(engine, world.wrote("1", "there"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.wrote("1", "bil"))
    await deliver(engine, world.wrote("1", "ling"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == ["1: comment Well?", "1: quick_reply [Billing] [People]"], "“bil ling” is no choice"


async def test_who_waits_for_one_more_message_keeps_nobody_else_waiting(configured: Configured, world: World) -> None:
    engine = await configured(gather_ms=20_000)
    await deliver(engine, world.wrote("1", "Hi"))
    await until(lambda: engine.status()["waiting"] == 1)
    pressed = world.add("2", {"type": "user", "id": "c2"}, "comment", "<p>Hi</p>")
    pressed["metadata"] = {"quick_reply_option_uuid": "some-button"}
    await deliver(engine, world.notification("user.replied", "2", pressed))
    await until(lambda: len(world.calls) == 2)
    assert all(call.startswith("2: ") for call in world.calls)


async def finished(engine: Engine, world: World) -> None:
    """A conversation that the bot has closed."""
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 4)


async def test_after_the_end_the_bot_begins_anew_or_is_silent(configured: Configured, world: World) -> None:
    engine = await configured(after_close="ignore")
    await finished(engine, world)
    await deliver(engine, world.wrote("1", "thanks"))
    await until(lambda: engine.status()["waiting"] == 0)
    assert len(world.calls) == 4
    settings = CHANNEL.settings.model_copy(update={"after_close": "start_again"})
    engine.workspaces = engine.workspaces.changed(next(iter(engine.workspaces)).having(settings))
    await deliver(engine, world.wrote("1", "one more thing"))
    await until(lambda: len(world.calls) == 6)


async def test_or_it_goes_on_where_a_teammate_closed_it(configured: Configured, world: World) -> None:
    engine = await configured(after_close="go_on")
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    closed = world.add("1", {"type": "admin", "id": "7", "name": "Mara"}, "close", None)
    await deliver(engine, world.notification("admin.closed", "1", closed))
    await until(lambda: engine.status()["waiting"] == 0)
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == ["1: comment See Settings", "1: close Bye"]


async def test_where_buttons_are_refused_choices_are_a_list_at_once_and_it_is_remembered(
    configured: Configured, world: World, store: Store
) -> None:
    refused: list[bytes] = []

    def no_buttons(request: httpx.Request) -> httpx.Response | None:
        if b'"quick_reply"' not in request.content:
            return None
        refused.append(request.content)
        return httpx.Response(422, json={"errors": [{"code": "parameter_invalid", "message": "no quick replies"}]})

    world.fault = no_buttons
    engine = await configured()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    assert world.calls == ["1: comment Well?", "1: comment <p>1. Billing<br>2. People</p>"]
    await deliver(engine, world.wrote("1", "1"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == ["1: comment See Settings", "1: close Bye"]
    await deliver(engine, world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 5)
    assert world.calls[4:] == ["2: comment Well?<p>1. Billing<br>2. People</p>"]
    assert len(refused) == 1
    assert read_channels(store, {})["intercom"].settings.has_buttons is False


async def test_a_pause_between_messages_is_kept_and_buttons_follow_at_once(
    configured: Configured, world: World
) -> None:
    engine = await configured(pause_ms=4_000)
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: engine.status()["waiting"] == 0)
    assert len(world.calls) == 2
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == ["1: comment See Settings", "1: close Bye"]
