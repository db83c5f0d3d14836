"""Serves a sandbox on a port: `serve` until Ctrl+C, `running_sandbox` in a thread of its own for as long as a block."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

import uvicorn

from flowdesigner.ports import LOOPBACK, bind
from flowdesigner.sandbox.sandbox import Sandbox
from flowdesigner.sandbox.settings import Settings
from flowdesigner.sandbox.visitor import Visitor
from flowdesigner.sandbox.workspace import ACME
from flowdesigner.settings import SANDBOX_BOT_TEAM, SANDBOX_CLIENT_SECRET, SANDBOX_PORT, sandbox_environ

GRACE = 3
T = TypeVar("T")


def serve(
    port: int = SANDBOX_PORT,
    webhook: str = "",
    client_secret: str = SANDBOX_CLIENT_SECRET,
    token: str = "",
    new_conversations_team: str = SANDBOX_BOT_TEAM,
    host: str = LOOPBACK,
    workspace: str = ACME,
) -> None:
    """Serve until Ctrl+C or SIGTERM, saying where; ConfigurationError, in words, when the port cannot be had.

    `token` is the access token to accept ("": any); notifications go to `webhook` ("": nowhere), signed with
    `client_secret`; new conversations go to `new_conversations_team` ("": to nobody). Another `workspace` is one with
    another id: a bot can answer in several.
    """
    settings = Settings(
        webhook=webhook, client_secret=client_secret, token=token, new_conversations_team=new_conversations_team
    )
    taken = bind(host, port)
    url = f"http://{host}:{taken.getsockname()[1]}"
    print(
        f"The sandbox is at {url}\n  the customer:  {url}/messenger\n  the team:      {url}/inbox\n"
        f"  notifications: {webhook or f'nowhere yet; set where on {url}'}\nCtrl+C ends it.",
        flush=True,
    )
    _Server(Sandbox(settings, name=workspace)).run([taken])


class RunningSandbox:
    """A sandbox that is served from a thread."""

    def __init__(self, sandbox: Sandbox, server: _Server, port: int) -> None:
        self.sandbox = sandbox
        self.url = f"http://{LOOPBACK}:{port}"
        self._server = server

    @property
    def settings(self) -> Settings:
        """Its settings: token, client secret, webhook, ..."""
        return self.sandbox.settings

    @property
    def environ(self) -> dict[str, str]:
        """The environment that connects a bot to it."""
        return sandbox_environ(self.url, self.settings.token, self.settings.client_secret)

    def visit(self, name: str, text: str) -> Visitor:
        """A customer by name, who begins a conversation with this text."""
        return Visitor(self, name, text)

    def do(self, action: Callable[[Sandbox], T]) -> T:
        """Do something with the sandbox, on its own event loop; what `action` returns."""
        done: Future[T] = Future()

        def act() -> None:
            try:
                done.set_result(action(self.sandbox))
            except Exception as error:
                done.set_exception(error)

        self._server.loop.call_soon_threadsafe(act)
        return done.result(10)


@contextmanager
def running_sandbox(
    *,
    port: int = 0,
    webhook: str = "",
    client_secret: str = SANDBOX_CLIENT_SECRET,
    token: str = "",
    new_conversations_team: str = SANDBOX_BOT_TEAM,
    workspace: str = ACME,
) -> Iterator[RunningSandbox]:
    """A sandbox behind a port (0: any that is free) for as long as the block lasts; the rest as for `serve`."""
    sandbox = Sandbox(
        Settings(
            webhook=webhook, client_secret=client_secret, token=token, new_conversations_team=new_conversations_team
        ),
        name=workspace,
    )
    taken = bind(LOOPBACK, port)
    server = _Server(sandbox)
    thread = threading.Thread(target=server.run, args=([taken],), name="flowdesigner-sandbox", daemon=True)
    thread.start()
    server.ready.wait()
    try:
        yield RunningSandbox(sandbox, server, taken.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()


class _Server(uvicorn.Server):
    """uvicorn, saying when it answers, and letting open pages go when it stops."""

    loop: asyncio.AbstractEventLoop

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(
            uvicorn.Config(
                sandbox.app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=GRACE
            )
        )
        self.ready = threading.Event()
        self._sandbox = sandbox

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to stop, and give the port back."""
        try:
            super().run(sockets)
        finally:
            self.ready.set()
            for taken in sockets or ():
                taken.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End; pages that listen are let go, else they would keep the server."""
        self._sandbox.live.close()
        await super().shutdown(sockets)
