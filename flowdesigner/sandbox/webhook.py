"""How a notification gets out: over HTTP, by the one maker of clients. Tests put something else in its place."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Protocol

from flowdesigner.outgoing.clients import make_client

PATIENCE = 5.0
"""Seconds; who has not answered by then has not answered (Intercom's limit)."""


class NotReachedError(Exception):
    """Nobody answered, or not in time."""


class Send(Protocol):
    """Sends a request and gives the answer's status; NotReachedError when there is none."""

    async def __call__(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send it."""


class OverHttp:
    """Sends over the network."""

    def __init__(self) -> None:
        self._client = make_client()

    async def __call__(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send it."""
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._client.request(method, url, content=body or None, headers=dict(headers))
        except TimeoutError:
            raise NotReachedError(f"no answer within {PATIENCE:.0f} seconds") from None
        except Exception as error:
            # Whatever the network or an address does: it was not delivered, and that is all that Intercom minds.
            raise NotReachedError("nobody answers there") from error
        return answer.status_code

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()
