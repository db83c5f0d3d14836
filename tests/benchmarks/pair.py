"""Two runners that share a database, behind one port, for a driver that knows one bot only.

`python -m tests.benchmarks.pair BOT BOT --port PORT [--kill-after SECONDS]`: each connection goes to the next runner
that takes it; so many seconds after the first connection the first runner is ended with kill -9, whole.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import signal
import subprocess
import sys
from contextlib import suppress

import psutil

from flowdesigner.ports import free_port

PIECE = 65_536


class Pair:
    """The runners, and the door before them."""

    def __init__(self, bots: list[str], kill_after: float | None) -> None:
        self._ports = [free_port() for _ in bots]
        self._runners = [
            subprocess.Popen([sys.executable, "-m", "flowdesigner", "run", bot, "--port", str(port)])
            for bot, port in zip(bots, self._ports, strict=True)
        ]
        self._turns = itertools.cycle(range(len(bots)))
        self._kill_after = kill_after
        self._killing: asyncio.Task[None] | None = None

    async def run(self, port: int) -> None:
        """Pass on until told to stop."""
        for own in self._ports:
            await answers(own)
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
        async with await asyncio.start_server(self._pass_on, "127.0.0.1", port):
            await stopped.wait()
        for runner in self._runners:
            with suppress(ProcessLookupError):
                runner.terminate()
        for runner in self._runners:
            await asyncio.to_thread(runner.wait)

    async def _kill(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        first = psutil.Process(self._runners[0].pid)
        for process in [*first.children(recursive=True), first]:
            with suppress(psutil.NoSuchProcess):
                process.kill()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._kill_after is not None and self._killing is None:
            self._killing = asyncio.create_task(self._kill(self._kill_after))
        for _ in self._ports:
            with suppress(OSError):
                inner = await asyncio.open_connection("127.0.0.1", self._ports[next(self._turns)])
                await asyncio.gather(pump(reader, inner[1]), pump(inner[0], writer))
                return
        writer.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything that comes, until the end."""
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()


async def answers(port: int) -> None:
    """Wait until somebody listens there."""
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.05)


def main() -> None:
    """Start both and pass on."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bots", nargs=2)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--kill-after", type=float)
    given = parser.parse_args()
    asyncio.run(Pair(given.bots, given.kill_after).run(given.port))


if __name__ == "__main__":
    main()
