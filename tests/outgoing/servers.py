"""Servers on loopback that answer byte by byte as told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """Where it is, and what it has seen."""

    port: int = 0
    connections: int = 0
    heads: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def serving(talk: Talk) -> AsyncIterator[Server]:
    """Each connection is talked to once, then closed."""
    seen = Server()
    talks: set[asyncio.Task[None]] = set()

    async def whole(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        talks.add(asyncio.create_task(whole(reader, writer)))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


@asynccontextmanager
async def answering(body: bytes, *, head: bytes = b"") -> AsyncIterator[Server]:
    """Answers every request with `body`; `head` replaces the status line and headers."""
    head = head or b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    heads: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(head + body)
            await writer.drain()

    async with serving(answer) as server:
        server.heads = heads
        yield server
