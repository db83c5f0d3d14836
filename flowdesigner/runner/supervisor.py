"""`Supervisor`: keeps a bot's kernel alive.

It holds the bot's lock and the port, so that while a kernel comes back nobody else takes them and callers wait instead
of being refused. The kernel ends with it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from flowdesigner.bot import Bot
from flowdesigner.errors import ConfigurationError
from flowdesigner.ports import LOOPBACK, bind
from flowdesigner.runner.forked_kernel import RunnerManager
from flowdesigner.runner.life import Life
from flowdesigner.runner.locks import supervisor_lock
from flowdesigner.runner.nursery import Nursery
from flowdesigner.runner.registry import Registration, birth, register, remove_sockets, room_for_sockets, unregister

log = logging.getLogger(__name__)

SHORTEST_PAUSE = 0.1
LONGEST_PAUSE = 30.0
STEADY = 10.0
"""A kernel that lived so many seconds is brought back without a pause."""
GRACE = 9.0
"""Seconds that a kernel has to end when asked to."""


class Supervisor:
    """One bot's runner. `answers` is called when it answers for the first time, with its registration.

    `nursery` is one that was started before, in the environment that kernels are to have.
    """

    def __init__(
        self,
        bot_folder: Path | str,
        *,
        port: int,
        live: bool = True,
        environ: Mapping[str, str] | None = None,
        nursery: Nursery | None = None,
        answers: Callable[[Registration], None] = lambda registration: None,
    ) -> None:
        self._folder = Path(bot_folder).resolve()
        self._wanted = port
        self._live = live
        self._environ = environ or {}
        self._nursery = nursery
        self._answers = answers
        self._is_first = True
        self._stopping = asyncio.Event()
        self._registration = Registration(bot_folder="", name="", pid=0, since=0, port=0, connection_file="")

    async def run(self) -> None:
        """Until it is told to stop. ConfigurationError, in words, when the bot cannot be started."""
        name = Bot.without_draft(self._folder).name
        with supervisor_lock(self._folder), bind(LOOPBACK, self._wanted) as taken:
            sockets = room_for_sockets(self._folder)
            self._manager = RunnerManager(sockets, self._environ, self._nursery)
            self._registration = Registration(
                bot_folder=str(self._folder),
                name=name,
                pid=os.getpid(),
                since=psutil.Process().create_time(),
                born=birth(psutil.Process()),
                port=taken.getsockname()[1],
                connection_file=self._manager.connection_file,
            )
            self._register()
            try:
                await self._keep_alive(taken)
            finally:
                await self._manager.end()
                unregister(self._folder)
                remove_sockets(sockets)

    def stop(self) -> None:
        """End, after the calls under way."""
        self._stopping.set()

    def _register(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the registration
        self._registration = replace(self._registration, **changes)
        try:
            register(self._registration)
        except OSError as error:
            # A full disk must not end the bot: how it is can be asked at its port as well.
            if self._is_first:
                raise ConfigurationError(f"{error.filename} cannot be written: {error.strerror}.") from None
            log.warning("the registration could not be written: %s", error)

    async def _keep_alive(self, taken: socket.socket) -> None:
        pause = 0.0
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                await self._live_once(taken)
            except (OSError, ConfigurationError) as error:
                if self._is_first:
                    raise
                self._register(trouble=str(error))
            if self._stopping.is_set():
                return
            if self._is_first:
                raise ConfigurationError(self._registration.trouble or "The runner's kernel ended; its log says why.")
            pause = 0.0 if time.monotonic() - began > STEADY else min(LONGEST_PAUSE, pause * 2)
            log.warning("the kernel of “%s” ended; it is started again", self._registration.name)
            self._register(state="starting")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = max(pause, SHORTEST_PAUSE)

    # One kernel

    async def _live_once(self, taken: socket.socket) -> None:
        """Start a kernel, listen to it, and return when it has ended."""
        lifeline_of_it, lifeline = os.pipe()
        voice, voice_of_it = os.pipe()
        life = Life(
            bot_folder=str(self._folder),
            connection_file=self._manager.connection_file,
            live=self._live,
            is_first=self._is_first,
            socket=taken.fileno(),
            lifeline=lifeline_of_it,
            voice=voice_of_it,
        )
        try:
            try:
                await self._manager.launch(life)
            except BaseException:
                os.close(voice)
                raise
            finally:
                os.close(lifeline_of_it)
                os.close(voice_of_it)
            self._register(kernel_pid=self._manager.kernel_pid)
            await self._listen(voice)
        finally:
            os.close(lifeline)

    async def _listen(self, voice: int) -> None:
        """Hear what the kernel tells, until it has ended or is to end."""
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(voice, "rb", 0)
        )
        asking = asyncio.create_task(self._ask_to_end())
        try:
            while line := await reader.readline():
                self._hear(json.loads(line))
        finally:
            asking.cancel()
            transport.close()

    def _hear(self, news: dict[str, Any]) -> None:
        if "failed" in news:
            self._register(trouble=news["failed"])
            return
        self._live = news["state"] == "live"
        self._register(**news)
        if self._is_first:
            self._is_first = False
            self._answers(self._registration)

    async def _ask_to_end(self) -> None:
        await self._stopping.wait()
        self._register(state="stopping")
        await self._manager.signal_kernel(signal.SIGTERM)
        await asyncio.sleep(GRACE)
        await self._manager.signal_kernel(signal.SIGKILL)


async def supervise(supervisor: Supervisor) -> None:
    """Run it; SIGTERM and Ctrl+C end it after the calls under way, a second one at once."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
        supervisor.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await supervisor.run()
