"""Conversations under way go on with another version, where they can, and between two events only."""

from __future__ import annotations

import asyncio

import pytest

from flowdesigner import Bot
from flowdesigner.blocks import AskQuestion, GoTo, OfferChoices, SendMessage, Start
from flowdesigner.runtime import moving
from flowdesigner.runtime.moving import Moved, UnderWay
from flowdesigner.runtime.records import Records
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from tests.runtime.conftest import Starter
from tests.runtime.world import World, deliver, until


def patient(_: float) -> None:
    """Nobody is waited for."""


def revisions(store: Store) -> dict[str, int | None]:
    return {one.conversation_id: one.revision for one in Records(store).find().lines}


async def test_a_conversation_under_way_goes_on_with_the_new_version(
    start: Starter, world: World, bot: Bot, store: Store
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"), world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 4 and not store.read(conversations.woken))
    bot.flow().update("answer", text="All new")
    second = bot.publish("second").number
    assert moving.look(store, bot.data(), second) == UnderWay(can_move=2, must_stay=0)
    assert await asyncio.to_thread(moving.move, store, second) == Moved(moved=2, must_stay=0, busy=0)
    assert moving.look(store, bot.data(), second).all == 0
    await deliver(engine, world.wrote("1", "billing"), world.wrote("2", "billing"))
    await until(lambda: len(world.calls) == 8)
    assert sorted(world.calls[4:]) == [
        "1: close Bye",
        "1: comment All new",
        "2: close Bye",
        "2: comment All new",
    ]


async def test_new_conversations_follow_the_version_that_the_author_went_back_to(
    start: Starter, world: World, bot: Bot, store: Store
) -> None:
    bot.flow().update("menu", text="Better?")
    bot.publish("second")
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    store.revisions.go_to(1)
    await until(lambda: engine.programs.live_number == 1)
    await deliver(engine, world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls[::2] == ["1: comment Better?", "2: comment Well?"]
    assert revisions(store) == {"1": 2, "2": 1}


async def test_a_conversation_whose_block_is_gone_stays_where_it_is(
    start: Starter, world: World, bot: Bot, store: Store
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"), world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 4)
    await deliver(engine, world.wrote("2", "people"))
    await until(lambda: len(world.calls) == 6 and not store.read(conversations.woken))
    flow = bot.flow()
    flow.remove("menu")
    flow.add(AskQuestion(text="What is it?", variable="topic"), id="menu")
    second = bot.publish("second").number
    assert moving.look(store, bot.data()) == UnderWay(can_move=1, must_stay=1)
    assert moving.move(store, second, sleep=patient) == Moved(moved=1, must_stay=1, busy=0)
    assert revisions(store) == {"1": 1, "2": 2}
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 8)
    assert world.calls[6:] == ["1: comment See Settings", "1: close Bye"]


async def test_one_that_is_being_answered_moves_when_that_is_done(
    start: Starter, world: World, bot: Bot, store: Store
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and not store.read(conversations.woken))
    (row,) = [one.row for one in Records(store).find().lines]
    second = bot.publish("second").number
    store.write(lambda conn: conversations.wake(conn, [row]))
    engine.live = False
    assert moving.move(store, second, sleep=patient) == Moved(moved=0, must_stay=0, busy=1)
    assert revisions(store) == {"1": 1}

    def the_engine_is_done(_: float) -> None:
        store.write(lambda conn: conversations.rest(conn, conversations.claim(conn, row).lease))  # type: ignore[union-attr]

    assert moving.move(store, second, sleep=the_engine_is_done) == Moved(moved=1, must_stay=0, busy=0)
    assert revisions(store) == {"1": 2}


async def test_customers_who_write_during_a_move_are_answered_once_and_in_order(
    start: Starter, world: World, bot: Bot, store: Store
) -> None:
    engine = await start()
    many = [str(number) for number in range(1, 21)]
    await deliver(engine, *(world.notification("user.created", one) for one in many))
    await until(lambda: len(world.calls) == 40)
    bot.flow().update("answer", text="All new")
    second = bot.publish("second").number
    moves = asyncio.create_task(asyncio.to_thread(moving.move, store, second))
    await deliver(engine, *(world.wrote(one, "billing") for one in many))
    moved = await moves
    await until(lambda: len(world.calls) == 80)
    for one in many:
        said = [call.removeprefix(f"{one}: ") for call in world.calls if call.startswith(f"{one}: ")]
        assert said[2:] in (["comment See Settings", "close Bye"], ["comment All new", "close Bye"])
    assert moved.moved == sum(call.endswith("All new") for call in world.calls)


async def test_a_flow_that_waits_for_another_to_end_must_be_there_too(
    start: Starter, world: World, bot: Bot, store: Store
) -> None:
    main, side = bot.flow(), bot.add_flow("Side", id="side")
    menu = side.add(OfferChoices(text="And?", choices=["Yes"]), id="and")
    side.connect(side.add(Start()), menu)
    main.connect("start", main.add(GoTo(flow="side", come_back=True), id="visit"))
    main.connect("visit", main.add(SendMessage(text="Back")))
    bot.publish("with a visit")
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and not store.read(conversations.woken))
    main.connect("start", "menu")
    assert moving.look(store, bot.data()) == UnderWay(can_move=1, must_stay=0)
    main.remove("visit")
    assert moving.look(store, bot.data()) == UnderWay(can_move=0, must_stay=1)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (UnderWay(0, 0), ""),
        (UnderWay(1, 0), "1 conversation under way is on another version; 1 can go on with this one."),
        (
            Moved(2, 2, 1),
            "2 of 5 conversations under way moved. 2 stay on their version, because their block is gone."
            " 1 stays on its version, because it was being answered.",
        ),
    ],
)
def test_counts_in_words(words: UnderWay | Moved, text: str) -> None:
    assert str(words) == text
