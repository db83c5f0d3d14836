"""`Dispatcher`: says which conversation to look at next. A waker only; what is to be done stands in the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

Handler = Callable[[int], Awaitable[None]]
"""Looks at one conversation, by its row, and does all there is to do."""


class Dispatcher(Protocol):
    """Lost or doubled wake-ups are harmless: `sweep` finds what was lost, and a look in vain does nothing."""

    def wake(self, conversations: Iterable[int]) -> None:
        """Look at these conversations as soon as somebody is free; call it after the commit that woke them."""

    def wake_later(self, conversation: int, seconds: float) -> None:
        """Look at it after a while: a call is to be tried again."""

    async def run(self, handler: Handler, concurrency: int) -> None:
        """Hand conversations to the handler, each to one at a time, until stopped."""

    async def stop(self, grace: float) -> None:
        """Hand out nothing new, and give the looks under way so many seconds to end."""

    async def sweep(self) -> None:
        """Wake what the store says has something to do and nobody knows of."""
