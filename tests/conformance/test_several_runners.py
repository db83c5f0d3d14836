"""Runners that share a database: each conversation is one runner's, and another's when that one is gone."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flowdesigner import Bot, runner
from flowdesigner.bot import STATE
from flowdesigner.runner import Registration
from flowdesigner.store import runners
from flowdesigner.store.runners import RunnerLine
from tests.conformance.killing import live_kernel
from tests.conformance.loopback import Customers, Loopback
from tests.postgres import GIVEN, Server, demand_postgresql, new_schema

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]
CUSTOMERS = 60
SAID_HELLO = 20
"""So many customers are in the middle of a conversation when something happens."""


@pytest.fixture(autouse=True)
def database(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Only PostgreSQL is shared."""
    monkeypatch.setenv("FLOWDESIGNER_DATABASE_URL", postgresql)
    return postgresql


@pytest.fixture
def twin(bot: Path) -> Iterator[Path]:
    """The bot's folder on what could be another machine."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        folder = shutil.copytree(bot, Path(name) / "bot", ignore=shutil.ignore_patterns(STATE))
        yield folder
        runner.stop(folder)


@pytest.fixture
async def both(bot: Path, twin: Path) -> tuple[Registration, Registration]:
    """Two runners that answer."""
    return await start(bot), await start(twin)


async def start(folder: Path) -> Registration:
    return await asyncio.to_thread(runner.start, folder, port=0)


def alive(bot: Path) -> list[RunnerLine]:
    with Bot.load(bot).store() as store:
        return store.read(runners.alive)


async def in_the_middle(customers: Customers) -> None:
    """Wait until some have begun."""
    while customers.said_hello < SAID_HELLO:  # noqa: ASYNC110 - other processes do it
        await asyncio.sleep(0.02)


async def test_customers_of_both_are_answered_once_and_in_order(
    bot: Path, both: tuple[Registration, Registration], intercom: Loopback
) -> None:
    customers = Customers(intercom, *(one.webhook_url for one in both), number=CUSTOMERS)
    await customers.talk()
    assert customers.heard_wrongly() == {}
    assert len(await asyncio.to_thread(alive, bot)) == 2
    assert {one.status()["trouble"] for one in both} == {""}


async def test_what_a_killed_one_had_the_other_finishes(
    both: tuple[Registration, Registration], intercom: Loopback
) -> None:
    first, second = both
    customers = Customers(intercom, first.webhook_url, second.webhook_url, number=CUSTOMERS)

    async def kill() -> None:
        await in_the_middle(customers)
        for process in [*psutil.Process(first.pid).children(recursive=True), psutil.Process(first.pid)]:
            process.kill()

    await asyncio.gather(customers.talk(90), kill())
    assert customers.heard_wrongly() == {}


async def test_one_is_started_and_the_other_stopped_as_in_an_update(bot: Path, twin: Path, intercom: Loopback) -> None:
    first = await start(bot)
    customers = Customers(intercom, first.webhook_url, number=CUSTOMERS)

    async def update() -> None:
        await in_the_middle(customers)
        second = await start(twin)
        customers.webhooks = (second.webhook_url,)
        assert await asyncio.to_thread(runner.stop, bot)

    await asyncio.gather(customers.talk(90), update())
    assert customers.heard_wrongly() == {}
    assert len(await asyncio.to_thread(alive, twin)) == 1


async def test_one_that_was_held_up_says_nothing_that_the_other_has_said(
    bot: Path, both: tuple[Registration, Registration], intercom: Loopback
) -> None:
    first, second = both
    customers = Customers(intercom, first.webhook_url, second.webhook_url, number=CUSTOMERS)

    async def hold_up() -> None:
        await in_the_middle(customers)
        pid = (await live_kernel(bot)).kernel_pid
        os.kill(pid, signal.SIGSTOP)
        customers.webhooks = (second.webhook_url,)
        await asyncio.sleep(runners.LEASE.total_seconds() * 3)
        os.kill(pid, signal.SIGCONT)
        customers.webhooks = (first.webhook_url, second.webhook_url)

    await asyncio.gather(customers.talk(90), hold_up())
    await asyncio.sleep(1)
    assert customers.heard_wrongly() == {}


class TestDatabase:
    """With a server that may be killed."""

    @pytest.fixture
    def server(self) -> Iterator[Server]:
        demand_postgresql()
        if os.environ.get(GIVEN):
            pytest.skip("needs a server of its own, to kill it")
        server = Server()
        server.start()
        yield server
        server.remove()

    @pytest.fixture(autouse=True)
    def database(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
        url = new_schema(server.url)
        monkeypatch.setenv("FLOWDESIGNER_DATABASE_URL", url)
        return url

    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["restarted", "crashed"])
    async def test_it_comes_back_and_everything_goes_on(
        self, server: Server, both: tuple[Registration, Registration], intercom: Loopback, how: signal.Signals
    ) -> None:
        customers = Customers(intercom, *(one.webhook_url for one in both), number=CUSTOMERS)

        async def restart() -> None:
            await in_the_middle(customers)
            await asyncio.to_thread(server.stop, how)
            await asyncio.sleep(1.5)
            await asyncio.to_thread(server.start)

        await asyncio.gather(customers.talk(90), restart())
        assert customers.heard_wrongly() == {}
