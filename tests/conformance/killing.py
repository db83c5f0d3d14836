"""Ends processes of a running bot with kill -9, at moments and of kinds that a seed decides."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from flowdesigner import runner
from flowdesigner.bot import STATE
from flowdesigner.errors import FlowdesignerError
from flowdesigner.runner import Registration
from tests.conformance.loopback import Loopback
from tests.postgres import Server

KINDS = ("kernel", "kernel", "supervisor", "worker", "nursery")
SHORTEST, LONGEST = 0.2, 1.6
"""Seconds between two kills."""
STARTS_WITHIN = 120.0
"""Seconds; generous, for machines that do much else: a kernel that dies again and again is waited for half a minute."""


async def live_kernel(bot: Path, *, other_than: int = 0) -> Registration:
    """The runner as soon as a kernel answers."""
    async with asyncio.timeout(STARTS_WITHIN):
        while True:
            found = runner.find(bot)
            if found is not None and found.state == "live" and found.kernel_pid != other_than:
                return found
            await asyncio.sleep(0.02)


async def start_again(bot: Path, port: int) -> Registration:
    """Start it on the port it had, as often as is needed: the port is the dying kernel's for a moment, and a database
    may be down."""
    async with asyncio.timeout(STARTS_WITHIN):
        while True:
            try:
                return await asyncio.to_thread(runner.start, bot, port=port)
            except FlowdesignerError:
                await asyncio.sleep(0.1)


class Killer:
    """Kills so many processes of these bots, and of the database's server where there is one."""

    def __init__(self, seed: int, bots: Sequence[Path], server: Server | None = None) -> None:
        self._chance = random.Random(seed)
        self._bots = bots
        self._server = server
        self._ports: dict[Path, int] = {}
        self.killed: Counter[str] = Counter()

    async def kill(self, times: int) -> None:
        """One after another; all that was killed is up again at the end."""
        for _ in range(times):
            await asyncio.sleep(self._chance.uniform(SHORTEST, LONGEST))
            kind = self._chance.choice(KINDS if self._server is None else (*KINDS, "database"))
            self.killed[kind] += 1
            if kind == "database":
                await asyncio.to_thread(self._crash_server, self._chance.uniform(0, 1))
            else:
                await self._kill(kind, self._chance.choice(self._bots))
        for bot in self._bots:
            await live_kernel(bot)

    def _crash_server(self, seconds: float) -> None:
        assert self._server is not None
        self._server.crash(seconds)

    async def _kill(self, kind: str, bot: Path) -> None:
        pid = await self._victim(kind, bot)
        with suppress(psutil.NoSuchProcess):
            victim = psutil.Process(pid)
            victim.kill()
            # A moment longer it is seen alive, and a start would find that the bot runs already.
            await asyncio.to_thread(psutil.wait_procs, [victim], 10)
        if kind == "supervisor":
            await start_again(bot, self._ports[bot])

    async def _victim(self, kind: str, bot: Path) -> int:
        """The process of this kind, as soon as there is one: some are being started at the moment."""
        give_up = asyncio.get_running_loop().time() + STARTS_WITHIN
        while asyncio.get_running_loop().time() < give_up:
            found = runner.find(bot)
            if found is not None and found.kernel_pid:
                self._ports[bot] = found.port
                if pids := process_ids(kind, found):
                    return self._chance.choice(pids)
            await asyncio.sleep(0.02)
        raise AssertionError(f"no {kind} to kill after {dict(self.killed)}: {told(bot)}")


def told(bot: Path) -> str:
    """How a bot is whose processes are not there: its registration, its processes and the end of its log."""
    found, log = runner.find(bot), bot / STATE / "runner.log"
    tree = psutil.Process(found.pid).children(recursive=True) if found is not None else []
    names = [(process.pid, process.status(), " ".join(process.cmdline()[1:5])) for process in tree]
    says = found.status() if found is not None else {}
    return f"{found!r}, {says.get('trouble')!r}, {names}, {log.read_text('utf-8', 'replace')[-3000:]}"


def story(bots: Sequence[Path], intercom: Loopback, conversation: str) -> str:
    """What came to Intercom in the conversation, and what the runners' logs say of it, in order of time."""
    logs = [path for bot in bots for path in sorted((bot / STATE).glob("runner.log*"))]
    lines = [line for path in logs for line in path.read_text("utf-8", "replace").splitlines()]
    wanted = [
        line
        for line in lines
        if f"conversation={conversation} " in line or "answers on port" in line or "it is started again" in line
    ]
    happened = sorted([*wanted, *intercom.history(conversation)])
    about = [place for place, line in enumerate(happened) if conversation in line]
    return "\n".join(happened[max(0, about[0] - 1) : about[-1] + 2]) if about else "nothing"


def process_ids(kind: str, registration: Registration) -> list[int]:
    """The processes of this kind that a runner has now."""
    if kind == "supervisor":
        return [registration.pid]
    try:
        kernel = psutil.Process(registration.kernel_pid)
        if kind == "kernel":
            return [kernel.pid] if kernel.status() != psutil.STATUS_ZOMBIE else []
        if kind == "worker":
            return sorted(child.pid for child in kernel.children(recursive=True))
        nursery = kernel.parent()
    except psutil.NoSuchProcess:
        return []
    return [nursery.pid] if nursery is not None and nursery.pid not in (1, registration.pid) else [kernel.pid]
