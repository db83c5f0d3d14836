"""The way from a notification to its calls as one trace, beyond the inbox and a crash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from opentelemetry.trace import SpanKind, StatusCode

from flowdesigner.intercom.notification import parse
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.trail import origin
from flowdesigner.store.store import Store
from tests.runtime.conftest import Clock, Starter
from tests.runtime.test_watching import answered
from tests.runtime.world import APP, CHANNEL, CUSTOMER, World, closed, deliver, only, until
from tests.spans import Spans, about, own, spans_seen


@pytest.fixture
def spans() -> Iterator[Spans]:
    with spans_seen() as seen:
        yield seen


async def test_a_notification_its_steps_and_its_calls_are_one_trace(spans: Spans, start: Starter, world: World) -> None:
    engine = await start()
    await answered(engine, world)
    await until(lambda: len(spans.named("call close")) == 1)
    hello, pressed = "take in", "  act on message"
    assert spans.tree() == [
        hello, pressed, "    call reply", "    call quick_reply",
        hello, pressed, "    call reply", "    call close",
    ]  # fmt: skip
    assert len({own(span)[0] for span in spans.all if own(span)}) == 2  # type: ignore[index]


async def test_spans_say_which_conversation_block_and_outcome(spans: Spans, start: Starter, world: World) -> None:
    engine = await start()
    await answered(engine, world)
    taken, acted, called = spans.named("take in")[0], spans.named("act on message")[0], spans.named("call reply")[0]
    who = {"workspace": APP, "conversation": "1"}
    assert about(taken) == {**who, "topic": "conversation.user.created", "outcome": "kept"}
    assert about(acted) == {
        **who, "flow": "main", "block": "menu", "event": "message", "status": "waiting", "revision": 1, "calls": 2,
    }  # fmt: skip
    assert about(called) == {**who, "flow": "main", "block": "menu", "call": "reply", "outcome": "made", "attempts": 1}
    assert [span.kind for span in (taken, acted, called)] == [SpanKind.SERVER, SpanKind.INTERNAL, SpanKind.CLIENT]
    for span in spans.all:
        assert span.start_time is not None
        assert span.end_time is not None
        assert span.start_time <= span.end_time


async def test_no_word_of_a_customers_is_in_a_span(spans: Spans, start: Starter, world: World) -> None:
    await answered(await start(), world)
    text = " ".join(span.to_json() for span in spans.all)
    words = ("Hello", "billing", "See Settings", CUSTOMER["name"], CUSTOMER["email"], "token", "secret")
    assert not [word for word in words if word in text]


async def test_a_notification_that_comes_again_belongs_to_the_same_trace(
    spans: Spans, start: Starter, world: World
) -> None:
    engine = await start()
    hello = world.notification("user.created", "1")
    await deliver(engine, hello, hello)
    await until(lambda: len(world.calls) == 2 and engine.at_work == 0)
    (first,), (again,) = spans.named("take in"), spans.named("take in again")
    assert again.parent is not None
    assert (again.parent.trace_id, again.parent.span_id) == own(first) == origin(parse(hello))


async def test_another_runner_goes_on_in_the_trace_of_the_one_that_died(
    spans: Spans, store: Store, world: World, start: Starter
) -> None:
    dead = Engine(store, only(CHANNEL, world.intercom()))
    await deliver(dead, world.notification("user.created", "1"))
    await closed(dead)
    engine = await start()
    await until(lambda: len(world.calls) == 2 and engine.at_work == 0)
    assert spans.tree() == ["take in", "  act on message", "    call reply", "    call quick_reply"]


async def test_a_call_that_fails_is_marked(spans: Spans, start: Starter, world: World) -> None:
    engine = await start()
    refusal = httpx.Response(400, json={"errors": [{"code": "parameter_invalid", "message": "no"}]})
    world.fault = lambda request: refusal if request.method == "POST" else None
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: bool(spans.named("call reply")))
    failed = spans.named("call reply")[0]
    assert (failed.status.status_code, about(failed)["outcome"]) == (StatusCode.ERROR, "failed")


async def test_a_timer_begins_a_trace_of_its_own(spans: Spans, start: Starter, world: World, clock: Clock) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and engine.at_work == 0)
    clock.later += timedelta(minutes=11)
    await until(lambda: bool(spans.named("act on timer")))
    assert spans.named("act on timer")[0].parent is None
