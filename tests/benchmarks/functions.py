"""How fast Intercom is acknowledged while authors' functions misbehave: `python -m tests.benchmarks.functions [TIMES]`.

The shared driver sends 23 notifications a second (`billing-close`) to a bot; meanwhile, in conversations of their own,
a function spins, holds Python's lock, or ends its process once a second. Each is measured in turn with a quiet run,
three times by default.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from flowdesigner.blocks import Branch, CloseConversation, PythonFunction
from flowdesigner.bot import Bot
from flowdesigner.flow.condition import Condition
from tests.benchmarks.driver import BILLING, Bench
from tests.benchmarks.hour import registered
from tests.benchmarks.memory import headers, hello
from tests.processes import ROOT

TIMES = 3
RATE = 23 / 3
"""Conversations a second, of three notifications each."""
RUN = ("-n", "160", "--rate", f"{RATE:.3f}", "--warmup", "30")
QUIET = "no function runs"
HOW = {
    "one spins": ("spin", 1),
    "one holds Python's lock": ("hold", 1),
    "one dies each second": ("die", 0),
    "two spin, as many as run at once on two cores": ("spin", 2),
}
"""What the function does, and how many conversations do so at the beginning; 0: one each second."""
TROUBLE = "trouble"

FUNCTIONS = '''
import os
import re
from pathlib import Path

import flowdesigner


@flowdesigner.function
def misbehave(conversation: str) -> None:
    """Does what the conversation's name says, for longer than anybody measures."""
    how = conversation.split(" ")[1]
    (Path(__file__).parent / f"{how} {os.getpid()}").touch()
    if how == "die":
        os.kill(os.getpid(), 9)
    if how == "hold":
        re.match("(a*)*b", "a" * 64)
    while True:
        pass
'''


@dataclass(frozen=True, slots=True)
class Found:
    """Milliseconds: until acknowledged, and from the webhook to the call; with the load at the end."""

    ack: float
    call: float
    load: float


def make_bot(folder: Path) -> None:
    """The bot of the benchmarks, which runs the function in conversations that are named so."""
    shutil.copytree(BILLING, folder)
    bot = Bot.load(folder)
    flow = bot.flow("main")
    is_trouble = Condition(variable="intercom.conversationId", operator="starts_with", value=TROUBLE)
    which = flow.add(Branch(branches=({"id": TROUBLE, "label": "Trouble", "conditions": [is_trouble]},)))
    given = [{"name": "conversation", "value": "{intercom.conversationId}"}]
    run = flow.add(PythonFunction(function="misbehave", arguments=given, timeout=60))
    over = flow.add(CloseConversation())
    flow.connect("start", which)
    flow.connect(which, "menu", port="otherwise")
    flow.connect(which, run, port=TROUBLE)
    for port in ("done", "failed"):
        flow.connect(run, over, port=port)
    bot.save()
    (folder / "functions.py").write_text(FUNCTIONS, "utf-8")


def misbehave(home: Path, playing: Future[dict[str, Any]], how: str, times: int) -> None:
    """Have the function run so often, or once a second until the run is over."""
    url = registered(home, playing).webhook_url
    for number in range(times) if times else count():
        body = hello(f"{TROUBLE} {how} {number}")
        try:
            urllib.request.urlopen(urllib.request.Request(url, body, headers(body)), timeout=5).close()
        except OSError:
            assert playing.done() or not times
        if wait([playing], timeout=0 if times else 1).done:
            return


def measure(bench: Bench, how: str = "", times: int = 0) -> Found:
    """One run, with the function or without."""
    home = bench.home()
    make_bot(home / "bot")
    with ThreadPoolExecutor(2) as pool:
        playing = pool.submit(bench.play, *RUN, home=home)
        if how:
            pool.submit(misbehave, home, playing, how, times).result()
        result = playing.result()
    if how and len(list((home / "bot").glob(f"{how} *"))) < max(1, times):
        raise AssertionError(f"“{how}” did not run:\n{(home / 'bot.log').read_text('utf-8')}")
    assert result["completed"] == result["conversations"], result["calls"]
    return Found(result["ack_ms"]["p99"], result["first_call_ms"]["p99"], os.getloadavg()[0])


def row(name: str, found: list[Found]) -> str:
    """A line of the table: medians, and each of them."""
    acks = ", ".join(f"{one.ack:.0f}" for one in found)
    ack, call = (statistics.median(values) for values in ([one.ack for one in found], [one.call for one in found]))
    return f"| {name} | {ack:.0f} ({acks}) | {call:.0f} | {statistics.median(one.load for one in found):.1f} |"


def main() -> None:
    """Measure and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    shared = Path(os.environ.get("FLOWDESIGNER_SHARED", ROOT.parent / "shared"))
    found: dict[str, list[Found]] = {name: [] for name in (QUIET, *HOW)}
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        bench = Bench(shared, Path(name))
        for _ in range(times):
            found[QUIET].append(measure(bench))
            for what, (how, at_once) in HOW.items():
                found[what].append(measure(bench, how, at_once))
    print("| meanwhile | acknowledged, p99 ms (each run) | webhook to call, p99 ms | load |\n|---|---|---|---|")
    for what, runs in found.items():
        print(row(what, runs))


if __name__ == "__main__":
    main()
