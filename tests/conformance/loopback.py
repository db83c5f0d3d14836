"""The small Intercom of the engine's tests, on a port, for runners in processes of their own."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flowdesigner.intercom.signature import sign
from flowdesigner.listener.server import Listener
from flowdesigner.sandbox.rate_limit import RateLimit
from flowdesigner.sandbox.refusal import RefusedError
from tests.runtime.world import APP, BOT, World

ANSWER = ["comment Well?", "quick_reply [Billing] [Other]"]
MOST_AT_ONCE = 40
TICK = 0.05
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 0.8
"""Seconds until a delivery is repeated that nobody acknowledged."""
ALL = [*ANSWER, "comment See Settings", "comment Anything else, just write", "close Bye"]


class Loopback:
    """Calls land at once and are answered a little later, so that a kill finds some that nobody knows the end of."""

    def __init__(self) -> None:
        self.world = World()
        self.limit: RateLimit | None = None
        self.statuses: list[tuple[float, int]] = []
        """When each call came (unix seconds), and what it was answered."""
        self.landed: list[float] = []
        """When each call of `world.calls` came (unix seconds)."""
        self.longest_pause = 0.0
        """Seconds for which it did nothing at all, at most: calls that had been sent came in only then."""
        self._random = random.Random(4)
        self._said: defaultdict[str, list[str]] = defaultdict(list)
        self._sorted = 0
        endpoint = Route("/{path:path}", self._answer, methods=["GET", "POST"])
        self._listener = Listener(Starlette(routes=[endpoint]), port=0)

    @property
    def url(self) -> str:
        """The API."""
        return f"http://127.0.0.1:{self._listener.port}"

    async def _answer(self, request: Request) -> Response:
        if request.url.path == "/me":
            answer = httpx.Response(200, json={"id": BOT, "app": {"id_code": APP, "name": "Acme"}})
        else:
            body = await request.body()
            answer = self._counted(httpx.Request(request.method, str(request.url), content=body))
        headers = self.limit.headers if self.limit is not None else {}
        await asyncio.sleep(self._random.uniform(0, 0.03))
        return Response(answer.content, answer.status_code, headers, media_type="application/json")

    def _counted(self, request: httpx.Request) -> httpx.Response:
        """The world's answer, unless there were too many calls."""
        try:
            if self.limit is not None:
                self.limit.count()
            answer = self.world.answer(request)
        except RefusedError:
            answer = httpx.Response(429, json={"errors": [{"code": "rate_limit_exceeded"}]})
        now = time.time()
        self.statuses.append((now, answer.status_code))
        self.landed += [now] * (len(self.world.calls) - len(self.landed))
        return answer

    async def _watch(self) -> None:
        """Note how long it is kept from its work by others that want the processor."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(TICK)
            self.longest_pause = max(self.longest_pause, time.monotonic() - before - TICK)

    def history(self, conversation: str) -> list[str]:
        """When each call in the conversation came, and what it was, dated as lines of the log are."""
        calls = zip(self.landed, self.world.calls, strict=False)
        return [f"{stamp(when)} landed {call}" for when, call in calls if call.startswith(f"{conversation}: ")]

    def said(self, conversation: str) -> list[str]:
        """The calls in one conversation, in order."""
        calls = self.world.calls
        while self._sorted < len(calls):
            whose, _, call = calls[self._sorted].partition(": ")
            self._said[whose].append(call)
            self._sorted += 1
        return list(self._said[conversation])

    def __enter__(self) -> Self:
        self._listener.start()
        self._watching = self._listener.run(self._watch())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watching.cancel()
        self._listener.stop()


def stamp(when: float) -> str:
    """As the runner's log is dated."""
    return datetime.fromtimestamp(when, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Customers:
    """Many at once: each says hello, presses Billing, and is answered. Deliveries are repeated until acknowledged.

    With several webhooks each delivery goes to one of them by chance, as through a load balancer.
    """

    def __init__(self, intercom: Loopback, *webhooks: str, number: int = 0) -> None:
        self.intercom = intercom
        self.webhooks = webhooks
        self._chance = random.Random(5)
        self.names = [str(100 + place) for place in range(number)]
        self.said_hello = 0

    async def talk(self, patience: float = 90) -> None:
        """Until all are answered."""
        async with httpx.AsyncClient(timeout=5) as client, asyncio.timeout(patience), asyncio.TaskGroup() as group:
            for name in self.names:
                group.create_task(self._talk(client, name))

    async def keep_coming(self, until: asyncio.Event, pause: float = 0.25, patience: float = 120) -> None:
        """One more every so many seconds until it has happened; returns when all are answered, or patience ends.

        While many wait nobody comes: else those who wait for a kernel would take this process all of its time.
        """
        async with httpx.AsyncClient(timeout=5) as client:
            talks: list[asyncio.Task[None]] = []
            while not until.is_set():
                if sum(not talk.done() for talk in talks) < MOST_AT_ONCE:
                    self.names.append(str(1000 + len(self.names)))
                    talks.append(asyncio.create_task(self._talk(client, self.names[-1])))
                await asyncio.sleep(pause)
            _, unanswered = await asyncio.wait(talks, timeout=patience)
            for talk in unanswered:
                talk.cancel()
            await asyncio.gather(*talks, return_exceptions=True)

    async def _talk(self, client: httpx.AsyncClient, name: str) -> None:
        await asyncio.sleep(int(name) % 50 / 25)
        world = self.intercom.world
        await self._deliver(client, world.notification("user.created", name))
        self.said_hello += 1
        await self._until(name, len(ANSWER))
        pressed = world.wrote(name, "billing")
        await self._deliver(client, pressed)
        await self._deliver(client, pressed)
        await self._until(name, len(ALL))

    async def _until(self, name: str, calls: int) -> None:
        while len(self.intercom.said(name)) < calls:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)

    async def _deliver(self, client: httpx.AsyncClient, body: bytes) -> None:
        headers = {"X-Hub-Signature": sign(body, "secret"), "Content-Type": "application/json"}
        pause = FIRST_PAUSE
        while True:
            try:
                webhook = self._chance.choice(self.webhooks)
                if (await client.post(webhook, content=body, headers=headers)).is_success:
                    return
            except httpx.TransportError:
                pass
            # Longer each time: many who knock at once would keep the stand-in, in this very process, from its calls.
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, 2 * pause)

    def heard_wrongly(self) -> dict[str, list[str]]:
        """Who was told something else than they should have been: too little, too much, in another order."""
        return {name: said for name in self.names if (said := self.intercom.said(name)) != ALL}
