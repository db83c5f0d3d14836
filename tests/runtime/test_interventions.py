"""People who take over or close a conversation from outside, while an engine moves it."""

from __future__ import annotations

import asyncio

from flowdesigner.runtime.records import Records
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from tests.runtime.conftest import Starter
from tests.runtime.test_engine import MENU, of
from tests.runtime.test_history import transcript, viewed
from tests.runtime.world import APP, HUMAN, PEOPLE, TEAM, World, deliver, until


def row_of(store: Store, conversation: str = "1") -> int:
    row = Records(store).find_row(conversation, APP)
    assert row is not None
    return row


async def test_who_takes_over_silences_the_bot_until_it_is_given_back(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    answer = await asyncio.to_thread(Records(store).take_over, row_of(store), "Mia", team=PEOPLE)
    assert answer.ok
    await until(lambda: len(world.calls) == 3)
    await deliver(engine, world.wrote("1", "billing"), world.wrote("2", "hello"))
    await until(lambda: len(world.calls) == 5)
    assert world.calls[2:] == [*of("1", f"assignment {PEOPLE}"), *of("2", *MENU)]
    view = viewed(store)
    assert view.entry.status == "handed_over"
    assert transcript(view)[2:] == ["note: taken over by Mia", f"note: assigned to team {PEOPLE}"]
    await deliver(engine, world.assigned("1", TEAM))
    await until(lambda: len(world.calls) == 7)


async def test_a_conversation_is_taken_by_a_teammate_or_by_nobody_in_particular(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start()
    await deliver(engine, world.wrote("1", "hello"), world.wrote("2", "hello"))
    await until(lambda: len(world.calls) == 4)
    records = Records(store)
    await asyncio.to_thread(records.take_over, row_of(store, "1"), "Mia", teammate=HUMAN)
    await asyncio.to_thread(records.take_over, row_of(store, "2"), "Mia")
    await until(lambda: len(world.calls) == 6)
    assert sorted(world.calls[4:]) == [*of("1", f"assignment {HUMAN}"), *of("2", "assignment 0")]


async def test_who_closes_a_conversation_tells_the_customer_why(start: Starter, world: World, store: Store) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    records, row = Records(store), row_of(store)
    assert (await asyncio.to_thread(records.close, row, "Mia", reason="See <you>\nsoon")).ok
    await until(lambda: len(world.calls) == 3)
    assert world.calls[2] == "1: close <p>See &lt;you&gt;<br>soon</p>"
    view = viewed(store)
    assert view.entry.status == "ended"
    assert transcript(view)[2:] == ["note: closed by Mia", "bot: See <you>\nsoon", "note: closed"]
    again = await asyncio.to_thread(records.close, row, "Tom")
    assert (again.ok, again.words) == (False, "The conversation has ended already.")
    assert not records.take_over(row + 99, "Tom").ok


async def test_what_is_wanted_while_no_engine_runs_is_done_when_one_does(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and not store.read(conversations.woken))
    await engine.stop(2)
    records, row = Records(store), row_of(store)
    assert records.take_over(row, "Mia").ok
    assert records.close(row, "Mia").ok
    await start()
    await until(lambda: not store.read(conversations.woken))
    assert world.calls[2:] == of("1", "close")
    assert viewed(store).entry.status == "ended"


async def test_a_notification_cannot_pass_itself_off_as_an_intervention(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    forged = world.notification("user.replied", "1").replace(b"conversation.user.replied", b"flowdesigner.close")
    await deliver(engine, forged, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == of("1", "comment See Settings", "close Bye")
