"""How long customers wait after a kill -9: `python -m tests.benchmarks.recovery [TIMES]`, three times each by default.

*Listening again*: the shared driver kills all of a runner's processes, or its kernel only, at half of a run. *Taken
over*: two runners share PostgreSQL, one of them is in the middle of many conversations and is killed, whole; how long
until the other has claimed them, until its first call in each, and until each customer has the whole answer. A call
that was under way is not made again before its own time limit has passed and the conversation was read back.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from tests.benchmarks.driver import BILLING, RUNS, UNBOUND, Bench, postgresql
from tests.benchmarks.memory import headers, hello
from tests.postgres import new_schema
from tests.processes import ROOT, Program, own_folders

TIMES = 3
CUSTOMERS = 60
"""Fewer than a runner has hands: it begins with all of them at once."""
LATENCY = 1.0
"""Seconds in which Intercom answers, so that the kill finds calls under way."""
UNDER_WAY = 0.2
"""Seconds after the kill in which a call may still be the dead runner's: it was sent, and not yet read."""
PATIENCE = 60.0
LAST = "quick_reply"
"""The call that ends the bot's first answer."""


@dataclass(frozen=True, slots=True)
class Takeover:
    """Seconds from the kill, one for each conversation that the dead runner had.

    `claimed`: until the other had it; `calls`: until its first call, where none was under way; `doubtful`: where one
    was; `answered`: until the whole answer was there. `doubled` counts calls that were made twice.
    """

    claimed: list[float]
    calls: list[float]
    doubtful: list[float]
    answered: list[float]
    doubled: int


class Pair:
    """Two runners that share a database, each in a folder of its own; the first is the one to be killed."""

    def __init__(self, bench: Bench, database: str, stack: ExitStack) -> None:
        url = new_schema(database)
        self._schema = url.partition("schema=")[2]
        self._rows = stack.enter_context(psycopg.connect(database, autocommit=True))
        self.programs, self.webhooks = [], []
        for _ in range(2):
            home = bench.home()
            shutil.copytree(BILLING, home / "bot")
            environ = {**own_folders(home), **bench.environ(), "FLOWDESIGNER_DATABASE_URL": url}
            program = Program("run", str(home / "bot"), "--port", "0", environ=environ)
            self.programs.append(stack.enter_context(program))
            self.webhooks.append(program.wait_for(r"http://\S+/intercom\S*")[0])

    def owners(self) -> dict[str, str]:
        """Which runner has each conversation."""
        query = f"SELECT conversation_id, runner FROM {self._schema}.conversation WHERE runner IS NOT NULL"
        return dict(self._rows.execute(query).fetchall())

    def doubtful(self) -> set[str]:
        """The conversations with a call of which nobody knows the end."""
        query = (
            f"SELECT conversation_id FROM {self._schema}.outbox JOIN {self._schema}.conversation"
            " ON outbox.conversation = conversation.id WHERE intended_at IS NOT NULL AND done_at IS NULL"
        )
        return {name for (name,) in self._rows.execute(query).fetchall()}

    def kill(self) -> tuple[float, str]:
        """End the first, whole: when that was, by the clock that the stand-in goes by, and the name it went by."""
        first = psutil.Process(self.programs[0].process.pid)
        processes = [first, *first.children(recursive=True)]
        names = self._rows.execute(f"SELECT name, id FROM {self._schema}.runner").fetchall()
        (id,) = [id for name, id in names if name.split()[-1] in {str(one.pid) for one in processes}]
        for process in processes:
            process.kill()
        at = time.monotonic()
        psutil.wait_procs(processes, 10)
        return at, id


async def begin(url: str, conversations: list[str]) -> None:
    """All of them at once; returns when each is acknowledged."""
    async with httpx.AsyncClient(timeout=10) as client:

        async def post(conversation: str) -> None:
            body = hello(conversation)
            (await client.post(url, content=body, headers=headers(body))).raise_for_status()

        await asyncio.gather(*map(post, conversations))


def calls(bench: Bench) -> dict[str, list[tuple[float, str]]]:
    """What was called in each conversation: when, and what."""
    with urllib.request.urlopen(f"http://127.0.0.1:{bench.stub_port}/_log", timeout=10) as answer:
        log: dict[str, list[dict[str, Any]]] = json.load(answer)
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for conversation, made in log.items():
        found[conversation] = [(one["t_ns"] / 1e9, str(one["message_type"])) for one in made]
    return found


def take_over(bench: Bench, database: str) -> Takeover:
    """One of two is killed in the middle of many conversations."""
    names = [str(1000 + number) for number in range(CUSTOMERS)]
    with bench.stub(("--latency-ms", str(1000 * LATENCY), *UNBOUND)), ExitStack() as stack:
        pair = Pair(bench, database, stack)
        asyncio.run(begin(pair.webhooks[0], names))
        time.sleep(random.uniform(0, 2 * LATENCY))
        at, dead = pair.kill()
        theirs, doubtful = [name for name, owner in pair.owners().items() if owner == dead], pair.doubtful()
        claimed = {name: when - at for name, when in claims(pair, dead, theirs)}
        deadline = time.monotonic() + PATIENCE
        while any(LAST not in [what for _, what in made] for made in (calls(bench)[name] for name in names)):
            assert time.monotonic() < deadline, "not all were answered"
            time.sleep(0.1)
        made = calls(bench)
    return takeover(at, list(claimed.values()), {name: made[name] for name in theirs}, doubtful)


def claims(pair: Pair, dead: str, theirs: list[str]) -> Iterator[tuple[str, float]]:
    """When each of the dead runner's conversations was another's."""
    left, deadline = set(theirs), time.monotonic() + PATIENCE
    while left:
        now, owners = time.monotonic(), pair.owners()
        assert now < deadline, f"{len(left)} were not taken over"
        for name in [one for one in left if owners.get(one) != dead]:
            left.discard(name)
            yield name, now
        time.sleep(0.01)


def takeover(
    at: float, claimed: list[float], conversations: dict[str, list[tuple[float, str]]], doubtful: set[str]
) -> Takeover:
    """What the calls say, made before and after the kill."""
    firsts: dict[bool, list[float]] = {True: [], False: []}
    answered, doubled = [], 0
    for name, made in conversations.items():
        kinds = [what for _, what in made]
        doubled += len(kinds) - len(set(kinds))
        if later := [when - at for when, _ in made if when > at + UNDER_WAY]:
            firsts[name in doubtful].append(later[0])
            answered.append(later[-1])
    return Takeover(claimed, firsts[False], firsts[True], answered, doubled)


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
    for told, values in (
        ("taken over: the first conversation is another's", [min(one.claimed) for one in taken]),
        ("taken over: each is another's", [value for one in taken for value in one.claimed]),
        ("taken over: first call, where none was under way", [value for one in taken for value in one.calls]),
        ("taken over: first call, where one was", [value for one in taken for value in one.doubtful]),
        ("taken over: the whole answer", [value for one in taken for value in one.answered]),
    ):
        print(f"| {told} | {seconds(values)} | {load} |")
    print(f"calls made twice: {sum(one.doubled for one in taken)}")


if __name__ == "__main__":
    main()
