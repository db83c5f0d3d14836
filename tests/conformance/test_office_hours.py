"""A time that leads to office hours: it comes once, late when the bot did not run, and the hours are those of then."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from flowdesigner import Bot, runner
from flowdesigner.blocks import OfficeHours, SendMessage, Start, Wait
from flowdesigner.flow.opening_times import DAYS, WORKING_WEEK, OpeningTime
from flowdesigner.intercom.signature import sign
from flowdesigner.runtime.engine import Engine
from flowdesigner.store.store import Store
from tests.conformance.killing import live_kernel
from tests.conformance.loopback import Loopback
from tests.runtime.conftest import Clock
from tests.runtime.world import CHANNEL, World, closed, deliver, only, until

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
LATER, HERE = "comment Later", "comment Here"


def publish_desk(folder: Path, *hours: OpeningTime) -> Bot:
    """While it is closed it says so and looks again in an hour."""
    bot = Bot(folder, "Desk")
    flow = bot.add_flow("Main", id="main")
    desk, again = flow.add(OfficeHours(hours=hours, time_zone="UTC")), flow.add(Wait(minutes=60))
    later = flow.add(SendMessage(text="Later"))
    flow.connect(flow.add(Start()), desk)
    flow.connect(desk, flow.add(SendMessage(text="Here")), port="open")
    flow.connect(desk, later, port="closed")
    flow.connect(later, again)
    flow.connect(again, desk)
    bot.save()
    bot.publish("desk")
    return bot


@asynccontextmanager
async def engines(store: Store, world: World, clock: Clock, number: int = 1) -> AsyncIterator[Engine]:
    """So many, side by side; one of them."""
    running = [Engine(store, only(CHANNEL, world.intercom()), clock=clock) for _ in range(number)]
    for engine in running:
        await engine.start()
    yield running[0]
    for engine in running:
        await engine.stop(2)
        await closed(engine)


def said(world: World, conversation: str) -> list[str]:
    """What one customer was told."""
    start = f"{conversation}: "
    return [call.removeprefix(start) for call in world.calls if call.startswith(start)]


async def test_it_looks_again_each_time_and_by_the_hours_of_the_moment(tmp_path: Path) -> None:
    world, clock = World(), Clock()
    with publish_desk(tmp_path / "bot", *WORKING_WEEK).store() as store:
        # A file lets in one runner; those that share a database start side by side.
        several = 3 if store.is_shared else 1
        clock.stands_at = MONDAY + timedelta(hours=7, minutes=30)
        async with engines(store, world, clock) as engine:
            await deliver(engine, world.notification("user.created", "1"))
            await until(lambda: said(world, "1") == [LATER])
            clock.stands_at = MONDAY + timedelta(hours=8, minutes=30)
            await until(lambda: said(world, "1") == [LATER] * 2)
            clock.stands_at = MONDAY + timedelta(hours=9, minutes=29)
            await deliver(engine, world.notification("user.created", "2"))
            await until(lambda: said(world, "2") == [HERE] and engine.at_work == 0)
            assert said(world, "1") == [LATER] * 2
        # Half past nine was slept through: at night it is closed, whatever it was when the time came.
        clock.stands_at = MONDAY + timedelta(days=1, hours=3)
        async with engines(store, world, clock, several):
            await until(lambda: said(world, "1") == [LATER] * 3, 20)
        clock.stands_at = MONDAY + timedelta(days=2, hours=10)
        async with engines(store, world, clock, several):
            await until(lambda: HERE in said(world, "1"), 20)
        clock.stands_at = MONDAY + timedelta(days=3, hours=10)
        async with engines(store, world, clock) as engine:
            await deliver(engine, world.notification("user.created", "3"))
            await until(lambda: said(world, "3") == [HERE] and engine.at_work == 0)
    assert said(world, "1") == [LATER] * 3 + [HERE]


async def test_a_runner_that_was_away_at_the_opening_goes_on_when_it_comes_back_and_once(
    bot: Path, intercom: Loopback
) -> None:
    world, clock = intercom.world, Clock()
    clock.later = -timedelta(days=2)
    closed_on = DAYS[clock().weekday()]
    hours = (OpeningTime(day=day, opens="00:00", closes="24:00") for day in DAYS if day != closed_on)
    with publish_desk(bot, *hours).store() as store:
        async with engines(store, world, clock) as engine:
            await deliver(engine, world.notification("user.created", "1"))
            await until(lambda: intercom.said("1") == [LATER] and engine.at_work == 0)
    started = await asyncio.to_thread(runner.start, bot, port=0)
    await until(lambda: intercom.said("1") == [LATER, HERE], 30)
    killed = (await live_kernel(bot)).kernel_pid
    os.kill(killed, signal.SIGKILL)
    await live_kernel(bot, other_than=killed)
    body = world.notification("user.created", "2")
    headers = {"X-Hub-Signature": sign(body, "secret"), "Content-Type": "application/json"}
    async with httpx.AsyncClient(timeout=20) as client:
        assert (await client.post(started.webhook_url, content=body, headers=headers)).is_success
    await until(lambda: intercom.said("2") == [HERE], 30)
    assert intercom.said("1") == [LATER, HERE]
