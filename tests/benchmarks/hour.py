"""An hour of customers at Intercom's own limit, and whether anything grows: `python -m tests.benchmarks.hour`.

`--minutes 3` is a shorter one. The shared driver begins 23 `billing-close` conversations a second against
`flowdesigner run` with SQLite; a line of the table comes every half minute. Memory is the proportional set size.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from flowdesigner.bot import STATE
from flowdesigner.runner.registry import REGISTRATION, Registration
from tests.benchmarks.driver import UNBOUND, Bench
from tests.benchmarks.page import megabytes
from tests.processes import ROOT

RATE = 23.0
WINDOW = 10.0
"""Minutes at the beginning and at the end that are compared; of a short run a third."""
STEADY = 0.05
"""A kernel that grew by no more than this share has not grown: samples of one that rests differ by as much."""
BUSY = ("warning", "error", "critical")
PATIENCE = 120.0
HEAD = """\
| minute | kernel MB | all MB | % of one core | database MB | its log MB | warnings and errors | dead letters | load |
|---|---|---|---|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class Sample:
    """How a runner stood. `cpu` is that of all its processes since the sample before, in percent of one core."""

    minute: float
    kernel: float
    whole: float
    cpu: float
    database: float
    log: float
    troubles: int
    letters: int

    def row(self) -> str:
        """A line of the table."""
        cells = [
            f"{self.minute:.1f}", f"{self.kernel:.1f}", f"{self.whole:.0f}", f"{self.cpu:.0f}", f"{self.database:.1f}",
            f"{self.log:.1f}", f"{self.troubles}", f"{self.letters}", f"{os.getloadavg()[0]:.1f}",
        ]  # fmt: skip
        return f"| {' | '.join(cells)} |"


class Watch:
    """Looks at the runner in `home` from outside."""

    def __init__(self, home: Path, runner: Registration) -> None:
        self._home = home
        self._supervisor, self._kernel = psutil.Process(runner.pid), psutil.Process(runner.kernel_pid)
        self._read = 0
        self._began = self._looked = time.monotonic()
        self._spent = self._cpu(self._processes())
        self.troubles: list[str] = []

    def look(self) -> Sample:
        """How it is now; psutil.NoSuchProcess when it has ended."""
        now, processes = time.monotonic(), self._processes()
        spent = self._cpu(processes)
        share = 100 * (spent - self._spent) / max(0.001, now - self._looked)
        self._looked, self._spent = now, spent
        self._read_log()
        return Sample(
            minute=(now - self._began) / 60,
            kernel=megabytes(self._kernel),
            whole=sum(megabytes(one) for one in processes),
            cpu=share,
            database=size(self._database),
            log=size(self._database.with_name(f"{self._database.name}-wal")),
            troubles=len(self.troubles),
            letters=dead_letters(self._database),
        )

    @property
    def _database(self) -> Path:
        return self._home / "bot" / STATE / "bot.sqlite"

    def _processes(self) -> list[psutil.Process]:
        return [self._supervisor, *self._supervisor.children(recursive=True)]

    @staticmethod
    def _cpu(processes: list[psutil.Process]) -> float:
        return float(sum(sum(one.cpu_times()[:2]) for one in processes))

    def _read_log(self) -> None:
        """Keep the lines that are new since the last look and no ordinary ones."""
        with (self._home / "bot.log").open("rb") as file:
            file.seek(self._read)
            text = file.read()
        whole = text[: text.rfind(b"\n") + 1]
        self._read += len(whole)
        self.troubles += [line for line in whole.decode("utf-8", "replace").splitlines() if is_trouble(line)]


def is_trouble(line: str) -> bool:
    """Whether a line of the bot's log is a warning, an error, or part of one."""
    words = line.split(" ", 2)
    return len(words) > 1 and words[1] in BUSY


def size(path: Path) -> float:
    """In MB; 0 when there is none."""
    return path.stat().st_size / 1e6 if path.exists() else 0.0


def dead_letters(database: Path) -> int:
    """How many were given up and are not settled."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT count(*) FROM dead_letter WHERE settled_at IS NULL").fetchone()
    return int(found[0])


def registered(home: Path, playing: Future[dict[str, Any]]) -> Registration:
    """The runner that the driver starts in `home`, as soon as it answers."""
    deadline = time.monotonic() + PATIENCE
    while not playing.done() and time.monotonic() < deadline:
        for path in (home / "run/flowdesigner").glob(f"*/{REGISTRATION}"):
            told = Registration(**json.loads(path.read_text("utf-8")))
            if told.live:
                return told
        time.sleep(0.1)
    raise AssertionError(playing.exception() if playing.done() else "the runner did not answer")


def samples_of(watch: Watch, playing: Future[dict[str, Any]], seconds: float) -> Iterator[Sample]:
    """One every so many seconds, until the run is over."""
    while not wait([playing], timeout=seconds).done:
        try:
            yield watch.look()
        except psutil.NoSuchProcess:
            # As it should when the driver is through.
            if not wait([playing], timeout=PATIENCE).done:
                print("The kernel, or its supervisor, has ended.", flush=True)
            return


def verdict(samples: list[Sample]) -> str:
    """The memory at the end against that at the beginning."""
    window = min(WINDOW, samples[-1].minute / 3)
    first = statistics.median(one.kernel for one in samples if one.minute <= samples[0].minute + window)
    last = statistics.median(one.kernel for one in samples if one.minute >= samples[-1].minute - window)
    grown = (last - first) / first
    says = "it does not grow" if grown <= STEADY else "it grows"
    return f"The kernel: {first:.1f} MB in the first {window:.0f} minutes, {last:.1f} in the last; {grown:+.1%}: {says}"


def told(result: dict[str, Any]) -> str:
    """What the driver found."""
    calls, acks = result["calls"], result["ack_ms"]
    return (
        f"{result['completed']} of {result['conversations']} conversations in {result['wall_s']:.0f} s; "
        f"lost {calls['missing']}, doubled {calls['duplicate']}, wrong {calls['wrong']}; "
        f"{result['bot_cpu_ms_per_conversation']} ms of CPU a conversation; "
        f"acknowledged in {acks.get('p50')} ms (p50), {acks.get('p99')} (p99), {acks.get('max')} (most); "
        f"webhook to call {result['first_call_ms'].get('p99')} ms (p99)."
    )


def main() -> None:
    """Run, and print as it goes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=RATE, help="conversations begun a second")
    parser.add_argument("--every", type=float, default=30.0, help="seconds between two lines")
    given = parser.parse_args()
    shared = Path(os.environ.get("FLOWDESIGNER_SHARED", ROOT.parent / "shared"))
    run = ["-n", str(round(given.minutes * 60 * given.rate)), "--rate", str(given.rate), "--step-timeout", "60"]
    with tempfile.TemporaryDirectory(prefix="fd") as name, ThreadPoolExecutor(1) as pool:
        bench = Bench(shared, Path(name))
        home = bench.home()
        playing = pool.submit(bench.play, *run, label="hour", stub=UNBOUND, home=home)
        watch, samples = Watch(home, registered(home, playing)), []
        print(HEAD, flush=True)
        for sample in samples_of(watch, playing, given.every):
            samples.append(sample)
            print(sample.row(), flush=True)
        print(f"\n{told(playing.result())}\n{verdict(samples)}")
        print("\n".join(["Warnings and errors, the first of them:", *watch.troubles[:20]]) if watch.troubles else "")


if __name__ == "__main__":
    main()
