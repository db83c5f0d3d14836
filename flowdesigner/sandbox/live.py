"""`Live`: tells open pages, by server-sent events, that something has changed; they then ask for what it is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

HEARTBEAT = 15.0
"""Seconds between signs of life, by which a page that is gone is noticed."""


class Live:
    """The pages that listen."""

    def __init__(self) -> None:
        self._pages: set[asyncio.Queue[str | None]] = set()
        self.is_closed = False

    def tell(self, conversation: str = "") -> None:
        """Something changed: in a conversation, or elsewhere."""
        for page in self._pages:
            page.put_nowait(conversation)

    def close(self) -> None:
        """Let all pages go, so that the server can stop."""
        self.is_closed = True
        for page in self._pages:
            page.put_nowait(None)

    async def events(self) -> AsyncIterator[str]:
        """What one page is sent, until it goes or the server stops."""
        page: asyncio.Queue[str | None] = asyncio.Queue()
        self._pages.add(page)
        try:
            yield event("")
            while not self.is_closed:
                try:
                    told = await asyncio.wait_for(page.get(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if told is None:
                    return
                yield event(told)
        finally:
            self._pages.discard(page)


def event(conversation: str) -> str:
    """One event on the wire."""
    return f"data: {json.dumps({'conversation': conversation})}\n\n"
