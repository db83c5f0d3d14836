"""Python functions through the engine: run beside it, once, with a way for whatever goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from flowdesigner import Bot
from flowdesigner.blocks import AskQuestion, PythonFunction, SendMessage, Start
from flowdesigner.functions.workers import Workers
from flowdesigner.runtime.engine import Engine
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock
from tests.runtime.world import CHANNEL, World, closed, deliver, only, until

FUNCTIONS = '''
import os, time
from pathlib import Path
import flowdesigner

def note(what):
    with (Path(__file__).parent / "ran.txt").open("a") as file:
        file.write(f"{what}\\n")

@flowdesigner.function
def greet(name: str, times: int = 1) -> dict:
    """Says hello."""
    note("greet")
    return {"text": " ".join([f"hello {name}"] * times), "process": os.getpid()}

@flowdesigner.function(repeatable=True)
def look(name: str) -> str:
    note("look")
    return name.upper()

@flowdesigner.function
def spin(name: str) -> str:
    note("spin")
    while not (Path(__file__).parent / "stop").exists():
        pass
    return "over"
'''
Starter = Callable[..., Awaitable[Engine]]


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    """Asks for a name, runs the function that is named, and says what came of it."""
    return published(tmp_path, "greet")


def published(folder: Path, name: str, timeout: int = 30) -> Bot:
    bot = Bot(folder / "bot", "Functions")
    flow = bot.add_flow("Main", id="main")
    block = PythonFunction(
        function=name,
        arguments=[{"name": "name", "value": "{who}"}],
        results=[{"path": "text" if name == "greet" else "@", "variable": "said"}],
        error="trouble",
        timeout=timeout,
    )
    flow.connect(flow.add(Start()), flow.add(AskQuestion(text="Who?", variable="who"), id="ask"))
    flow.connect("ask", flow.add(block, id="it"))
    flow.connect("it", flow.add(SendMessage(text="Done: {said}"), id="done"), port="done")
    flow.connect("it", flow.add(SendMessage(text="Failed: {trouble}"), id="failed"), port="failed")
    bot.save()
    (bot.folder / "functions.py").write_text(FUNCTIONS, "utf-8")
    bot.publish()
    return bot


@pytest.fixture
async def start(store: Store, bot: Bot, world: World, clock: Clock) -> AsyncIterator[Starter]:
    """Engines with workers."""
    running: list[Engine] = []

    async def begin() -> Engine:
        workers = Workers(bot.folder, most=2)
        engine = Engine(store, only(CHANNEL, world.intercom()), clock=clock, concurrency=8, functions=workers)
        await engine.start()
        running.append(engine)
        return engine

    yield begin
    for engine in running:
        await engine.stop(0)
        await closed(engine)


def ran(bot: Bot) -> list[str]:
    file = bot.folder / "ran.txt"
    return file.read_text("utf-8").split() if file.exists() else []


async def ask(engine: Engine, world: World, conversation: str, name: str) -> None:
    await deliver(engine, world.notification("user.created", conversation))
    await until(lambda: f"{conversation}: comment Who?" in world.calls)
    await deliver(engine, world.wrote(conversation, name))


async def test_a_function_runs_once_and_its_result_is_said(start: Starter, world: World, bot: Bot) -> None:
    engine = await start()
    await ask(engine, world, "1", "Mia")
    await until(lambda: "1: comment Done: hello Mia" in world.calls, 60)
    assert ran(bot) == ["greet"]


async def test_a_bot_whose_file_was_edited_runs_the_new_one(start: Starter, world: World, bot: Bot) -> None:
    engine = await start()
    await ask(engine, world, "1", "Mia")
    await until(lambda: "1: comment Done: hello Mia" in world.calls, 60)
    (bot.folder / "functions.py").write_text(FUNCTIONS.replace("hello", "welcome"), "utf-8")
    await ask(engine, world, "2", "Mia")
    await until(lambda: "2: comment Done: welcome Mia" in world.calls, 60)


async def test_without_workers_the_reason_is_said(world: World, store: Store, clock: Clock) -> None:
    engine = Engine(store, only(CHANNEL, world.intercom()), clock=clock)
    await engine.start()
    await ask(engine, world, "1", "Mia")
    said = "1: comment Failed: The function “greet” can only be run by a runner, which knows the"
    await until(lambda: world.calls[-1].startswith(said))
    await engine.stop(1)
    await closed(engine)


class TestSpinning:
    @pytest.fixture
    def bot(self, tmp_path: Path) -> Bot:
        return published(tmp_path, "spin", timeout=60)

    async def test_others_are_heard_and_answered_while_functions_spin(
        self, start: Starter, world: World, bot: Bot
    ) -> None:
        engine = await start()
        spinning = [str(number) for number in range(1, 7)]
        await asyncio.gather(*(ask(engine, world, one, "Mia") for one in spinning))
        await until(lambda: "spin" in ran(bot), 60)
        # Acknowledged is what `take_in` has come back from.
        await deliver(engine, world.notification("user.created", "99"))
        await until(lambda: "99: comment Who?" in world.calls)
        assert not [call for call in world.calls if "Done" in call or "Failed" in call]
        (bot.folder / "stop").touch()
        await until(lambda: len([call for call in world.calls if "comment Done: over" in call]) == 6, 60)
        assert ran(bot) == ["spin"] * 6

    async def test_a_function_that_takes_too_long_is_ended_and_the_conversation_goes_on(
        self, start: Starter, world: World, bot: Bot
    ) -> None:
        bot.flow().update("it", timeout=1)
        bot.publish()
        engine = await start()
        await ask(engine, world, "1", "Mia")
        said = "1: comment Failed: The function “spin” took longer than 1 seconds, so it was ended."
        await until(lambda: said in world.calls, 60)


@pytest.mark.parametrize(
    ("name", "says", "times"),
    [
        ("look", "Done: MIA", 1),
        ("greet", "Failed: Nobody knows whether the function “greet” came to its end, so it is not run again.", 0),
    ],
)
async def test_after_a_crash_only_what_says_so_is_run_again(
    tmp_path: Path, world: World, clock: Clock, name: str, says: str, times: int
) -> None:
    bot = published(tmp_path, name)
    with bot.store() as store:
        # Without the file the call fails; what a crash leaves behind is the same row, intended and not done.
        engine = Engine(store, only(CHANNEL, world.intercom()), clock=clock)
        await engine.start()
        await ask(engine, world, "1", "Mia")
        await until(lambda: any("Failed" in call for call in world.calls))
        await engine.stop(1)
        await closed(engine)
        assert ran(bot) == []
    del world.calls[:]
    await crashed_in_the_middle(bot, world, clock, name)
    with bot.store() as store, Workers(bot.folder, most=1) as workers:
        engine = Engine(store, only(CHANNEL, world.intercom()), clock=clock, functions=workers)
        await engine.start()
        await until(lambda: f"2: comment {says}" in world.calls, 60)
        assert ran(bot) == [name] * times
        await engine.stop(1)
        await closed(engine)


async def crashed_in_the_middle(bot: Bot, world: World, clock: Clock, name: str) -> None:
    """An engine that ends while its function is being run: nobody hears of the result."""

    class Dying(Workers):
        async def call(self, call: object) -> None:
            under_way.set()
            await asyncio.Event().wait()

    under_way = asyncio.Event()
    with bot.store() as store, Dying(bot.folder) as workers:
        engine = Engine(store, only(CHANNEL, world.intercom()), clock=clock, functions=workers)
        await engine.start()
        await ask(engine, world, "2", "Mia")
        await asyncio.wait_for(under_way.wait(), 30)
        await engine.stop(0)
        await closed(engine)
