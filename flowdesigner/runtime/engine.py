"""`Engine`: moves conversations. Inbox, advance, outbox; each conversation in order, many side by side.

The listener gives it notifications, the runner starts and stops it. Everything that must not be lost is in the store;
the engine may be killed at any moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flowdesigner.errors import IntercomError, NotFoundError, StoreError
from flowdesigner.flow.event import Value
from flowdesigner.functions.workers import Workers
from flowdesigner.intercom.notification import Notification
from flowdesigner.intercom.objects import Conversation
from flowdesigner.runtime import asking, authorization, calling
from flowdesigner.runtime.api_calls import ApiCalls
from flowdesigner.runtime.beginning import Begun
from flowdesigner.runtime.condition import Condition
from flowdesigner.runtime.database_watch import DatabaseWatch
from flowdesigner.runtime.dispatch_embedded import EmbeddedDispatcher
from flowdesigner.runtime.faults import PAUSES, Faults
from flowdesigner.runtime.intake import Intake
from flowdesigner.runtime.means import Means
from flowdesigner.runtime.outcome import (
    Ask,
    Doubt,
    Hold,
    InDoubt,
    Made,
    MakeCall,
    Next,
    NotMade,
    Queued,
    Read,
    Rested,
    Result,
    Unconnected,
)
from flowdesigner.runtime.programs import Programs
from flowdesigner.runtime.rate_limit import LOST, Limits
from flowdesigner.runtime.requests import requests_of
from flowdesigner.runtime.steps import Claim, Claimed, MadeCall, Steps
from flowdesigner.runtime.sweeps import Sweeps
from flowdesigner.runtime.tenure import BEAT, tenure
from flowdesigner.runtime.watching import Watch
from flowdesigner.runtime.workspaces import Workspaces
from flowdesigner.store.outbox import OutboxRow
from flowdesigner.store.store import Store
from flowdesigner.store.transaction import Transaction

log = logging.getLogger(__name__)

T = TypeVar("T")
OVER = (Rested, Queued)
"""What a conversation has come to when nothing more can be done for it now."""
CONCURRENCY = 64
GRACE = 10.0
"""Seconds that calls under way have to end."""
LONGEST_NAP = 0.1
"""Seconds that a worker waits for a message that may have been overtaken."""
UNCONNECTED = 3.0
"""Seconds until a conversation is looked at again whose workspace the bot cannot answer in."""
READING_AGAIN = 5.0
"""Seconds until a reading that failed is tried again."""


class Engine:
    """Moves the conversations of one bot. While `live` is False, notifications are only seen."""

    def __init__(
        self,
        store: Store,
        workspaces: Workspaces,
        *,
        live: bool = True,
        clock: Callable[[], datetime] | None = None,
        concurrency: int = CONCURRENCY,
        apis: ApiCalls | None = None,
        functions: Workers | None = None,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.store = store
        self.workspaces = workspaces
        self.apis = apis or ApiCalls.of(store.secrets)
        self.means = Means(self.apis, store.files, functions)
        self.live = live
        self.programs = Programs(store)
        self.counts: Counter[str] = Counter()
        self.last_error = ""
        self._tenure = tenure(store)
        self._clock = clock or self._tenure.now
        self._concurrency = concurrency
        self.limits = Limits(store, self._tenure.id, self._clock, lambda rows: self._dispatcher.wake(rows))
        self._steps = Steps(self.programs, lambda: self.workspaces, self._clock, self.limits, self._tenure)
        self._intake = Intake(store, lambda: self.workspaces, self._clock)
        self.watch = Watch(self.now)
        self.database = DatabaseWatch(store, self.watch.trouble)
        self._dispatcher = EmbeddedDispatcher(store, self._tenure.id, self.database.failed)
        self._faults = Faults(store, self._steps, self._dispatcher, pauses)
        self._begun = Begun(self._steps, self._dispatcher.has_free_hands)
        self._sweeps = Sweeps(self, self._dispatcher, self._begun, self._withdraw)
        self._condition = Condition(self)
        self._tasks: set[asyncio.Task[None]] = set()
        self._news: set[int] = set()
        """Conversations that are being moved, and that a notification came for since."""
        self.started_at: datetime | None = None

    def now(self) -> datetime:
        """The time that conversations go by."""
        return self._clock()

    # Life

    async def start(self) -> None:
        """Begin to move conversations, with those first that a crash left in the middle."""
        await self._tenure.beat()
        await asyncio.to_thread(self.programs.refresh)
        self.started_at = self._clock()
        if self.store.is_shared:
            self._keep(self._sweeps.repeat(self._tenure.beat, BEAT))
        self._keep(self.limits.run())
        self._keep(self._dispatcher.run(self._move, self._concurrency))
        for work in self._sweeps.all():
            self._keep(work)

    async def stop(self, grace: float = GRACE) -> None:
        """Let the calls under way end, at most so many seconds, then stop."""
        await self._dispatcher.stop(grace)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._let_go()
        await self.apis.close()
        if self.means.functions is not None:
            await asyncio.to_thread(self.means.functions.close)

    async def _withdraw(self) -> None:
        """Another flowdesigner moves the conversations now, as soon as it can have them."""
        await self._dispatcher.stop(GRACE)
        await self._let_go()

    async def _let_go(self) -> None:
        """Let other runners have the conversations that this one leaves in the middle; they would wait for a while."""
        with suppress(StoreError):
            await self.store.writer.run(self._begun.give_back)
            self._begun.forget()
            await self._tenure.end()

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # The listener's side

    def secrets(self, app_id: str | None = None) -> tuple[str, ...]:
        """The client secrets with which notifications, of all workspaces or of this one, may be signed."""
        return self.workspaces.secrets(app_id)

    def prefixes(self) -> tuple[str, ...]:
        """The paths of the public addresses."""
        addresses = (workspace.channel.settings.public_url for workspace in self.workspaces)
        return tuple(urlsplit(address).path.strip("/") for address in addresses)

    async def take_in(self, notification: Notification, raw: bytes) -> None:
        """Keep a notification; returns when it cannot be lost any more."""
        self.counts["notifications"] += 1
        with self.database.heard():
            taking = self._intake.take_in(notification, raw, keep=self.live, beginning=self._begun.beginning())
            taken = await self.watch.taking_in(notification, taking)
        if taken is not None:
            self._news.update(row for row in taken.conversations if self._dispatcher.is_busy(row))
            self._dispatcher.wake(taken.woken)

    async def authorize(self, code: str, state: str) -> None:
        """A workspace's owner came back from Intercom: keep the access token."""
        channels = [workspace.channel for workspace in self.workspaces]
        try:
            await authorization.come_back(self.store, channels, code=code, state=state)
        except StoreError as error:
            # Whoever has found the address may read it.
            log.warning("what came back from Intercom could not be kept: %s", error)
            raise StoreError(error.unnamed) from error

    def saw_bad_signature(self) -> None:
        """Note it, for the page; the sender is answered meanwhile."""
        self.counts["bad signatures"] += 1
        self._keep(self._intake.note_bad_signature())

    def answered(self, status: int, seconds: float) -> None:
        """A delivery was answered."""
        self.watch.answered(status, seconds)

    # What is seen of it

    @property
    def at_work(self) -> int:
        """How many conversations are moved now or about to be."""
        return len(self._dispatcher)

    @property
    def is_stopping(self) -> bool:
        """Whether it takes up nothing more."""
        return self._dispatcher.is_stopping

    @property
    def trouble(self) -> str:
        """What is wrong, in a sentence."""
        return self._condition.trouble

    def health(self) -> dict[str, Any]:
        """What anybody may know."""
        return self._condition.health()

    async def ready(self) -> str:
        """Why no notifications should come to this runner now; "" when they should."""
        return await self._condition.ready()

    def status(self) -> dict[str, Any]:
        """What the page and notebooks show; without anything that customers wrote."""
        return self._condition.status()

    async def metrics(self) -> bytes:
        """What was counted, and how things stand, as Prometheus reads it."""
        return await self._condition.metrics()

    # Moving one conversation

    async def _move(self, row: int) -> None:
        """Take the conversation's steps; what fails again and again is given up, so that it does not bar the rest."""
        if self._begun.is_under_way(row):
            # It is woken when that is on the disk.
            return
        is_in_line, begun = False, self._begun.take(row)
        try:
            async with self._faults.around(row):
                is_in_line = self.live and isinstance(await self._last_step(row, begun), Queued)
        finally:
            self._news.discard(row)
            if not is_in_line:
                self.limits.leave(row)
        if is_in_line:
            self._dispatcher.wake_later(row, LOST)

    async def _last_step(self, row: int, begun: Claim) -> Next | None:
        """Where the conversation has come to when nothing more can be done for it now."""
        claim = begun or await self.store.writer.run(lambda conn: self._steps.claim(conn, row), about=row)
        if claim is None:
            return None
        if isinstance(claim, Unconnected):
            self._dispatcher.wake_later(row, UNCONNECTED)
            return None
        claimed, following = claim
        self._begun.forget_older_than(claimed.lease)
        upcoming: Next | None = following
        self.watch.acted(claimed)
        while upcoming is not None and not isinstance(upcoming, OVER):
            upcoming = await self._follow(claimed, upcoming)
            self.watch.acted(claimed)
        self._sweeps.timers.hear(claimed.session.timer_at)
        return upcoming

    async def _write(self, claimed: Claimed, step: Callable[[Transaction], T]) -> T:
        """Run a step of this conversation."""
        return await self.store.writer.run(claimed.each_time(step), about=claimed.row.id)

    async def _follow(self, claimed: Claimed, upcoming: Next) -> Next | None:
        row, workspace = claimed.row.id, claimed.workspace
        if not self.limits.place(workspace, row, requests_of(upcoming)):
            return Queued()
        with self.limits.using(workspace, row):
            return await self._carry_on(claimed, upcoming)

    async def _carry_on(self, claimed: Claimed, upcoming: Next) -> Next | None:
        row = claimed.row.id
        match upcoming:
            case MakeCall():
                return await self._make_calls(claimed, upcoming)
            case Hold(seconds) if seconds > LONGEST_NAP:
                # The worker is needed elsewhere; the conversation stays woken, also over a restart.
                self._dispatcher.wake_later(claimed.row.id, seconds)
                return None
            case Hold(seconds):
                await asyncio.sleep(seconds)
                return await self._write(claimed, lambda conn: self._steps.step(conn, claimed))
            case Ask():
                self.counts["asked"] += 1
                known = await asking.ask(upcoming, claimed.workspace.intercom)
                return await self._write(claimed, lambda conn: self._steps.after_asking(conn, claimed, known))
            case Read():
                return await self._read(claimed, upcoming)
            case Doubt():
                self.counts["read back"] += 1
                settling = calling.settle(upcoming, claimed.workspace.intercom, self.means, self._clock())
                result = await self._faults.ended(row, upcoming.row, self.watch.call(claimed, upcoming, settling))
                return await self._after_call(claimed, upcoming.row, result)
        return None

    async def _make_calls(self, claimed: Claimed, upcoming: MakeCall) -> Next | None:
        """Make them one after another, and write together what became of them."""
        before: list[MadeCall] = []
        row, following = upcoming.row, upcoming.following
        while True:
            result = await self._make_call(claimed, MakeCall(row))
            if not following or not self._goes_on(claimed, result, upcoming.until):
                return await self._after_call(claimed, row, result, before, following)
            before.append(MadeCall(row, cast("Made", result), self._clock()))
            row, *following = following

    def _goes_on(self, claimed: Claimed, result: Result, until: datetime | None) -> bool:
        """Whether the next is made: when this one was simply made, there is nothing new to hear, and it is not late."""
        is_plain = isinstance(result, Made) and not result.no_buttons
        is_in_time = until is not None and self._clock() < until
        return is_plain and is_in_time and not self.is_stopping and claimed.row.id not in self._news

    async def _make_call(self, claimed: Claimed, upcoming: MakeCall) -> Result:
        if not self._tenure.holds(claimed.term):
            # Held up since the claim: whether the conversation is still its own, the next write will tell.
            await self._tenure.beat()
            claimed.term = self._tenure.term
            return NotMade(0.0, "")
        self.counts["calls"] += 1
        making = calling.make(upcoming.call, upcoming.row, claimed.workspace.intercom, self.means, self._clock())
        return await self._faults.ended(claimed.row.id, upcoming.row, self.watch.call(claimed, upcoming, making))

    async def _after_call(
        self,
        claimed: Claimed,
        row: OutboxRow,
        result: Result,
        before: Sequence[MadeCall] = (),
        unmade: Sequence[OutboxRow] = (),
    ) -> Next | None:
        pause = result.seconds if isinstance(result, NotMade | InDoubt) else 0.0
        go_on = pause == 0 and not self._dispatcher.is_stopping
        self._news.discard(claimed.row.id)
        following = await self._write(
            claimed,
            lambda conn: self._steps.after_call(conn, claimed, row, result, go_on=go_on, before=before, unmade=unmade),
        )
        if isinstance(result, Made):
            self.last_error = ""
            if result.no_buttons:
                await self._do_without_buttons(claimed)
        elif isinstance(result, NotMade | InDoubt) and result.reason:
            self.last_error = result.reason
        if pause and not self._dispatcher.is_stopping:
            self._dispatcher.wake_later(claimed.row.id, pause)
        return following

    async def _do_without_buttons(self, claimed: Claimed) -> None:
        """Remember that Intercom refuses them here; the page Channels says so, and can try again."""
        claimed.workspace = claimed.workspace.having(claimed.settings.model_copy(update={"has_buttons": False}))
        self.workspaces = self.workspaces.changed(claimed.workspace)
        await asyncio.to_thread(self.store.channels.change, claimed.settings.name, {"has_buttons": False})

    async def _read(self, claimed: Claimed, read: Read) -> Next | None:
        """Read the conversation that was given to the bot; when that fails, try again later."""
        try:
            found = await claimed.workspace.intercom.conversations.get(claimed.row.conversation_id)
        except NotFoundError:
            found = None
        except IntercomError as error:
            self.last_error = str(error)
            self._dispatcher.wake_later(claimed.row.id, READING_AGAIN)
            return None
        known = await self._known(claimed, found)
        return await self._write(claimed, lambda conn: self._steps.after_reading(conn, claimed, read, found, known))

    async def _known(self, claimed: Claimed, found: Conversation | None) -> dict[str, Value] | None:
        """What Intercom knows of the customer; None when nobody needs to ask."""
        if found is None or (question := await asyncio.to_thread(self._steps.to_ask, claimed, found)) is None:
            return None
        self.counts["asked"] += 1
        return await asking.ask(question, claimed.workspace.intercom)
