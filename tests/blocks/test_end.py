"""End."""

from __future__ import annotations

from flowdesigner.blocks.end import End
from flowdesigner.blocks.go_to import GoTo
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.interpreter.program import Program
from flowdesigner.testing import talk


def test_the_flow_ends_and_nothing_is_said() -> None:
    flow = Flow("Quiet")
    flow.connect(flow.add(Start()), flow.add(End()))
    quiet = talk(flow, "hi")
    assert quiet.lines == ["customer: hi"]
    assert quiet.session.status == "ended"


def test_a_flow_that_was_gone_to_ends_at_its_caller() -> None:
    inner = Flow("Inner")
    inner.connect(inner.add(Start()), inner.add(End()))
    outer = Flow("Outer")
    go = outer.add(GoTo(flow="inner", come_back=True))
    outer.connect(outer.add(Start()), go)
    outer.connect(go, outer.add(SendMessage(text="Back again")))
    assert talk(Program.of(outer, inner), "hi").lines == ["customer: hi", "bot: Back again"]
