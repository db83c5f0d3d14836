"""What a runner's kernel weighs at rest, and with 100,000 waiting conversations: `python -m tests.benchmarks.memory`.

Memory is the proportional set size, CPU time that of a runner to whom nobody writes. The waiting conversations are
copies of one that a customer began; their timers are days away.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil

from flowdesigner.bot import STATE
from flowdesigner.intercom.signature import sign
from tests.benchmarks.driver import BILLING, SECRET, Bench
from tests.benchmarks.page import megabytes
from tests.processes import ROOT, Program, own_folders

WAITING = 100_000
REST = 10.0
"""Seconds of which memory and CPU time are those of a runner at rest."""
PATIENCE = 30.0
COPY = """
INSERT INTO conversation ({names})
WITH RECURSIVE counted(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counted WHERE number < {waiting})
SELECT {values} FROM counted, (SELECT * FROM conversation WHERE status = 'waiting' LIMIT 1) AS one
"""
DAYS = 5 * 86_400 * 1_000_000


@contextmanager
def running(bench: Bench, home: Path) -> Iterator[tuple[str, psutil.Process]]:
    """A runner of the bot in `home`: its webhook's address, and its kernel."""
    environ = {**own_folders(home), **bench.environ()}
    with Program("run", str(home / "bot"), "--port", "0", environ=environ) as program:
        url = program.wait_for(r"http://\S+/intercom\S*")[0]
        told = [json.loads(path.read_text("utf-8")) for path in (home / "run/flowdesigner").rglob("*.json")]
        yield url, psutil.Process(next(one["kernel_pid"] for one in told if one.get("kernel_pid")))


def hello(conversation: str) -> bytes:
    """The notification that a customer has begun this conversation."""
    source = {"type": "conversation", "id": "1", "body": "Hello", "author": {"type": "user", "id": "7", "name": "Una"}}
    now = int(time.time())
    item = {"type": "conversation", "id": conversation, "created_at": now, "updated_at": now, "state": "open"}
    item |= {"team_assignee_id": 5017690, "source": source}
    told = {"type": "notification_event", "topic": "conversation.user.created", "app_id": "abc123"}
    return json.dumps({**told, "id": f"n{conversation}", "created_at": now, "data": {"item": item}}).encode()


def headers(body: bytes) -> dict[str, str]:
    """With which Intercom delivers it."""
    return {"Content-Type": "application/json", "X-Hub-Signature": sign(body, SECRET)}


def begin(url: str, database: Path) -> None:
    """A customer writes; returns when the bot waits for the next message."""
    body = hello("1")
    urllib.request.urlopen(urllib.request.Request(url, body, headers(body)), timeout=5).close()
    deadline = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(database)) as connection:
        while not connection.execute("SELECT 1 FROM conversation WHERE status = 'waiting' AND NOT woken").fetchone():
            assert time.monotonic() < deadline, "the bot did not answer"
            time.sleep(0.1)


def multiply(database: Path) -> None:
    """Make many of the one that waits."""
    with closing(sqlite3.connect(database)) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(conversation)") if row[1] != "id"]
        later = f"{int(time.time() * 1_000_000) + DAYS} + counted.number"
        made = {"conversation_id": "'copy ' || counted.number", "timer_at": later}
        values = ", ".join(made.get(name, f"one.{name}") for name in columns)
        connection.execute(COPY.format(names=", ".join(columns), values=values, waiting=WAITING))


def at_rest(kernel: psutil.Process) -> tuple[float, float]:
    """Its memory in MB, and the CPU time that it takes, as a share of one core in percent."""
    time.sleep(REST)
    before = sum(kernel.cpu_times()[:2])
    time.sleep(REST)
    return megabytes(kernel), 100 * (sum(kernel.cpu_times()[:2]) - before) / REST


def main() -> None:
    """Measure and print."""
    shared = Path(os.environ.get("FLOWDESIGNER_SHARED", ROOT.parent / "shared"))
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        bench, home = Bench(shared, Path(name)), Path(name)
        shutil.copytree(BILLING, home / "bot")
        database = home / "bot" / STATE / "bot.sqlite"
        print("| runner's kernel | MB | % of one core |\n|---|---|---|")
        with bench.stub():
            with running(bench, home) as (url, kernel):
                begin(url, database)
                print("| at rest | {:.0f} | {:.1f} |".format(*at_rest(kernel)), flush=True)
            multiply(database)
            with running(bench, home) as (_, kernel):
                print("| with {:,} waiting | {:.0f} | {:.1f} |".format(WAITING, *at_rest(kernel)), flush=True)


if __name__ == "__main__":
    main()
