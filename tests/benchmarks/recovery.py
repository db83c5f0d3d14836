"""How long customers wait after a kill -9: `python -m tests.benchmarks.recovery [TIMES]`, three times each by default.

*Listening again*: the shared driver kills all of a runner's processes, or its kernel only, at half of a run. *Taken
over*: two runners share PostgreSQL, one has begun with many conversations and is killed, whole; how long until the
other makes its first call for one of them, the first for each, and until each has its whole answer.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.benchmarks.driver import BILLING, RUNS, UNBOUND, Bench, postgresql
from tests.benchmarks.memory import headers, hello
from tests.postgres import new_schema
from tests.processes import ROOT, Program, own_folders

TIMES = 3
CUSTOMERS = 200
LATENCY = 1000.0
"""Milliseconds in which Intercom answers, so that the kill finds calls under way."""
UNDER_WAY = 0.1
"""Seconds after the kill in which a call may still be the dead runner's: it was sent, and not yet read."""
PATIENCE = 60.0
LAST = "quick_reply"
"""The call that ends the bot's first answer."""


@dataclass(frozen=True, slots=True)
class Takeover:
    """Seconds from the kill: to the first call of all, to each conversation's first, and to its whole answer.

    `known` are the conversations of which no call was under way, `doubtful` the others: those are read back first, when
    the call's own time limit has passed. `doubled` counts calls that were made twice.
    """

    first: float
    known: list[float]
    doubtful: list[float]
    answered: list[float]
    doubled: int


@contextmanager
def two_runners(bench: Bench, database: str) -> Iterator[tuple[Program, str]]:
    """Both answer; gives the first, and its webhook."""
    schema = new_schema(database)
    with ExitStack() as stack:
        started = []
        for _ in range(2):
            home = bench.home()
            shutil.copytree(BILLING, home / "bot")
            environ = {**own_folders(home), **bench.environ(), "FLOWDESIGNER_DATABASE_URL": schema}
            program = Program("run", str(home / "bot"), "--port", "0", environ=environ)
            started.append((stack.enter_context(program), program.wait_for(r"http://\S+/intercom\S*")[0]))
        yield started[0]


async def begin(url: str, conversations: list[str]) -> None:
    """All of them at once; returns when each is acknowledged."""
    async with httpx.AsyncClient(timeout=10) as client:

        async def post(conversation: str) -> None:
            body = hello(conversation)
            (await client.post(url, content=body, headers=headers(body))).raise_for_status()

        await asyncio.gather(*map(post, conversations))


def kill(program: Program) -> float:
    """End a runner whole; when that was, by the clock that the stand-in goes by."""
    first = psutil.Process(program.process.pid)
    processes = [first, *first.children(recursive=True)]
    for process in processes:
        process.kill()
    at = time.monotonic()
    psutil.wait_procs(processes, 10)
    return at


def calls(bench: Bench) -> dict[str, list[tuple[float, str]]]:
    """What was called in each conversation: when, and what."""
    with urllib.request.urlopen(f"http://127.0.0.1:{bench.stub_port}/_log", timeout=10) as answer:
        log: dict[str, list[dict[str, Any]]] = json.load(answer)
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for conversation, made in log.items():
        found[conversation] = [(one["t_ns"] / 1e9, str(one["message_type"])) for one in made]
    return found


def take_over(bench: Bench, database: str) -> Takeover:
    """One of two is killed with many conversations begun."""
    names = [str(1000 + number) for number in range(CUSTOMERS)]
    stub = ("--latency-ms", str(LATENCY), *UNBOUND)
    with bench.stub(stub), two_runners(bench, database) as (program, url):
        asyncio.run(begin(url, names))
        at = kill(program)
        deadline = time.monotonic() + PATIENCE
        while any(LAST not in [what for _, what in made] for made in (calls(bench)[name] for name in names)):
            assert time.monotonic() < deadline, "not all were answered"
            time.sleep(0.1)
        return takeover(at, [calls(bench)[name] for name in names])


def takeover(at: float, conversations: list[list[tuple[float, str]]]) -> Takeover:
    """What the calls say, made before and after the kill."""
    firsts: dict[bool, list[float]] = {True: [], False: []}
    answered, doubled = [], 0
    for made in conversations:
        kinds = [what for _, what in made]
        doubled += len(kinds) - len(set(kinds))
        if later := [when - at for when, _ in made if when > at + UNDER_WAY]:
            in_doubt = any(-LATENCY / 1000 < when - at <= UNDER_WAY for when, _ in made)
            firsts[in_doubt].append(later[0])
            answered.append(later[-1])
    return Takeover(min(firsts[True] + firsts[False]), firsts[False], firsts[True], answered, doubled)


def listening_again(bench: Bench, whom: str) -> float:
    """Seconds from the start, or from the kernel's death, until a notification is acknowledged."""
    return float(bench.play(*RUNS[f"kill -9, {whom}"])["kill"]["restart_s"])


def seconds(values: list[float]) -> str:
    """Median, and the most."""
    return f"{statistics.median(values):.2f} (most {max(values):.2f}, {len(values)} times)" if values else "-"


def main() -> None:
    """Measure and print, with the machine's load."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    shared = Path(os.environ.get("FLOWDESIGNER_SHARED", ROOT.parent / "shared"))
    with tempfile.TemporaryDirectory(prefix="fd") as name, postgresql() as database:
        bench = Bench(shared, Path(name))
        print("| after kill -9 | s, median | load |\n|---|---|---|")
        for whom in ("tree", "engine"):
            found = [listening_again(bench, whom) for _ in range(times)]
            print(f"| listening again, {whom} | {seconds(found)} | {os.getloadavg()[0]:.1f} |", flush=True)
        taken = [take_over(bench, database) for _ in range(times)]
    load = f"{os.getloadavg()[0]:.1f}"
    print(f"| taken over, the first call of all | {seconds([one.first for one in taken])} | {load} |")
    for told, values in (
        ("taken over, first call, none was under way", [value for one in taken for value in one.known]),
        ("taken over, first call, one was under way", [value for one in taken for value in one.doubtful]),
        ("taken over, whole answer", [value for one in taken for value in one.answered]),
    ):
        print(f"| {told} | {seconds(values)} | {load} |")
    print(f"calls made twice: {sum(one.doubled for one in taken)}")


if __name__ == "__main__":
    main()
