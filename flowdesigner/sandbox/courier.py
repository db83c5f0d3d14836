"""`Courier`: signs and delivers notifications, in order for each conversation, and tries a failed one again, once."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from flowdesigner.intercom.signature import sign
from flowdesigner.sandbox.faults import Fault, Faults
from flowdesigner.sandbox.notifications import encoded, envelope, item_of, ping
from flowdesigner.sandbox.settings import Settings
from flowdesigner.sandbox.webhook import NotReachedError, OverHttp, Send
from flowdesigner.sandbox.workspace import Happening, Workspace

Json = dict[str, Any]
KEPT = 200
SWAP_WITHIN = 5.0
"""Seconds after which a notification that waits to be swapped goes out although no other came."""
LONGEST_THROTTLE = 7200.0


@dataclass(slots=True)
class Delivery:
    """One notification on its way. `outcome` is waiting, delivered, dropped or lost; `said` is why, for people."""

    notification: Json
    conversation: str
    outcome: str = "waiting"
    attempts: int = 0
    said: str = ""

    def to_data(self) -> Json:
        """For the page."""
        return {
            "topic": self.notification["topic"], "conversation": self.conversation, "attempts": self.attempts,
            "outcome": self.outcome, "said": self.said, "created_at": self.notification["created_at"],
        }  # fmt: skip


class Courier:
    """Delivers to the webhook of the settings. `sleep` is for tests, as is `send`; needs a running event loop."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        faults: Faults,
        *,
        send: Send | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.deliveries: deque[Delivery] = deque(maxlen=KEPT)
        self.changed: Callable[[], None] = lambda: None
        self._workspace, self._settings, self._faults = workspace, settings, faults
        self._send, self._sleep = send, sleep
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._held: dict[str, Delivery] = {}
        self._under_way: set[asyncio.Task[None]] = set()
        self._checked = ""
        self._disabled = ""

    def hear(self, happening: Happening) -> None:
        """Something happened: tell the subscriber."""
        if not self._settings.webhook or happening.topic not in self._settings.topics:
            return
        item = item_of(self._workspace, happening, self._settings)
        notification = envelope(self._workspace, happening.topic, item)
        self._post(Delivery(notification, happening.conversation.id))

    def ping(self) -> Delivery:
        """Send the test notification."""
        delivery = Delivery(ping(self._workspace), "")
        self._disabled = self._checked = ""
        if self._settings.webhook:
            self._post(delivery)
        return delivery

    async def idle(self) -> None:
        """Wait until everything is delivered or dropped."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def close(self) -> None:
        """Stop delivering."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if isinstance(self._send, OverHttp):
            await self._send.close()

    # Faults

    def _post(self, delivery: Delivery) -> None:
        self.deliveries.append(delivery)
        fault = self._faults.of_notification(delivery.notification["topic"])
        if fault is not None and fault.kind == "swapped" and delivery.conversation not in self._held:
            self._hold(delivery)
            return
        match fault:
            case Fault(kind="lost"):
                self._note(delivery, "lost", "lost on request")
            case Fault(kind="late", seconds=seconds):
                self._note(delivery, "waiting", f"{seconds:g} s late on request")
                self._begin(self._later(delivery, seconds))
            case Fault(kind="doubled"):
                again = Delivery(delivery.notification, delivery.conversation)
                self.deliveries.append(again)
                self._begin(self._deliver(delivery))
                self._begin(self._deliver(again))
            case _:
                self._begin(self._deliver(delivery))
        if held := self._held.pop(delivery.conversation, None):
            self._begin(self._deliver(held))

    def _hold(self, delivery: Delivery) -> None:
        self._note(delivery, "waiting", "goes after the next one on request")
        self._held[delivery.conversation] = delivery
        self._begin(self._no_longer_held(delivery))

    async def _later(self, delivery: Delivery, seconds: float) -> None:
        await self._sleep(seconds)
        await self._deliver(delivery)

    async def _no_longer_held(self, delivery: Delivery) -> None:
        await self._sleep(SWAP_WITHIN)
        if self._held.get(delivery.conversation) is delivery:
            del self._held[delivery.conversation]
            await self._deliver(delivery)

    # Delivering

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self, delivery: Delivery) -> None:
        async with self._turns[delivery.conversation]:
            pause = await self._attempt(delivery)
        while pause is not None:
            # Not in turn any more: Intercom promises no order, and what comes after does not wait.
            await self._sleep(pause)
            pause = await self._attempt(delivery)

    async def _attempt(self, delivery: Delivery) -> float | None:
        """Try it; the seconds after which to try again, None when that is all."""
        delivery.attempts += 1
        try:
            status = await self._knock(encoded(delivery.notification, delivery.attempts))
        except NotReachedError as error:
            return self._failed(delivery, str(error))
        if 200 <= status < 300:
            return self._note(delivery, "delivered", str(status))
        if status == 429:
            return self._throttled(delivery)
        if status == 410:
            self._disabled = self._settings.webhook
            return self._note(delivery, "dropped", "answered 410, so the subscription is off until the next test")
        return self._failed(delivery, f"answered {status}")

    def _failed(self, delivery: Delivery, said: str) -> float | None:
        if delivery.attempts > 1:
            return self._note(delivery, "dropped", said)
        self._note(delivery, "waiting", f"{said}; once more in {self._settings.retry_after:g} s")
        return self._settings.retry_after

    def _throttled(self, delivery: Delivery) -> float | None:
        pause: float = self._settings.retry_after * 2 ** (delivery.attempts - 1)
        if pause > LONGEST_THROTTLE:
            return self._note(delivery, "dropped", "answered 429 too long")
        self._note(delivery, "waiting", f"answered 429; once more in {pause:g} s")
        return pause

    def _note(self, delivery: Delivery, outcome: str, said: str) -> float | None:
        """Note what became of it so far; gives no time to try again."""
        delivery.outcome, delivery.said = outcome, said
        self.changed()
        return None

    async def _knock(self, body: bytes) -> int:
        """Send it; before the first time, see whether the address answers HEAD with 200, as Intercom wants."""
        url = self._settings.webhook
        if not url or self._disabled == url:
            raise NotReachedError("the subscription is off")
        if self._send is None:
            self._send = OverHttp()
        if self._checked != url:
            status = await self._send("HEAD", url, b"", {})
            if status != 200:
                raise NotReachedError(f"HEAD was answered {status}, so Intercom would refuse this address")
            self._checked = url
        headers = {"Content-Type": "application/json", "X-Hub-Signature": sign(body, self._settings.client_secret)}
        return await self._send("POST", url, body, headers)
