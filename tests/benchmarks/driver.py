"""Runs the shared load and chaos driver against `flowdesigner run` with the bot `tests/samples/bots/billing`.

`python -m tests.benchmarks.driver` measures what flowdesigner/docs/performance.md reports and prints it as a table.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flowdesigner.ports import free_port
from flowdesigner.settings import WEBHOOK_PATH
from tests.postgres import Server, new_schema
from tests.processes import ROOT, own_folders

BILLING = ROOT / "tests/samples/bots/billing"
SECRET = "bench-secret"
SCRIPTS = ("billing-close", "technical-handover")
CEILING = "hard-coded, keeps nothing, 32 at once"
HEAD = """\
| run | conversations/s | CPU ms/conversation | ack p99 ms | webhook to call p99 ms | lost/doubled/wrong | MB at rest |
|---|---|---|---|---|---|---|"""
RUNS: dict[str, list[str]] = {
    "32 at once": ["-n", "600", "-c", "32", "--warmup", "50"],
    "paced, 23 a second": ["-n", "350", "--rate", "23", "--warmup", "20"],
    "both scripts": ["-n", "300", "-c", "32", "--script", "billing-close", "--script", "technical-handover"],
    "chaos": ["-n", "600", "-c", "32", "--mirror", "--duplicates", "0.05", "--forged", "0.01", "--reorder", "0.1"],
    "kill -9, tree": [
        *["-n", "300", "-c", "64", "--mirror", "--think-ms", "500", "--kill-at", "0.5"],
        *["--redeliver-max", "60", "--redeliver-delay", "1"],
    ],
    "kill -9, engine": [
        *["-n", "300", "-c", "64", "--mirror", "--think-ms", "500", "--kill-at", "0.5", "--kill-whom", "engine"],
        *["--redeliver-max", "60", "--redeliver-delay", "1"],
    ],
}
FAULTS = ("--latency-ms", "200", "--rate-limit", "1667", "--error-rate", "0.01")
FAULTY = [
    *["-n", "1000", "-c", "64", "--mirror", "--step-timeout", "120", "--settle", "10"],
    *["--redeliver-max", "60", "--redeliver-delay", "1"],
]
PATIENT = ["--mirror", "--step-timeout", "30", "--redeliver-max", "60", "--redeliver-delay", "1"]
UNBOUND = ("--rate-limit", "1000000")
"""What the stand-in's answers say of its rate limit where the bot's own speed is looked at."""


class Bench:
    """The shared driver and its stand-in for Intercom, for as many runs as wanted."""

    def __init__(self, shared: Path, folder: Path) -> None:
        self.shared = shared / "bench"
        self.folder = folder
        self.stub_port = free_port()

    @contextmanager
    def stub(self, options: tuple[str, ...] = UNBOUND) -> Iterator[int]:
        """The stand-in for Intercom's API; gives its process id."""
        command = [sys.executable, str(self.shared / "stub/intercom_stub.py"), "--port", str(self.stub_port), *options]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(10)

    def home(self) -> Path:
        """A folder for one run."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def play(
        self, *arguments: str, label: str = "", stub: tuple[str, ...] = UNBOUND, home: Path | None = None
    ) -> dict[str, Any]:
        """One run with a fresh copy of the bot, or with the one in `home`: the driver's figures."""
        home = home or self.home()
        if not (home / "bot").exists():
            shutil.copytree(BILLING, home / "bot")
        port = free_port()
        bot = [sys.executable, "-m", "flowdesigner", "run", str(home / "bot"), "--port", str(port)]
        return self._drive(home, bot, f"http://127.0.0.1:{port}{WEBHOOK_PATH}", label, arguments, stub=stub)

    def play_two(
        self, database: str, *arguments: str, label: str = "", kill_after: float | None = None
    ) -> dict[str, Any]:
        """The same with two runners that share a PostgreSQL database; the first is killed after so many seconds."""
        home = self.home()
        bots = [str(shutil.copytree(BILLING, home / name / "bot")) for name in ("first", "second")]
        port = free_port()
        killing = [] if kill_after is None else ["--kill-after", str(kill_after)]
        command = [sys.executable, "-m", "tests.benchmarks.pair", *bots, "--port", str(port), *killing]
        more = {"FLOWDESIGNER_DATABASE_URL": new_schema(database)}
        return self._drive(home, command, f"http://127.0.0.1:{port}{WEBHOOK_PATH}", label, arguments, more=more)

    def ceiling(self, *arguments: str) -> dict[str, Any]:
        """The same for a hard-coded bot that keeps nothing: what this machine could do at this moment."""
        home = self.home()
        port = free_port()
        limit = ["--app-dir", str(self.shared / "limit"), "starlette_aiohttp:app", "--log-level", "warning"]
        bot = [sys.executable, "-m", "uvicorn", *limit, "--port", str(port)]
        return self._drive(home, bot, f"http://127.0.0.1:{port}/intercom", CEILING, arguments)

    def _drive(
        self,
        home: Path,
        bot: list[str],
        url: str,
        label: str,
        arguments: tuple[str, ...],
        *,
        stub: tuple[str, ...] = UNBOUND,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> dict[str, Any]:
        with self.stub(stub) as stub_pid:
            command = [
                *[sys.executable, str(self.shared / "driver/bench.py"), "--secret", SECRET, "--label", label],
                *["--bot-url", url, "--stub-port", str(self.stub_port), "--stub-pid", str(stub_pid)],
                *["--bot-cmd", shlex.join(bot), "--bot-log", str(home / "bot.log")],
                *["--json", str(home / "result.jsonl"), *self._scripts(arguments)],
            ]
            environ = {**os.environ, **own_folders(home), **self.environ(), **more}
            done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr + (home / "bot.log").read_text("utf-8"))
        result: dict[str, Any] = json.loads((home / "result.jsonl").read_text("utf-8"))
        return result

    def environ(self) -> dict[str, str]:
        """What connects the bot, and the hard-coded one, to the stand-in."""
        return {
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "",  # whoever installs it has its bytecode
            "FLOWDESIGNER_INTERCOM_ACCESS_TOKEN": "bench-token",
            "FLOWDESIGNER_INTERCOM_CLIENT_SECRET": SECRET,
            "FLOWDESIGNER_INTERCOM_API_URL": f"http://127.0.0.1:{self.stub_port}",
            "FLOWDESIGNER_BOT_TEAMS": "5017690",
            "FLOWDESIGNER_BOT_AGENT": "814860",
            "INTERCOM_API": f"http://127.0.0.1:{self.stub_port}",
            "INTERCOM_SECRET": SECRET,
        }

    def _scripts(self, arguments: tuple[str, ...]) -> list[str]:
        return [str(self.shared / f"driver/scripts/{one}.json") if one in SCRIPTS else one for one in arguments]


