"""What was given up: kept, tried again, dismissed; and that it bars nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select, update

from flowdesigner.runtime.calling import LEAST_ATTEMPTS
from flowdesigner.runtime.records import Records
from flowdesigner.runtime.views import Answer, Letter
from flowdesigner.store import conversations, inbox
from flowdesigner.store.inbox import Arrival
from flowdesigner.store.store import Store
from flowdesigner.store.tables import conversation, outbox
from tests.runtime.conftest import Clock, Starter
from tests.runtime.test_engine import MENU, of
from tests.runtime.test_history import transcript, viewed
from tests.runtime.world import APP, World, deliver, until

SHORT = (0.01, 0.01)


def refusing(*paths: str) -> Callable[[httpx.Request], httpx.Response | None]:
    """Intercom refuses what is written to these conversations."""

    def fault(request: httpx.Request) -> httpx.Response | None:
        bad = request.method == "POST" and any(f"/conversations/{path}/" in request.url.path for path in paths)
        return httpx.Response(422, json={"errors": [{"code": "parameter_invalid", "message": "No"}]}) if bad else None

    return fault


def nothing_to_read(request: httpx.Request) -> httpx.Response | None:
    """Intercom shows no conversation."""
    return httpx.Response(401, json={"errors": [{"code": "unauthorized"}]}) if request.method == "GET" else None


async def letters_of(store: Store, number: int) -> tuple[Letter, ...]:
    """The dead letters, as soon as there are so many and nothing is left to do."""
    records = Records(store)
    await until(lambda: len(records.letters()) == number and not store.read(conversations.woken))
    return records.letters()


async def again(store: Store, number: int, *, anyway: bool = False) -> Answer:
    return await asyncio.to_thread(Records(store).retry, number, "Mia", anyway=anyway)


async def test_a_call_that_was_refused_is_made_when_somebody_wants_it(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start()
    world.fault = refusing("1")
    await deliver(engine, world.notification("user.created", "1"))
    letters = await letters_of(store, 3)
    question = letters[-1]
    assert (question.kind, question.what, question.block, question.attempts) == ("call", "send a message", "menu", 1)
    assert question.reason == "Intercom refused to add a comment in conversation 1: No."
    assert (question.in_doubt, question.state, question.status) == (False, "open", "handed_over")
    assert [one.conversation_id for one in Records(store).find().lines if one.has_trouble] == ["1"]
    world.fault = None
    refused = await again(store, question.number)
    assert (refused.ok, refused.needs_anyway) == (False, True)
    assert "People have the conversation" in refused.words
    assert (await again(store, question.number, anyway=True)).ok
    await letters_of(store, 2)
    assert world.calls == of("1", *MENU)
    line = next(line for line in viewed(store).lines if line.block == "menu")
    assert (line.state, line.error) == ("done", "")
    assert transcript(viewed(store))[-1] == "note: tried again by Mia: send a message"


async def test_a_hand_over_that_failed_is_tried_again_without_a_question(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start()
    world.fault = refusing("1")
    await deliver(engine, world.notification("user.created", "1"))
    letters = await letters_of(store, 3)
    assert letters[0].what == "assign the conversation"
    world.fault = None
    answers = await asyncio.to_thread(Records(store).retry_all, "Mia")
    assert [answer.ok for answer in answers] == [False, False, True]
    await letters_of(store, 2)
    assert len(world.calls) == 1


async def test_one_that_fails_again_stays_and_troubles_the_flow_no_more(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start()
    world.fault = refusing("1")
    await deliver(engine, world.notification("user.created", "1"))
    number = (await letters_of(store, 3))[0].number
    assert (await again(store, number)).ok
    await until(lambda: Records(store).letters()[0].attempts == 2)
    (letter, *others) = await letters_of(store, 3)
    assert (letter.number, letter.state, len(others)) == (number, "open", 2)
    assert [event.event for event in viewed(store).events].count("failed") == 3


async def test_one_that_is_dismissed_is_gone(start: Starter, world: World, store: Store) -> None:
    engine = await start()
    world.fault = refusing("1")
    await deliver(engine, world.notification("user.created", "1"))
    letters = await letters_of(store, 3)
    records = Records(store)
    assert records.dismiss(letters[0].number, "Mia").ok
    assert not records.dismiss(letters[0].number, "Mia").ok
    assert not (await again(store, letters[0].number)).ok
    assert records.dismiss_all("Mia") == 2
    assert records.letters() == ()
    assert records.figures().letters == 0


async def test_a_call_in_doubt_is_looked_for_before_it_is_made_again(
    start: Starter, world: World, store: Store, clock: Clock
) -> None:
    """Intercom has carried the question out, but nobody can be told for an hour."""
    engine = await start()
    world.loses_answers, world.fault = True, nothing_to_read
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1)
    often = update(outbox).values(attempts=LEAST_ATTEMPTS)
    store.write(lambda conn: conn.execute(often))
    clock.later = timedelta(minutes=61)
    await until(lambda: len(Records(store).letters()) == 1)
    (letter,) = Records(store).letters()
    assert (letter.what, letter.in_doubt) == ("send a message", True)
    world.fault, world.loses_answers = None, False
    assert (await again(store, letter.number, anyway=True)).ok
    await letters_of(store, 0)
    assert [call for call in world.calls if "Well?" in call] == ["1: comment Well?"]
    assert world.calls.count("1: quick_reply [Billing] [People]") == 1


async def test_a_call_of_which_nobody_can_find_out_is_given_up_after_so_many_looks_and_no_earlier(
    start: Starter, world: World, store: Store, clock: Clock
) -> None:
    """The clock says that an hour has passed; a bot that starts anew goes on counting."""
    world.loses_answers, world.fault = True, nothing_to_read
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1)
    await engine.stop(2)
    store.write(lambda conn: conn.execute(update(outbox).values(attempts=LEAST_ATTEMPTS - 1)))
    clock.later = timedelta(minutes=61)
    engine = await start()
    await until(lambda: attempts_of(store) == LEAST_ATTEMPTS)
    await engine.stop(2)
    assert Records(store).letters() == ()
    await start()
    await until(lambda: len(Records(store).letters()) > 0)
    (letter,) = Records(store).letters()
    assert (letter.what, letter.in_doubt, letter.attempts) == ("send a message", True, LEAST_ATTEMPTS)
    assert letter.reason.startswith("Tried for an hour.")
    assert sum("Well?" in call for call in world.calls) == 1


def attempts_of(store: Store) -> int:
    """Those of the call that was made first."""
    query = select(outbox.c.attempts).order_by(outbox.c.number).limit(1)
    return int(store.read(lambda conn: conn.execute(query).scalar_one()))


async def test_a_notification_that_cannot_be_read_bars_nothing_after_it(
    start: Starter, world: World, store: Store
) -> None:
    broken = Arrival(
        app_id=APP, conversation_id="1", notification_id="x", part_key="", topic="conversation.user.replied",
        body='{"type": "nothing"}', part_at=None, received_at=datetime.now(UTC),
    )  # fmt: skip
    store.write(lambda conn: inbox.take_in(conn, [broken]))
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    (letter,) = await letters_of(store, 1)
    assert (letter.kind, letter.what, letter.attempts) == ("notification", "conversation.user.replied", 1)
    assert "no notification" in letter.reason
    assert (await again(store, letter.number)).ok
    (second,) = await letters_of(store, 1)
    assert second.number != letter.number


@pytest.mark.filterwarnings("ignore")
async def test_what_fails_each_time_is_given_up_and_can_be_acted_on_later(
    start: Starter, world: World, store: Store
) -> None:
    """The session of a conversation cannot be read, until somebody mends it."""
    engine = await start(pauses=SHORT)
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and not store.read(conversations.woken))
    before = store.read(lambda conn: conversations.find(conn, APP, "1"))
    assert before is not None
    set_session(store, before.id, {"nonsense": True})
    await deliver(engine, world.wrote("1", "billing"), world.wrote("2", "hello"))
    (letter,) = await letters_of(store, 1)
    assert world.calls[2:] == of("2", *MENU)
    assert (letter.conversation_id, letter.attempts, letter.what) == ("1", 3, "conversation.user.replied")
    assert letter.reason == "It failed each time with KeyError: the runner's log says more."
    await until(lambda: not store.read(conversations.woken))
    set_session(store, before.id, before.session)
    assert (await again(store, letter.number)).ok
    await until(lambda: len(world.calls) == 6)
    assert world.calls[4:] == of("1", "comment See Settings", "close Bye")


def set_session(store: Store, row: int, session: object) -> None:
    store.write(lambda conn: conn.execute(update(conversation).where(conversation.c.id == row).values(session=session)))


async def test_a_call_that_fails_each_time_in_an_unforeseen_way_is_given_up(
    start: Starter, world: World, store: Store
) -> None:
    engine = await start(pauses=SHORT)
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and not store.read(conversations.woken))
    nobody_writes_this = {"kind": "attribute", "conversation": "1", "agent": "814860"}
    lost = {"state": "queued", "done_at": None, "call": nobody_writes_this}
    store.write(lambda conn: conn.execute(update(outbox).where(outbox.c.number == 1).values(lost)))
    store.write(lambda conn: conversations.wake(conn, [1]))
    letters = await letters_of(store, 1)
    assert (letters[0].what, letters[0].kind) == ("set an attribute of the conversation", "call")
    assert "KeyError" in letters[0].reason


async def test_a_time_that_cannot_be_acted_on_is_given_up_and_comes_again(
    start: Starter, world: World, store: Store, clock: Clock
) -> None:
    """The version that the conversation follows is gone, until somebody puts it back."""
    engine = await start(pauses=SHORT)
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and not store.read(conversations.woken))
    row = Records(store).find_row("1", APP)
    assert row is not None
    turn_to(store, row, 99)
    clock.later = timedelta(minutes=11)
    (letter,) = await letters_of(store, 1)
    assert (letter.kind, letter.what, letter.block) == ("timer", "go on at a time that has come", "menu")
    assert letter.reason == "Version 99 of the bot is not in the store."
    turn_to(store, row, 1)
    assert (await again(store, letter.number)).ok
    await until(lambda: len(world.calls) == 3)
    assert world.calls[2:] == of("1", "close Bye")


def turn_to(store: Store, row: int, revision: int) -> None:
    values = {"revision": revision}
    store.write(lambda conn: conn.execute(update(conversation).where(conversation.c.id == row).values(values)))
