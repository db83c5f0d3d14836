"""Timers fire once: in their time, or late when the bot did not run; also when several engines start at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flowdesigner import Bot
from flowdesigner.blocks import AskQuestion, SendMessage, SendToOffloadProvider, Start, Wait
from flowdesigner.flow.block import Block
from flowdesigner.runtime.engine import Engine
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock
from tests.runtime.world import CHANNEL, PEOPLE, World, closed, deliver, only, until

MINUTES = 10
KINDS = {
    "wait": (Wait(minutes=MINUTES), "next", 0),
    "no reply": (AskQuestion(text="Well?", variable="answer", no_reply_minutes=MINUTES), "no_reply", 1),
    "offload limit": (SendToOffloadProvider(team=PEOPLE, no_answer_minutes=MINUTES), "no_answer", 1),
}
OVER = "1: comment Time is up"


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> tuple[Block, str, int]:
    """A block that waits, the port by which the time leads on, and how many calls it makes before."""
    return KINDS[request.param]


@pytest.fixture
def store(tmp_path: Path, kind: tuple[Block, str, int]) -> Iterator[Store]:
    """Of a bot with that block."""
    waits, port, _ = kind
    bot = Bot(tmp_path / "bot", "Patient")
    flow = bot.add_flow("Main", id="main")
    block = flow.add(waits)
    flow.connect(flow.add(Start()), block)
    flow.connect(block, flow.add(SendMessage(text="Time is up")), port=port)
    bot.save()
    bot.publish("first")
    with bot.store() as store:
        yield store


async def test_late_when_the_bot_did_not_run_and_never_again(store: Store, kind: tuple[Block, str, int]) -> None:
    world, clock = World(), Clock()

    async def begun(number: int = 1) -> list[Engine]:
        engines = [Engine(store, only(CHANNEL, world.intercom()), clock=clock) for _ in range(number)]
        for engine in engines:
            await engine.start()
        return engines

    async def ended(engines: list[Engine]) -> None:
        for engine in engines:
            await engine.stop(2)
            await closed(engine)

    first = await begun()
    await deliver(first[0], world.wrote("1", "hi"))
    await until(lambda: len(world.calls) == kind[2] and first[0].status()["waiting"] == 0)
    clock.later = timedelta(minutes=MINUTES - 1)
    await deliver(first[0], world.wrote("2", "hi"))
    await until(lambda: len(world.calls) == 2 * kind[2] and first[0].status()["waiting"] == 0)
    assert OVER not in world.calls
    await ended(first)
    clock.later = timedelta(days=2)
    # Those that share a database start side by side; a file lets in one.
    await ended(await _after(await begun(3 if store.is_shared else 1), world))
    clock.later = timedelta(days=3)
    again = await begun()
    await deliver(again[0], world.notification("user.created", "3"))
    await until(lambda: again[0].status()["waiting"] == 0)
    await ended(again)
    assert [world.calls.count(f"{number}: comment Time is up") for number in (1, 2)] == [1, 1]


async def _after(engines: list[Engine], world: World) -> list[Engine]:
    """When both customers have heard that their time is up."""
    await until(lambda: {OVER, OVER.replace("1", "2", 1)} <= set(world.calls), 20)
    return engines
