"""`Listener`: serves the app from a thread of its own, so that nothing else in the process makes Intercom wait."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp

from flowdesigner.errors import ConfigurationError
from flowdesigner.ports import LOOPBACK, bind
from flowdesigner.settings import LISTENER_PORT, TRUSTED_PROXIES, from_environment

T = TypeVar("T")
GRACE = 5
"""Seconds that requests under way have left when the listener stops."""


class Listener:
    """An app on a port. `start` returns when it answers; `port` is the real one, also when 0 was asked for.

    `taken` is a port that somebody else has taken and keeps, for a listener that may die and come back.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        port: int = LISTENER_PORT,
        host: str = LOOPBACK,
        taken: socket.socket | None = None,
    ) -> None:
        self._app = app
        self._host = host
        self._wanted = port
        self._taken = taken
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.port = 0

    def start(self) -> None:
        """Take the port and answer on it; ConfigurationError, in words, when the port cannot be had."""
        if self._server is not None:
            raise ConfigurationError(f"The listener answers on port {self.port} already.")
        taken = self._taken or bind(self._host, self._wanted)
        self.port = taken.getsockname()[1]
        server = _Server(_configured(self._app))
        self._thread = threading.Thread(
            target=server.run, args=([taken],), name=f"flowdesigner-listener-{self.port}", daemon=True
        )
        self._server = server
        self._thread.start()
        server.ready.wait()
        if not server.started:
            self.stop()
            raise ConfigurationError(f"The listener did not start on port {self.port}; the log says why.")

    def run(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine on the listener's own event loop."""
        if self._server is None or self._server.loop is None:
            coroutine.close()
            raise ConfigurationError("The listener is not running.")
        return asyncio.run_coroutine_threadsafe(coroutine, self._server.loop)

    def stop(self) -> None:
        """Let requests under way end, and give the port back; stopping twice is harmless."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join()
        self._server = self._thread = None

    @property
    def is_alive(self) -> bool:
        """Whether it answers."""
        return self._thread is not None and self._thread.is_alive()


class _Server(uvicorn.Server):
    """uvicorn, saying when it answers and on which loop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to stop."""
        try:
            super().run(sockets)
        finally:
            self.loop = None
            self.ready.set()
            for taken in sockets or ():
                taken.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.ready.set()


def _configured(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=from_environment(TRUSTED_PROXIES) or "",
        timeout_graceful_shutdown=GRACE,
    )
