"""kill -9 in the middle of conversations: nothing is lost, nothing is said twice, everything stays in order."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from flowdesigner import Bot, runner
from flowdesigner.store.store import Store
from flowdesigner.store.tables import outbox
from tests.conformance.killing import live_kernel, start_again
from tests.conformance.loopback import Customers, Loopback

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
CUSTOMERS = 40


def bot_store(folder: Path) -> Store:
    return Bot.load(folder).store()


async def test_a_kernel_that_is_killed_again_and_again(bot: Path, intercom: Loopback) -> None:
    started = await asyncio.to_thread(runner.start, bot, port=0)
    customers = Customers(intercom, started.webhook_url, number=CUSTOMERS)

    async def kill() -> None:
        pid = 0
        for _ in range(3):
            pid = (await live_kernel(bot, other_than=pid)).kernel_pid
            await asyncio.sleep(0.5)
            os.kill(pid, signal.SIGKILL)

    await asyncio.gather(customers.talk(), kill())
    assert customers.heard_wrongly() == {}


async def test_the_whole_runner_is_killed_and_started_again(bot: Path, intercom: Loopback) -> None:
    started = await asyncio.to_thread(runner.start, bot, port=0)
    customers = Customers(intercom, started.webhook_url, number=CUSTOMERS)

    async def kill() -> None:
        await asyncio.sleep(1)
        os.kill(started.pid, signal.SIGKILL)
        await start_again(bot, started.port)

    await asyncio.gather(customers.talk(), kill())
    assert customers.heard_wrongly() == {}


async def test_a_runner_that_is_stopped_finishes_its_calls(bot: Path, intercom: Loopback) -> None:
    started = await asyncio.to_thread(runner.start, bot, port=0)
    customers = Customers(intercom, started.webhook_url, number=CUSTOMERS)

    async def stop() -> None:
        await asyncio.sleep(0.8)
        assert await asyncio.to_thread(runner.stop, bot)
        with await asyncio.to_thread(bot_store, bot) as store:
            open_ = store.read(lambda conn: conn.execute(outbox.select().where(outbox.c.state == "intended")).all())
        assert open_ == []
        await asyncio.to_thread(runner.start, bot, port=started.port)

    await asyncio.gather(customers.talk(), stop())
    assert customers.heard_wrongly() == {}
