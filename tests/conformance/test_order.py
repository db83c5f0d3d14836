"""Each conversation in order, nothing lost, nothing twice, never two at once; and mistakes that must be caught."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import Connection

from flowdesigner.intercom.notification import Notification
from flowdesigner.runtime.dispatch_embedded import EmbeddedDispatcher
from flowdesigner.runtime.outcome import Doubt, MakeCall, Next, Rested
from flowdesigner.runtime.steps import Claimed, Steps
from flowdesigner.store import conversations
from flowdesigner.store.tables import conversation
from tests.conformance.play import Findings, Watched, play

GAP = 0.006
"""Seconds between a mutant's look and its sleep: customers who reply at once write within them."""


async def test_nothing_is_lost_doubled_swapped_or_done_twice_at_once(tmp_path: Path) -> None:
    assert await play(tmp_path) == Findings()


class LooksBeforeItSleeps(Steps):
    """Finds nothing to do, and leaves it to another transaction to say so."""

    def _next_call(self, conn: Connection, claimed: Claimed) -> Next:
        return super()._next_call(conn, claimed) if claimed.open_calls else Rested()


class SleepsInAnotherTransaction(Watched):
    """Mutant: clears `woken` in another transaction than the look."""

    async def start(self) -> None:
        self._steps = LooksBeforeItSleeps(
            self.programs, lambda: self.workspaces, self._clock, self.limits, self._tenure
        )
        await super().start()

    async def _move(self, row: int) -> None:
        await super()._move(row)
        await asyncio.sleep(GAP)
        sleep = conversation.update().where(conversation.c.id == row).values(woken=False)
        await self.store.writer.run(lambda conn: conn.execute(sleep))


class WithoutLock(EmbeddedDispatcher):
    """Hands out a conversation as often as it is woken."""

    def wake_all(self) -> None:
        for row in self._store.read(conversations.woken):
            self._queue.put_nowait(row)


class JobPerEvent(Watched):
    """Mutant: every notification is a job of its own, without a lock on its conversation."""

    async def start(self) -> None:
        self._dispatcher: WithoutLock = WithoutLock(self.store)
        await super().start()

    async def take_in(self, notification: Notification, raw: bytes) -> None:
        await super().take_in(notification, raw)
        self._dispatcher.wake_all()


class ClaimsWithoutFence(Steps):
    """Takes a conversation without saying so, and makes calls again that it finds begun."""

    def claim(self, conn: Connection, row: int) -> tuple[Claimed, Next] | None:
        found = conversations.get(conn, row)
        workspace = self.workspaces().answering(found.app_id) if found is not None else None
        if found is None or workspace is None:
            return None
        claimed = Claimed.of(found, workspace, self.clock(), self.tenure.term)
        return claimed, self.step(conn, claimed)

    def _next_call(self, conn: Connection, claimed: Claimed) -> Next:
        following = super()._next_call(conn, claimed)
        return MakeCall(following.row) if isinstance(following, Doubt) else following


class JobPerEventWithoutFence(JobPerEvent):
    """Mutant: the same, with neither epoch nor read-back to stop the slower of two."""

    async def start(self) -> None:
        self._steps = ClaimsWithoutFence(self.programs, lambda: self.workspaces, self._clock, self.limits, self._tenure)
        await super().start()


async def test_the_mutant_that_sleeps_in_another_transaction_is_caught(tmp_path: Path) -> None:
    assert (await play(tmp_path, SleepsInAnotherTransaction)).lost > 0


async def test_the_mutant_that_has_a_job_per_event_is_caught(tmp_path: Path) -> None:
    assert (await play(tmp_path, JobPerEvent)).at_once > 0


async def test_the_mutant_that_has_no_fence_either_is_caught(tmp_path: Path) -> None:
    assert (await play(tmp_path, JobPerEventWithoutFence)).doubled > 0
