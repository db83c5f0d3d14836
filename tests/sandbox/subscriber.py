"""What the sandbox's tests put in the place of time and of the network: a clock, naps, and a webhook."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flowdesigner.sandbox.webhook import NotReachedError

START = 1_790_000_000
WEBHOOK = "http://bot.test/webhooks/intercom"


class Clock:
    """Unix seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = float(START)

    def __call__(self) -> float:
        return self.now


class Naps:
    """Sleeps that last until the test wakes them; `taken` has the seconds of all that began."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self._asleep: list[tuple[float, asyncio.Future[None]]] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        awake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asleep.append((seconds, awake))
        await awake

    async def end(self) -> None:
        """Wake all that sleep, the shortest first, and let them work."""
        await settled()
        asleep, self._asleep = sorted(self._asleep, key=lambda one: one[0]), []
        for _, awake in asleep:
            awake.set_result(None)
            await settled()


@dataclass(frozen=True)
class Post:
    """A notification that arrived."""

    url: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.body)
        return data


class Webhook:
    """A bot's address: keeps what arrives, and answers what `answers` says, then 200; 0 is no answer at all."""

    def __init__(self) -> None:
        self.answers: deque[int] = deque()
        self.head = 200
        self.heads: list[str] = []
        self.posts: list[Post] = []

    async def __call__(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        if method == "HEAD":
            self.heads.append(url)
            return self.head
        self.posts.append(Post(url, body, headers))
        status = self.answers.popleft() if self.answers else 200
        if not status:
            raise NotReachedError("nobody answers there")
        return status

    @property
    def topics(self) -> list[str]:
        """What arrived, without `conversation.`."""
        return [post.data["topic"].removeprefix("conversation.") for post in self.posts]


async def settled() -> None:
    """Let everything that can go on go on."""
    for _ in range(50):
        await asyncio.sleep(0)
