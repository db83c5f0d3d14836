"""How conversations come through the flows of a bot: what is reached, and circles."""

from __future__ import annotations

import pytest

from flowdesigner.blocks import AskQuestion, CloseConversation, End, GoTo, OfferChoices, SendMessage, Start
from flowdesigner.flow.document import Flow
from flowdesigner.flow.ways import Ways


@pytest.fixture
def flow() -> Flow:
    flow = Flow("Main")
    menu = flow.add(OfferChoices(text="?", choices=["Yes"]), id="menu")
    flow.connect(flow.add(Start()), menu)
    flow.connect(menu, flow.add(SendMessage(text="a"), id="a"), port="yes")
    flow.connect(menu, flow.add(CloseConversation(), id="end"), port="otherwise")
    flow.add(SendMessage(text="b"), id="b")
    flow.connect("a", "end")
    return flow


def reached(found: Ways, *roots: str) -> set[str]:
    return {block for _, block in found.inside("main", [("main", root) for root in roots])}


def test_what_conversations_come_to(flow: Flow) -> None:
    assert reached(Ways.of(flow), "start") == {"start", "menu", "a", "end"}
    assert reached(Ways.of(flow), "start", "b", "gone") == {"start", "menu", "a", "end", "b"}


def test_loops_without_a_turn_of_the_customer(flow: Flow) -> None:
    assert Ways.of(flow).silent_loops == []
    flow.connect("a", "menu")
    assert Ways.of(flow).silent_loops == []
    flow.connect("a", "b")
    flow.connect("b", "a")
    assert Ways.of(flow).silent_loops == [[("main", "a"), ("main", "b")]]


def test_a_loop_through_another_flow_is_silent_only_when_that_one_is() -> None:
    flow, other = Flow("Main"), Flow("Other")
    flow.add(Start())
    flow.connect("start", flow.add(GoTo(flow="other", come_back=True), id="go"))
    flow.connect("go", "go")
    other.connect(other.add(Start()), other.add(SendMessage(text="a"), id="say"))
    other.connect("say", other.add(End(), id="end"))
    assert Ways.of(flow, other).silent_loops == [[("main", "go")]]
    other.connect("say", other.add(AskQuestion(text="?", variable="x"), id="ask"))
    other.connect("ask", "end")
    assert Ways.of(flow, other).silent_loops == []


def test_a_circle_that_is_never_left_is_a_trap_until_a_way_out_is_drawn(flow: Flow) -> None:
    assert Ways.of(flow).traps == []
    flow.connect("menu", "menu", port="otherwise")
    flow.connect("a", "menu")
    assert Ways.of(flow).traps == [[("main", "a"), ("main", "menu")]]
    flow.connect("a", "end")
    assert Ways.of(flow).traps == []
