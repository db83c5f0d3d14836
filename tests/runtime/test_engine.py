"""Conversations through the engine: what the bot says, when it is silent, and what a failure does."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import httpx

from flowdesigner import Bot
from flowdesigner.store import conversations, outbox
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import APP, BOT, PEOPLE, TEAM, TEAMMATE, World, deliver, until

MENU = ["comment Well?", "quick_reply [Billing] [People]"]


def of(conversation: str, *lines: str) -> list[str]:
    return [f"{conversation}: {line}" for line in lines]


async def test_a_conversation_is_answered_and_closed(start: Starter, world: World) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls == of("1", *MENU, "comment See Settings", "close Bye")


async def test_a_notification_that_comes_again_does_nothing(start: Starter, world: World) -> None:
    engine = await start()
    hello, pick = world.notification("user.created", "1"), world.wrote("1", "billing")
    await deliver(engine, hello, hello)
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, pick, hello, pick)
    await until(lambda: len(world.calls) == 4)
    await deliver(engine, pick, world.wrote("2", "hi"))
    await until(lambda: len(world.calls) == 6)
    assert world.calls[4:] == of("2", *MENU)


async def test_a_message_that_overtook_another_is_put_right(start: Starter, world: World, clock: Clock) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    first, second = world.wrote("1", "billing"), world.wrote("1", "thanks")
    # However long this machine takes, it is no millisecond for the bot.
    clock.stands_at = clock()
    await deliver(engine, second)
    await deliver(engine, first)
    await until(lambda: len(world.calls) >= 4)
    assert world.calls[2:4] == of("1", "comment See Settings", "close Bye")


async def test_a_hand_over_and_its_return(start: Starter, world: World) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.wrote("1", "people"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == of("1", "comment A moment", f"assignment {PEOPLE}")
    bot = {"type": "admin", "id": BOT}
    await deliver(engine, world.assigned("1", PEOPLE, bot), world.wrote("1", "anybody there?"))
    await deliver(engine, world.wrote("1", "I am", TEAMMATE))
    await deliver(engine, world.assigned("1", TEAM))
    await until(lambda: len(world.calls) == 7)
    assert world.calls[4:] == of("1", "comment Here I am again", *MENU)


async def test_a_teammate_who_replies_silences_the_bot(start: Starter, world: World) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.wrote("1", "Let me", TEAMMATE), world.wrote("1", "billing"), world.wrote("2", "hi"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == of("2", *MENU)


async def test_what_was_still_to_be_said_is_not_said_after_a_teammate_replied(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    down = asyncio.Event()

    def fails(request: httpx.Request) -> httpx.Response | Exception | None:
        if request.method != "POST":
            return None
        down.set()
        return httpx.Response(401, json={"errors": [{"code": "unauthorized"}]})

    world.fault = fails
    await deliver(engine, world.wrote("1", "billing"))
    await until(down.is_set)
    await deliver(engine, world.wrote("1", "Let me", TEAMMATE))
    await until(lambda: engine.status()["waiting"] == 0)
    world.fault = None
    assert store.read(lambda conn: outbox.open_calls(conn, 1)) == []
    assert world.calls[2:] == []


async def test_a_customer_in_another_team_is_not_answered(start: Starter, world: World) -> None:
    engine = await start()
    world.team["1"] = PEOPLE
    await deliver(engine, world.wrote("1", "hello"), world.wrote("2", "hello"))
    await until(lambda: len(world.calls) == 2)
    assert world.calls == of("2", *MENU)


async def test_an_assignment_to_the_bot_starts_with_the_unanswered_message(start: Starter, world: World) -> None:
    engine = await start()
    world.team["1"] = PEOPLE
    await deliver(engine, world.wrote("1", "hello"), world.assigned("1", TEAM))
    await until(lambda: len(world.calls) == 2)
    assert world.calls == of("1", *MENU)


async def test_after_ten_minutes_of_silence_the_timer_fires(start: Starter, world: World, clock: Clock) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    clock.later = timedelta(minutes=11)
    await until(lambda: len(world.calls) == 3)
    assert world.calls[2] == "1: close Bye"


async def test_a_refused_call_does_not_keep_others_waiting(start: Starter, world: World) -> None:
    def refuses(request: httpx.Request) -> httpx.Response | None:
        bad = "/conversations/1/" in request.url.path
        return httpx.Response(422, json={"errors": [{"code": "parameter_invalid"}]}) if bad else None

    engine = await start()
    world.fault = refuses
    await deliver(engine, world.notification("user.created", "1"), world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 2)
    assert world.calls == of("2", *MENU)


async def test_an_answer_that_was_lost_is_looked_up_and_not_said_again(
    start: Starter, world: World, clock: Clock
) -> None:
    engine = await start()
    world.loses_answers = True
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1)
    world.loses_answers = False
    clock.later = timedelta(seconds=6)
    await until(lambda: len(world.calls) == 2)
    assert world.calls == of("1", *MENU)


async def test_a_call_that_got_lost_on_the_way_is_made_again(start: Starter, world: World, clock: Clock) -> None:
    lost = asyncio.Event()

    def loses_one(request: httpx.Request) -> Exception | None:
        if request.method == "POST" and not lost.is_set():
            lost.set()
            return httpx.ReadTimeout("lost")
        return None

    world.fault = loses_one
    clock.later = timedelta(seconds=6)
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2, 12)
    assert world.calls == of("1", *MENU)


async def test_what_a_stopped_engine_left_another_finishes(start: Starter, world: World, store: Store) -> None:
    def no_network(request: httpx.Request) -> Exception:
        return httpx.ConnectError("refused")

    world.fault = no_network
    first = await start()
    await deliver(first, world.notification("user.created", "1"))
    await until(lambda: bool(first.last_error))
    await first.stop(2)
    assert store.read(conversations.woken)
    world.fault = None
    await start()
    await until(lambda: len(world.calls) == 2)
    assert world.calls == of("1", *MENU)
    await until(lambda: not store.read(conversations.woken))


async def test_listening_only_sees_and_does_not_answer(start: Starter, world: World, store: Store) -> None:
    engine = await start(live=False)
    await deliver(engine, world.notification("user.created", "1"))
    assert set(store.channels.seen("intercom").topics) == {"conversation.user.created"}
    engine.live = True
    await deliver(engine, world.wrote("2", "hello"))
    await until(lambda: len(world.calls) == 2)
    assert world.calls == of("2", *MENU)


async def test_a_conversation_keeps_its_version(start: Starter, world: World, bot: Bot) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    bot.flow().update("answer", text="All new")
    bot.publish("second")
    await until(lambda: engine.status()["revision"] == 2)
    await deliver(engine, world.wrote("1", "billing"), world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 6)
    await deliver(engine, world.wrote("2", "billing"))
    await until(lambda: len(world.calls) == 8)
    assert "1: comment See Settings" in world.calls
    assert "2: comment All new" in world.calls


async def test_a_deleted_conversation_is_left_alone(start: Starter, world: World) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.notification("deleted", "1"), world.wrote("1", "billing"), world.wrote("2", "hi"))
    await until(lambda: len(world.calls) == 4)
    assert world.calls[2:] == of("2", *MENU)


async def test_a_rating_is_remembered_and_answered_by_nothing(start: Starter, world: World, store: Store) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 4)
    rated = json.loads(world.notification("rating.added", "1"))
    rated["data"]["item"]["conversation_rating"] = {"rating": 5, "remark": None}
    await deliver(engine, json.dumps(rated).encode())
    await until(lambda: engine.status()["waiting"] == 0)
    found = store.read(lambda conn: conversations.find(conn, APP, "1"))
    assert found is not None
    assert found.session is not None
    assert (found.session["facts"]["intercom.rating"], found.status) == (5, "ended")
    assert len(world.calls) == 4
