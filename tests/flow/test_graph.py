"""Questions to the graph."""

from __future__ import annotations

from flowdesigner.blocks import CloseConversation, OfferChoices, SendMessage, Start
from flowdesigner.flow.document import Flow
from flowdesigner.flow.graph import dominators, reachable, silent_loops


def test_what_every_conversation_passes() -> None:
    flow = Flow("Main")
    menu = flow.add(OfferChoices(text="?", choices=["Yes"]), id="menu")
    flow.connect(flow.add(Start()), menu)
    flow.connect(menu, flow.add(SendMessage(text="a"), id="a"), port="yes")
    flow.connect(menu, flow.add(CloseConversation(), id="end"), port="otherwise")
    flow.connect("a", "end")
    assert dominators(flow) == {"menu": "start", "a": "menu", "end": "menu"}
    assert reachable(flow) == {"start", "menu", "a", "end"}
    assert list(silent_loops(flow)) == []
