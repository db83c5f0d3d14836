"""What the log says of a conversation: a line for each event and each call, and no word of the customer's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.logging_set_up import Written, log_at
from tests.runtime.conftest import Starter
from tests.runtime.test_watching import answered
from tests.runtime.world import APP, CUSTOMER, World, deliver, until

WORDS = ("Hello", "billing", "See Settings", "Well?", CUSTOMER["name"], CUSTOMER["email"])
Opener = Callable[[str], Written]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Opener]:
    with ExitStack() as opened:
        yield lambda level: opened.enter_context(log_at(tmp_path / "log", level=level))


async def test_each_event_and_each_call_has_its_line(log: Opener, start: Starter, world: World) -> None:
    written = log("info")
    engine = await start()
    await answered(engine, world)
    first, *_, last = written.said("acted")
    for name, value in {
        "on": "message",
        "conversation": "1",
        "workspace": APP,
        "flow": "main",
        "block": "menu",
    }.items():
        assert first[name] == value
    assert (first["revision"], first["status"], first["calls"]) == (1, "waiting", 2)
    assert 0 <= first["waited_ms"] <= first["ms"] < 10_000
    assert (last["status"], last["block"]) == ("ended", "")
    calls = written.said("called")
    assert [(call["kind"], call["block"], call["outcome"], call["attempts"]) for call in calls] == [
        ("reply", "menu", "made", 1), ("quick_reply", "menu", "made", 1),
        ("reply", "answer", "made", 1), ("close", "done", "made", 1),
    ]  # fmt: skip
    assert not [word for word in (*WORDS, "secret", "token") if word in written.text]


async def test_what_customers_write_comes_at_debug(log: Opener, start: Starter, world: World) -> None:
    written = log("debug")
    engine = await start()
    await answered(engine, world)
    assert not [word for word in ("Hello", "billing", "See Settings", CUSTOMER["name"]) if word not in written.text]


@pytest.mark.parametrize("level", ["info", "debug"])
async def test_a_call_that_fails_and_what_it_leads_to_have_lines_and_reasons_at_debug(
    log: Opener, start: Starter, world: World, level: str
) -> None:
    written = log(level)
    engine = await start()
    refusal = httpx.Response(400, json={"errors": [{"code": "parameter_invalid", "message": "Mia Novak is away"}]})
    world.fault = lambda request: refusal if request.method == "POST" else None
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: any(call["outcome"] == "failed" for call in written.said("called")))
    await until(lambda: bool(written.said("conversation 1: a block has failed")))
    await until(lambda: engine.at_work == 0)
    assert ("is away" in written.text) == (level == "debug")
