from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flowdesigner.store import inbox
from flowdesigner.store.store import Store
from tests.store.samples import arrival, taken

TAKES_IN = """
import asyncio, sys
from flowdesigner.store import inbox
from flowdesigner.store.store import Store
from tests.store.samples import arrival

store = Store.open(sys.argv[1])

async def one(number):
    await store.writer.run(lambda conn: inbox.take_in(conn, [arrival(f"n{number}", conversation=f"c{number % 5}")]))
    print(number, flush=True)

async def for_ever():
    for group in range(0, 10**9, 8):
        await asyncio.gather(*(one(group + number) for number in range(8)))

asyncio.run(for_ever())
"""


@pytest.mark.processes
def test_nothing_that_was_acknowledged_is_lost_when_the_process_is_killed(place: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", TAKES_IN, str(place)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _ in range(100)]
        process.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
    with Store.open(place) as store:
        assert store.read(inbox.waiting) >= len(acknowledged)
        again = [arrival(f"n{number}", conversation=f"c{number % 5}") for number in acknowledged]
        assert taken(store, *again).fresh == 0
