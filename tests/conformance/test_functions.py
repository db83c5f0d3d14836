"""Authors' functions under a runner of its own process: while one spins, Intercom and all others are answered; after
kill -9 in its middle it is run again only if it says so, and nothing of the killed runner goes on.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from flowdesigner import Bot, runner
from flowdesigner.blocks import OfferChoices, PythonFunction, SendMessage, Start
from flowdesigner.intercom.signature import sign
from tests.conformance.killing import live_kernel
from tests.conformance.loopback import Loopback

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]
PATIENCE = 90

FUNCTIONS = '''
import os
import re
from pathlib import Path

import flowdesigner

PLACE = Path(__file__).parent


def begun(what):
    with (PLACE / "begun.txt").open("a") as file:
        file.write(f"{what} {os.getpid()}\\n")


@flowdesigner.function
def spin() -> str:
    begun("spin")
    while not (PLACE / "stop").exists():
        pass
    return "over"


@flowdesigner.function
def hold() -> str:
    """Holds the interpreter's lock for longer than anybody waits."""
    begun("hold")
    return str(re.match("(a*)*b", "a" * 64))


@flowdesigner.function
def die() -> str:
    begun("die")
    os.kill(os.getpid(), 9)


@flowdesigner.function(repeatable=True)
def look() -> str:
    begun("look")
    while not (PLACE / "stop").exists():
        pass
    return "found"
'''


def publish(folder: Path, *names: str) -> None:
    """A bot that asks which function to run, runs it, and says how it went."""
    bot = Bot.load(folder)
    bot.flows.clear()
    flow = bot.add_flow("Main", id="main")
    flow.connect(flow.add(Start()), flow.add(OfferChoices(text="Which?", choices=list(names)), id="which"))
    flow.connect("which", flow.add(SendMessage(text="Hello"), id="hello"), port="otherwise")
    for name in names:
        run = PythonFunction(function=name, results=[{"path": "@", "variable": "said"}], error="trouble", timeout=60)
        flow.connect("which", flow.add(run, id=f"run_{name}"), port=name)
        flow.connect(f"run_{name}", flow.add(SendMessage(text="Done {said}"), id=f"done_{name}"), port="done")
        flow.connect(f"run_{name}", flow.add(SendMessage(text="Failed {trouble}"), id=f"not_{name}"), port="failed")
    bot.save()
    (folder / "functions.py").write_text(FUNCTIONS, "utf-8")
    bot.publish("functions")


def begun(folder: Path, name: str) -> list[int]:
    """The processes in which the function has begun."""
    file = folder / "begun.txt"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [int(line.split()[1]) for line in lines if line.startswith(f"{name} ")]


def is_running(pid: int) -> bool:
    """Whether the process computes; one that ended and that nobody has buried does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Customers:
    """Write to a running bot, and wait for what it says; a delivery that is not acknowledged in time fails."""

    def __init__(self, intercom: Loopback, url: str, client: httpx.AsyncClient) -> None:
        self._intercom = intercom
        self._url = url
        self._client = client

    async def write(self, conversation: str, text: str) -> None:
        """Deliver it."""
        body = self._intercom.world.wrote(conversation, text)
        headers = {"X-Hub-Signature": sign(body, "secret"), "Content-Type": "application/json"}
        assert (await self._client.post(self._url, content=body, headers=headers)).is_success

    async def run(self, conversation: str, name: str) -> None:
        """Have the function run."""
        await self.write(conversation, "hi")
        await self.hear(conversation, "quick_reply")
        await self.write(conversation, name)

    async def hear(self, conversation: str, begins: str) -> str:
        """What the bot says, as soon as something begins so."""
        while True:
            for line in self._intercom.said(conversation):
                if line.startswith(begins):
                    return line
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(bot: Path, intercom: Loopback) -> AsyncIterator[Customers]:
    started = await asyncio.to_thread(runner.start, bot, port=0)
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(timeout=5) as client:
        yield Customers(intercom, started.webhook_url, client)


async def test_others_are_answered_while_functions_spin_hold_the_lock_and_die(bot: Path, intercom: Loopback) -> None:
    publish(bot, "spin", "hold", "die")
    async with running(bot, intercom) as customers:
        await asyncio.gather(*(customers.run(f"{number}", "spin") for number in (1, 2, 3)), customers.run("4", "hold"))
        while not begun(bot, "spin"):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
        # The client gives each delivery the five seconds that Intercom gives it.
        await asyncio.gather(*(customers.run(f"{number}", "nothing of these") for number in range(10, 30)))
        await asyncio.gather(*(customers.hear(f"{number}", "comment Hello") for number in range(10, 30)))
        assert not [line for number in (1, 2, 3, 4) for line in intercom.said(f"{number}") if "Done" in line]
        (bot / "stop").touch()
        await asyncio.gather(*(customers.hear(f"{number}", "comment Done over") for number in (1, 2, 3)))
        await customers.run("5", "die")
        said = await customers.hear("5", "comment Failed")
        assert "ended its process" in said
        assert len(begun(bot, "die")) == 1


@pytest.mark.parametrize(
    ("name", "said", "times"), [("look", "comment Done found", 2), ("spin", "comment Failed Nobody knows", 1)]
)
async def test_a_kernel_that_is_killed_while_a_function_runs(
    bot: Path, intercom: Loopback, name: str, said: str, times: int
) -> None:
    publish(bot, "spin", "look")
    async with running(bot, intercom) as customers:
        await customers.run("7", name)
        while not begun(bot, name):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
        os.kill((await live_kernel(bot)).kernel_pid, signal.SIGKILL)
        (first,) = begun(bot, name)[:1]
        # The worker ends with the kernel that started it.
        while is_running(first):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)
        if times > 1:
            while len(begun(bot, name)) < times:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        (bot / "stop").touch()
        await customers.hear("7", said)
    assert len(begun(bot, name)) == times
