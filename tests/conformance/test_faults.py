"""A full disk, a disk for reading only, a database that refuses or is away, a machine that slept: each under a running
bot. Intercom is told to send again, people are told why, and when it is over everything goes on by itself."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import pytest

from flowdesigner import runner
from flowdesigner.errors import FlowdesignerError
from flowdesigner.intercom.signature import sign
from flowdesigner.runner import Registration
from tests.conformance.killing import live_kernel
from tests.conformance.loopback import Customers, Loopback
from tests.postgres import GIVEN, Server, demand_postgresql, new_schema
from tests.runtime.world import PEOPLE, TEAMMATE

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
CUSTOMERS = 20
PATIENCE = 90.0
LARGE = "word " * 100_000
ASLEEP = 8.0
"""Seconds; longer than a lease, and than a call to Intercom may take."""


async def start(bot: Path) -> Registration:
    return await asyncio.to_thread(runner.start, bot, port=0)


async def in_the_middle(customers: Customers) -> None:
    """Wait until some have begun."""
    while customers.said_hello < CUSTOMERS // 3:  # noqa: ASYNC110 - other processes do it
        await asyncio.sleep(0.02)


async def until_told(bot: Path, is_right: Callable[[str], bool]) -> str:
    """What people are told is wrong, as soon as it is right."""
    told = ""
    for _ in range(600):
        if (found := runner.find(bot)) is not None:
            told = str((await asyncio.to_thread(found.status))["trouble"])
            if is_right(told):
                return told
        await asyncio.sleep(0.1)
    raise AssertionError(f"told: {told!r}")


def nothing(told: str) -> bool:
    return told == ""


def tree(registration: Registration) -> list[psutil.Process]:
    """All processes of a runner, the supervisor first."""
    supervisor = psutil.Process(registration.pid)
    return [supervisor, *supervisor.children(recursive=True)]


@contextmanager
def mounted(folder: Path, *how: str) -> Iterator[Path]:
    """A file system of its own; skips where that is not allowed."""
    done = subprocess.run(["mount", *how, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"may not mount: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk of 40 MB, on which the bot is, its log and its registration."""
    with (
        tempfile.TemporaryDirectory(prefix="fd") as name,
        mounted(Path(name), "-t", "tmpfs", "-o", "size=40m", "tmpfs") as disk,
    ):
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        yield disk


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not a byte is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(65536))
    assert shutil.disk_usage(disk).free == 0
    yield
    filler.unlink()


async def deliver_large(intercom: Loopback, url: str, times: int) -> set[int]:
    """Notifications that concern the bot nothing, but are kept; how they were answered."""
    world, answers = intercom.world, set()
    async with httpx.AsyncClient(timeout=20) as client:
        for number in range(times):
            world.team[f"9{number}"] = PEOPLE
            body = world.wrote(f"9{number}", LARGE, TEAMMATE)
            headers = {"X-Hub-Signature": sign(body, "secret"), "Content-Type": "application/json"}
            answers.add((await client.post(url, content=body, headers=headers)).status_code)
    return answers


@pytest.mark.usefixtures("small_disk")
async def test_a_full_disk(small_disk: Path, bot: Path, intercom: Loopback, database: str) -> None:
    started = await start(bot)
    customers = Customers(intercom, started.webhook_url, number=CUSTOMERS)

    async def fill() -> None:
        await in_the_middle(customers)
        with filled(small_disk):
            answers = await deliver_large(intercom, started.webhook_url, 20)
            if database:
                # What must not be lost is elsewhere: the bot goes on without a log.
                assert answers == {200}
                return
            assert 503 in answers
            await until_told(bot, lambda told: "the disk is full. Make room" in told)
            os.kill((await live_kernel(bot)).kernel_pid, signal.SIGKILL)
            await asyncio.sleep(1)

    await asyncio.gather(customers.talk(PATIENCE), fill())
    assert customers.heard_wrongly() == {}
    await until_told(bot, nothing)


async def test_a_disk_for_reading_only(bot: Path, intercom: Loopback, database: str) -> None:
    started = await start(bot)
    customers = Customers(intercom, started.webhook_url, number=CUSTOMERS)
    state = bot / ".flowdesigner"

    if database:
        pytest.skip("the state is not on this disk")

    async def lock_up() -> None:
        await in_the_middle(customers)
        with mounted(state, "--bind", "-o", "ro", str(state)):
            # Files that are open stay so: it matters to the next kernel.
            os.kill((await live_kernel(bot)).kernel_pid, signal.SIGKILL)
            await until_told(bot, lambda told: str(state) in told)

    await asyncio.gather(customers.talk(PATIENCE), lock_up())
    assert customers.heard_wrongly() == {}
    await until_told(bot, nothing)


async def test_a_machine_that_slept(bot: Path, intercom: Loopback) -> None:
    started = await start(bot)
    customers = Customers(intercom, started.webhook_url, number=CUSTOMERS)

    async def sleep() -> None:
        await in_the_middle(customers)
        asleep = tree(started)
        for process in asleep:
            process.suspend()
        await asyncio.sleep(ASLEEP)
        for process in reversed(asleep):
            process.resume()

    await asyncio.gather(customers.talk(PATIENCE), sleep())
    assert customers.heard_wrongly() == {}
    assert (await live_kernel(bot)).pid == started.pid


class TestServer:
    """With a PostgreSQL server of its own."""

    @pytest.fixture(autouse=True)
    def server(self) -> Iterator[Server]:
        demand_postgresql()
        if os.environ.get(GIVEN):
            pytest.skip("needs a server of its own, to stop it")
        server = Server()
        server.start()
        yield server
        server.remove()

    @pytest.fixture(autouse=True)
    def database(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
        url = new_schema(server.url.replace("postgres@", "postgres:first@"))
        monkeypatch.setenv("FLOWDESIGNER_DATABASE_URL", url)
        return url

    async def test_a_password_that_was_changed(self, server: Server, bot: Path, intercom: Loopback) -> None:
        started = await start(bot)
        customers = Customers(intercom, started.webhook_url, number=CUSTOMERS)

        async def change() -> None:
            await in_the_middle(customers)
            await asyncio.to_thread(server.set_password, "second")
            told = await until_told(bot, lambda told: "refuses the user or the password" in told)
            assert "first" not in told
            await asyncio.to_thread(server.set_password, "first")

        await asyncio.gather(customers.talk(PATIENCE), change())
        assert customers.heard_wrongly() == {}
        await until_told(bot, nothing)

    async def test_a_server_that_is_away_when_the_bot_starts(
        self, server: Server, bot: Path, intercom: Loopback
    ) -> None:
        await asyncio.to_thread(server.stop)
        with pytest.raises(FlowdesignerError, match="does not answer"):
            await start(bot)
        assert runner.find(bot) is None
        await asyncio.to_thread(server.start)
        started = await start(bot)
        customers = Customers(intercom, started.webhook_url, number=CUSTOMERS)

        async def stop() -> None:
            await in_the_middle(customers)
            await asyncio.to_thread(server.stop)
            os.kill((await live_kernel(bot)).kernel_pid, signal.SIGKILL)
            await until_told(bot, lambda told: "does not answer" in told)
            await asyncio.to_thread(server.start)

        await asyncio.gather(customers.talk(PATIENCE), stop())
        assert customers.heard_wrongly() == {}
        await until_told(bot, nothing)
