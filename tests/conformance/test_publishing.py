"""Publishing again and again while customers are answered: nobody is dropped, told anything twice or out of order."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flowdesigner import Bot, runner
from flowdesigner.runtime.moving import move
from tests.conformance.loopback import Customers, Loopback

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]
CUSTOMERS = 30
VERSIONS = 5


def publish(folder: Path, number: int) -> None:
    """The bot as it is, once more; every second time those under way move to it."""
    bot = Bot.load(folder)
    revision = bot.publish(f"version {number}").number
    if number % 2:
        with bot.store() as store:
            move(store, revision)


async def test_customers_do_not_notice(bot: Path, intercom: Loopback) -> None:
    started = await asyncio.to_thread(runner.start, bot, port=0)
    customers = Customers(intercom, started.webhook_url, number=CUSTOMERS)

    async def publish_on_and_on() -> None:
        for number in range(VERSIONS):
            await asyncio.sleep(0.3)
            await asyncio.to_thread(publish, bot, number)

    await asyncio.gather(customers.talk(90), publish_on_and_on())
    assert customers.heard_wrongly() == {}
    assert (await asyncio.to_thread(started.status))["trouble"] == ""
