"""What the history keeps of a conversation, and how `Records` shows it."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from flowdesigner import Bot, Variable
from flowdesigner.blocks import AskQuestion, SendMessage, Start
from flowdesigner.interpreter.interpreter import Step as Advanced
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.interpreter.walk import Passed
from flowdesigner.runtime.chronicle import way
from flowdesigner.runtime.records import Records
from flowdesigner.runtime.views import View
from flowdesigner.store import history
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import APP, TEAM, TEAMMATE, World, deliver, until


def viewed(store: Store, conversation: str = "1") -> View:
    records = Records(store)
    row = records.find_row(conversation, APP)
    assert row is not None
    view = records.conversation(row)
    assert view is not None
    return view


def transcript(view: View) -> list[str]:
    return [f"{line.who}: {line.plain or ' '.join(f'[{label}]' for label in line.options)}" for line in view.lines]


async def test_a_conversation_can_be_read_with_its_ways_and_times(start: Starter, world: World, store: Store) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 4 and store_rests(store))
    view = viewed(store)
    assert transcript(view) == [
        "customer: Hello", "bot: Well?", "customer: billing", "bot: See Settings", "bot: Bye", "note: closed",
    ]  # fmt: skip
    hello, billing = view.events
    assert [(step.block, step.port) for step in hello.path][1:] == [("menu", "")]
    assert [(step.block, step.port) for step in billing.path] == [("menu", "billing"), ("answer", "next"), ("done", "")]
    assert (hello.event, hello.status, billing.status, billing.revision) == ("message", "waiting", "ended", 1)
    for event in view.events:
        assert event.received_at <= event.at
        assert event.waited >= 0
        assert event.took is not None
    question = view.lines[1]
    assert (question.flow, question.block, question.state, question.options) == (
        "main", "menu", "done", ("Billing", "People")
    )  # fmt: skip
    assert question.said_at is not None
    assert question.said_at >= question.at
    assert view.open_calls == ()
    assert view.forgotten_before is None


def store_rests(store: Store) -> bool:
    figures = Records(store).figures()
    return figures.open_calls == 0 and figures.inbox == 0


async def test_people_who_take_and_give_a_conversation_are_in_it(start: Starter, world: World, store: Store) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    await deliver(engine, world.wrote("1", "Let me", TEAMMATE), world.assigned("1", TEAM))
    await until(lambda: len(world.calls) == 4 and store_rests(store))
    assert transcript(viewed(store))[2:] == ["note: taken over by Mara", "note: given to the bot by Mara", "bot: Well?"]


async def test_a_timer_and_a_failure_say_what_they_were(
    start: Starter, world: World, store: Store, clock: Clock
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    world.fault = lambda request: httpx.Response(422, json={"errors": [{"code": "x", "message": "No"}]})
    clock.later = timedelta(minutes=11)
    await until(lambda: viewed(store).events[-1].event == "failed")
    view = viewed(store)
    timer, failed = view.events[1:3]
    assert [view.events[0].event, timer.event, failed.event] == ["message", "timer", "failed"]
    assert timer.waited > 30
    assert "No" in failed.error
    assert timer.lines[0].state == "failed"
    assert "No" in timer.lines[0].error


async def test_sensitive_values_are_never_written(start: Starter, world: World, store: Store, bot: Bot) -> None:
    flow = bot.add_flow("Card", id="card")
    bot.main = "card"
    flow.variables["card"] = Variable(name="card", sensitive=True)
    flow.connect(flow.add(Start()), asks := flow.add(AskQuestion(text="Card?", variable="card"), id="asks"))
    flow.connect(asks, flow.add(SendMessage(text="{card}, right?"), id="says"))
    bot.save()
    bot.publish()
    engine = await start()
    await deliver(engine, world.wrote("1", "hello"))
    await until(lambda: len(world.calls) == 1)
    await deliver(engine, world.wrote("1", "4242 1111"))
    await until(lambda: len(world.calls) == 2 and store_rests(store))
    assert world.calls[1] == "1: comment 4242 1111, right?"
    view = viewed(store)
    assert transcript(view) == ["customer: hello", "bot: Card?", "customer: •••", "bot: •••, right?"]
    assert [line.is_masked for line in view.lines] == [False, False, True, True]
    assert [(known.name, known.value, known.is_sensitive) for known in view.variables] == [("card", "•••", True)]
    rows = store.read(lambda conn: history.of(conn, view.entry.row))
    assert "4242" not in repr([(row.lines, row.path, row.error) for row in rows])


async def test_minutes_count_what_happened(start: Starter, world: World, store: Store, clock: Clock) -> None:
    engine = await start()
    await deliver(engine, *(world.wrote(str(number), "hello") for number in range(3)))
    await until(lambda: len(world.calls) == 6 and store_rests(store))
    minutes = Records(store).minutes(clock(), 5)
    assert len(minutes) == 5
    assert sum(minute.messages for minute in minutes) == 3
    assert sum(minute.events for minute in minutes) >= 3
    assert max(minute.longest for minute in minutes) > 0
    assert all(0 <= minute.waited <= minute.longest for minute in minutes)


@pytest.mark.parametrize(
    ("path", "passed", "expected"),
    [
        ("ab", ["a>b"], ["a next", "b"]),
        ("aab", ["a>a", "a>b"], ["a next", "a next", "b"]),
        ("aa", ["a>a"], ["a next", "a"]),
        ("acab", ["a>b"], ["a", "c", "a next", "b"]),
        ("a", [], ["a"]),
        ("", [], []),
    ],
)
def test_a_way_has_the_port_by_which_each_block_was_left(path: str, passed: list[str], expected: list[str]) -> None:
    positions = tuple(Position("main", block) for block in path)
    edges = tuple(Passed("main", edge[0], "next", edge[-1]) for edge in passed)
    found = way(Advanced(Session.new("c"), path=positions, passed=edges))
    assert [f"{block} {port}".strip() for _, block, port in found] == expected
