"""A call that another process left in doubt may have been begun until this one took the conversation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flowdesigner.runtime.holdings import Holdings
from flowdesigner.store.conversations import ConversationRow
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import World, deliver, until

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def claimed(epoch: int) -> ConversationRow:
    return ConversationRow(
        id=1, app_id="app1", conversation_id="1", revision=1, session=None, status="waiting", woken=True, epoch=epoch,
        timer_at=None, customer_name="", heard_at=None, updated_at=NOON,
    )  # fmt: skip


def test_it_is_ours_since_the_first_of_our_claims() -> None:
    holdings = Holdings()
    assert [holdings.since(claimed(epoch), NOON + epoch * SECOND) for epoch in (4, 5, 6)] == [NOON + 4 * SECOND] * 3


def test_it_is_ours_anew_after_somebody_else_had_it_or_after_it_rested() -> None:
    holdings = Holdings()
    holdings.since(claimed(4), NOON)
    assert holdings.since(claimed(6), NOON + SECOND) == NOON + SECOND
    holdings.rests(1)
    assert holdings.since(claimed(7), NOON + 2 * SECOND) == NOON + 2 * SECOND


def test_a_clock_that_is_set_back_takes_it_along() -> None:
    holdings = Holdings()
    holdings.since(claimed(4), NOON)
    assert holdings.since(claimed(5), NOON - SECOND) == NOON - SECOND
    assert holdings.since(claimed(6), NOON + SECOND) == NOON - SECOND


async def test_what_a_process_that_is_gone_began_late_is_not_said_again(
    start: Starter, world: World, clock: Clock
) -> None:
    """Its call was intended ten seconds ago and arrives only now: who looks before that says it twice."""
    first = await start()
    world.loses_answers = True
    await deliver(first, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1 and first.at_work == 0)
    await first.stop(0)
    (late,) = world.parts.pop("1")
    world.loses_answers = False
    clock.later = 10 * SECOND
    second = await start()
    await until(lambda: second.counts["read back"] > 0)
    world.parts["1"] = [late]
    await until(lambda: len(world.calls) == 2)
    assert world.calls == ["1: comment Well?", "1: quick_reply [Billing] [People]"]
