"""Plays many conversations through an engine and tells what it did wrong. Any dispatcher is held to the same."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from flowdesigner import Bot
from flowdesigner.blocks import AskQuestion, SendMessage, Start
from flowdesigner.intercom.notification import parse
from flowdesigner.runtime.engine import Engine
from tests.runtime.world import CHANNEL, World, closed, only

CONVERSATIONS = 24
MESSAGES = 6
QUIET = 2.0
"""Seconds without a call after which nothing more is to be expected."""


@dataclass
class Findings:
    """What must not be; all zero is right."""

    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    at_once: int = 0


class Watched(Engine):
    """Notes when a conversation is moved by two at once."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.moving: Counter[int] = Counter()
        self.at_once = 0

    async def _move(self, row: int) -> None:
        self.at_once += self.moving[row] > 0
        self.moving[row] += 1
        try:
            await super()._move(row)
        finally:
            self.moving[row] -= 1


def publish_echo(folder: Path) -> Bot:
    """A bot that repeats what it is told, for ever."""
    bot = Bot(folder, "Echo")
    flow = bot.add_flow("Main", id="main")
    ask = flow.add(AskQuestion(text="Next?", variable="said", skip_when_set=False))
    echo = flow.add(SendMessage(text="you said {said}"))
    flow.connect(flow.add(Start()), ask)
    flow.connect(ask, echo)
    flow.connect(echo, ask)
    bot.save()
    bot.publish("first")
    return bot


async def play(folder: Path, kind: type[Watched] = Watched, seed: int = 1) -> Findings:
    """Customers write several messages without waiting for answers; some deliveries come twice."""
    world, chance = World(), random.Random(seed)
    with publish_echo(folder).store() as store:
        engine = kind(store, only(CHANNEL, _slow(world, chance)), concurrency=16)
        await engine.start()
        names = [str(100 + place) for place in range(CONVERSATIONS)]
        await asyncio.gather(*(_write(engine, world, name, random.Random(f"{seed} {name}")) for name in names))
        await _quiet(world)
        await engine.stop(1)
        await closed(engine)
    return _found(world, names, engine.at_once)


async def _write(engine: Engine, world: World, name: str, chance: random.Random) -> None:
    """Sometimes two messages in a row, sometimes one the very moment after the bot has asked."""
    bodies = [world.notification("user.created", name)]
    for number in range(MESSAGES):
        if chance.random() < 0.8 and not await _asked(world, name, number + 1):
            return
        await asyncio.sleep(chance.uniform(0, 0.012))
        bodies.append(world.wrote(name, f"m{number}"))
        for body in bodies if number == 0 else bodies[-1:]:
            await engine.take_in(parse(body), body)
        if chance.random() < 0.2:
            again = chance.choice(bodies)
            await engine.take_in(parse(again), again)


async def _asked(world: World, name: str, times: int) -> bool:
    """Whether the bot has asked so often; waits for it a while."""
    if times == 1:
        return True
    for _ in range(1000):
        if world.calls.count(f"{name}: comment Next?") >= times:
            return True
        await asyncio.sleep(0.002)
    return False


def _slow(world: World, chance: random.Random) -> Any:
    """The world's client, whose calls take a while."""

    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(chance.uniform(0, 0.006))
        return world.answer(request)

    return world.intercom(httpx.MockTransport(answer))


async def _quiet(world: World) -> None:
    """Until nothing is said any more."""
    before = -1
    while len(world.calls) != before:
        before = len(world.calls)
        await asyncio.sleep(QUIET)


def _found(world: World, names: list[str], at_once: int) -> Findings:
    findings = Findings(at_once=at_once)
    right = [f"you said m{number}" for number in range(MESSAGES)]
    for name in names:
        start = f"{name}: comment "
        said = [call.removeprefix(start) for call in world.calls if call.startswith(start + "you said")]
        findings.lost += len(set(right) - set(said))
        findings.doubled += len(said) - len(set(said))
        findings.out_of_order += list(dict.fromkeys(said)) != [word for word in right if word in said]
    return findings
