"""Questions to the graph."""

from __future__ import annotations

import pytest

from flowdesigner.blocks import CloseConversation, OfferChoices, SendMessage, Start
from flowdesigner.flow.document import Flow
from flowdesigner.flow.graph import reachable, silent_loops, ways


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


def test_what_conversations_come_to(flow: Flow) -> None:
    assert reachable(flow, ways(flow)) == {"start", "menu", "a", "end"}
    assert reachable(flow, ways(flow), frozenset({"b"})) == {"start", "menu", "a", "end", "b"}


def test_loops_without_a_turn_of_the_customer(flow: Flow) -> None:
    assert list(silent_loops(flow, ways(flow))) == []
    flow.connect("a", "menu")
    assert list(silent_loops(flow, ways(flow))) == []
    flow.connect("a", "b")
    flow.connect("b", "a")
    assert list(silent_loops(flow, ways(flow))) == [["a", "b"]]
