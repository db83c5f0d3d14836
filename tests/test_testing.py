"""The public fakes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.action import SendMessage as Say
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import flow_to_data
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import MONDAY
from flowdesigner.testing import ManualClock, talk, visit


class Greeter:
    """A bot, as far as talking to it goes."""

    def data(self) -> dict[str, Any]:
        return {"main": "main", "error_flow": None, "flows": {"main": flow_to_data(flow())}}


def flow() -> Flow:
    greeting = Flow("Main")
    greeting.connect(greeting.add(Start()), greeting.add(SendMessage(text="Hello")))
    return greeting


def test_flows_programs_and_bots_can_be_talked_to() -> None:
    for one in (flow(), Program.of(flow()), Greeter()):
        assert talk(one, "hi").lines == ["customer: hi", "bot: Hello"]


def test_one_turn_of_one_block() -> None:
    block = SendMessage(text="Hello {name}")
    turn = visit(block, variables={"name": "Mia"})
    block.enter(turn)
    assert [request.action for request in turn.requests] == [Say(text="Hello Mia")]


def test_a_manual_clock_goes_on_when_told() -> None:
    clock = ManualClock()
    assert clock() == MONDAY
    assert clock.forward(90) == clock() == MONDAY + timedelta(seconds=90)