def row(name: str, result: dict[str, Any]) -> str:
    """One line of the table in performance.md."""
    calls = result["calls"]
    cells = [
        name,
        f"{result['conversations_per_s']:.0f}",
        f"{result.get('bot_cpu_ms_per_conversation', '-')}",
        f"{result['ack_ms'].get('p99', '-')}",
        f"{result['first_call_ms'].get('p99', '-')}",
        f"{calls['missing']} / {calls['duplicate']} / {calls['wrong']}",
        f"{result['rss_idle_mb']:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of its own; its URL."""
    server = Server()
    server.start()
    try:
        yield server.url
    finally:
        server.remove()


def measure_two_runners(bench: Bench) -> None:
    """With PostgreSQL: both answering, then one of them killed in the middle."""
    with postgresql() as database:
        fast, killed = RUNS["32 at once"], ["-n", "300", "-c", "64", "--think-ms", "500", *PATIENT]
        print(row("PostgreSQL, two runners", bench.play_two(database, *fast)), flush=True)
        result = bench.play_two(database, *killed, kill_after=8.0)
        print(row("PostgreSQL, two runners, one killed", result), flush=True)


def main() -> None:
    """The ceiling and every run of `RUNS`, one after another; with names, only those."""
    shared = Path(os.environ.get("FLOWDESIGNER_SHARED", ROOT.parent / "shared"))
    wanted = set(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="fd") as folder:
        bench = Bench(shared, Path(folder))
        print(HEAD)
        print(row(CEILING, bench.ceiling(*RUNS["32 at once"])), flush=True)
        for name, arguments in RUNS.items():
            if not wanted or name in wanted:
                print(row(name, bench.play(*arguments, label=name)), flush=True)
        if not wanted or "faults" in wanted:
            print(row("1,000 with faults", bench.play(*FAULTY, stub=FAULTS)), flush=True)
        if not wanted or "postgresql" in wanted:
            measure_two_runners(bench)


if __name__ == "__main__":
    main()
