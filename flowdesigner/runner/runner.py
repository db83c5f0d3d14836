"""`Runner`: one bot's listener and engine on an event loop of their own, and the handle that notebooks get of them."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.errors import FlowdesignerError
from flowdesigner.functions.workers import Workers
from flowdesigner.listener.app import create_app
from flowdesigner.listener.server import Listener
from flowdesigner.runner.locks import engine_lock
from flowdesigner.runner.neighbours import answers_in, warning
from flowdesigner.runner.registry import all_running
from flowdesigner.runtime.account import connect, demand_complete, introduce, read_channels
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.housekeeping import Housekeeping
from flowdesigner.runtime.workspaces import Workspace, Workspaces
from flowdesigner.settings import LISTENER_PORT, WEBHOOK_PATH
from flowdesigner.watching.exposure import Exposure

log = logging.getLogger(__name__)

LOOK = 1.0
"""Seconds between two looks at the channel's settings."""
GRACE = 7.0
"""Seconds that calls under way have to end."""
CLOSING = 5.0
"""Seconds after which a client of Intercom's that was replaced has no call under way any more."""


class Runner:
    """Runs the bot in this process. `tell` hears whenever what `news` gives has changed; `taken` is a port of others.

    Cells of a notebook that is attached to the runner's kernel find it as `runner`.
    """

    def __init__(
        self,
        bot_folder: Path | str,
        *,
        port: int = LISTENER_PORT,
        live: bool = True,
        taken: socket.socket | None = None,
        environ: Mapping[str, str] = os.environ,
        tell: Callable[[Mapping[str, Any]], None] = lambda news: None,
    ) -> None:
        self.bot_folder = Path(bot_folder).resolve()
        self._wanted = port
        self._begins_live = live
        self._taken = taken
        self._environ = environ
        self._tell = tell
        self._told: Mapping[str, Any] = {}
        self._trouble = ""
        self._held = ExitStack()
        self._beside: list[Future[None]] = []
        self._closing: set[asyncio.Future[None]] = set()

    def start(self, *, check: bool = True) -> None:
        """Answer; returns when it does. ConfigurationError, in words, when it cannot.

        Without `check` it does not ask Intercom first: a runner that comes back goes on whatever the network does.
        """
        self._held.callback(engine_lock(self.bot_folder).release)
        try:
            self._start(check=check)
        except BaseException:
            self._held.close()
            raise

    def _start(self, *, check: bool) -> None:
        self.store = self._held.enter_context(Bot(self.bot_folder, "").store())
        channels = read_channels(self.store, self._environ)
        if self._begins_live and check:
            channels = asyncio.run(introduce(self.store, self._environ))
        workspaces = Workspaces(()).following(channels.values(), connect)
        functions = Workers(self.bot_folder)
        self.engine = Engine(self.store, workspaces, live=self._begins_live, functions=functions)
        if self._begins_live:
            self.engine.programs.live()
        self.listener = Listener(
            create_app(self.engine, Exposure.of(self._environ)), port=self._wanted, taken=self._taken
        )
        self._held.callback(self.listener.stop)
        self.listener.start()
        self.listener.run(self.engine.start()).result()
        self._speak()
        log.info("answers on port %s: %s", self.listener.port, "live" if self.engine.live else "listens only")
        housekeeping = Housekeeping(self.store, self._environ)
        self._beside = [self.listener.run(self._watch()), self.listener.run(housekeeping.run())]

    def stop(self, grace: float = GRACE) -> None:
        """Let calls under way end, then give port and database back."""
        log.info("stops, after the calls under way")
        for work in self._beside:
            work.cancel()
        self.listener.run(self._finish(grace)).result()
        self._held.close()

    async def _finish(self, grace: float) -> None:
        await self.engine.stop(grace)
        for workspace in self.engine.workspaces:
            await workspace.intercom.close()

    # Live or not

    def go_live(self) -> dict[str, Any]:
        """Answer customers from now on; ConfigurationError, in words, when something is missing or refused."""
        self.listener.run(self._go_live()).result()
        return self.status()

    async def _go_live(self) -> None:
        channels = await introduce(self.store, self._environ)
        await asyncio.to_thread(self.engine.programs.live)
        self._use(channels.values())
        self.engine.live = True
        log.info("goes live")
        self._speak()

    def listen_only(self) -> dict[str, Any]:
        """See notifications and answer nobody."""
        self.engine.live = False
        log.info("listens only from now on")
        self._speak()
        return self.status()

    # What it says of itself

    def news(self) -> dict[str, Any]:
        """What a page shows at once: state, revision, trouble."""
        return {
            "state": "live" if self.engine.live else "listening",
            "revision": self.engine.programs.live_number,
            "trouble": self._trouble or self.engine.trouble or self._neighbour(),
            "answers_in": answers_in(self._settings()) if self.engine.live else (),
            "shares": self._shares,
        }

    def _neighbour(self) -> str:
        if not self.engine.live:
            return ""
        return warning(answers_in(self._settings()), self.bot_folder, all_running(), self._shares)

    @property
    def _shares(self) -> str:
        return self.store.url if self.store.is_shared else ""

    def _settings(self) -> list[ChannelSettings]:
        """Those of the channels in which the bot answers."""
        channels = [workspace.channel for workspace in self.engine.workspaces]
        return [channel.settings for channel in channels if not channel.missing()]

    def status(self) -> dict[str, Any]:
        """How it is; without anything that customers wrote."""
        url = f"http://127.0.0.1:{self.listener.port}"
        about = {"bot_folder": str(self.bot_folder), "pid": os.getpid(), "url": url, "webhook_url": url + WEBHOOK_PATH}
        return {**about, **self.engine.status(), **self.news()}

    def __repr__(self) -> str:
        return f"Runner({str(self.bot_folder)!r})"

    def _speak(self) -> None:
        news = self.news()
        if news != self._told:
            self._told = news
            self._tell(news)

    # Settings that change while it runs

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            try:
                channels = await asyncio.to_thread(read_channels, self.store, self._environ)
                if self.engine.live:
                    demand_complete(channels.values())
                self._use(channels.values())
                self._trouble = ""
            except FlowdesignerError as error:
                # What held until now goes on holding.
                self._trouble = str(error)
            except Exception:
                log.exception("the channel's settings could not be read; they are read again")
            self._speak()

    def _use(self, channels: Iterable[Channel]) -> None:
        engine, before = self.engine, self.engine.workspaces
        engine.workspaces = before.following(channels, connect)
        for workspace in before.replaced_in(engine.workspaces):
            asyncio.get_running_loop().call_later(CLOSING, self._close, workspace)

    def _close(self, workspace: Workspace) -> None:
        closing = asyncio.ensure_future(workspace.intercom.close())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
