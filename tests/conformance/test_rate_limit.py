"""Intercom's rate limit, with real runners: everybody is answered in time, and no call is refused."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner import runner
from flowdesigner.bot import STATE
from flowdesigner.runner import Registration
from flowdesigner.sandbox.rate_limit import RateLimit
from tests.conformance.loopback import Customers, Loopback

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
PER_WINDOW = 100
CUSTOMERS = 72
"""Five calls each: more than three windows."""


@pytest.fixture
def intercom() -> Iterator[Loopback]:
    """One that refuses more calls than its windows have."""
    with Loopback() as loopback:
        loopback.limit = RateLimit(time.time, PER_WINDOW)
        yield loopback


@pytest.fixture
def twin(bot: Path) -> Iterator[Path]:
    """The bot's folder on what could be another machine."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        folder = shutil.copytree(bot, Path(name) / "bot", ignore=shutil.ignore_patterns(STATE))
        yield folder
        runner.stop(folder)


async def start(folder: Path) -> Registration:
    return await asyncio.to_thread(runner.start, folder, port=0)


def demand_kept(intercom: Loopback) -> None:
    """No call was refused after the first window, and the windows between were used well."""
    first, *_, last = (int(at // 10) for at, _ in intercom.statuses)
    assert [at for at, status in intercom.statuses if status == 429 and at // 10 > first] == []
    used = Counter(int(at // 10) for at, status in intercom.statuses if status == 200)
    assert all(used[window] <= PER_WINDOW for window in used)
    assert all(used[window] >= PER_WINDOW // 4 for window in range(first + 1, last - 1)), used


async def test_one_runner(bot: Path, intercom: Loopback) -> None:
    customers = Customers(intercom, (await start(bot)).webhook_url, number=CUSTOMERS)
    await customers.talk(150)
    assert customers.heard_wrongly() == {}
    demand_kept(intercom)


async def test_two_runners_of_one_database(bot: Path, twin: Path, database: str, intercom: Loopback) -> None:
    if not database:
        pytest.skip("an SQLite file has one runner")
    both = [await start(bot), await start(twin)]
    customers = Customers(intercom, *(one.webhook_url for one in both), number=CUSTOMERS)
    await customers.talk(150)
    assert customers.heard_wrongly() == {}
    demand_kept(intercom)
