"""Reopen."""

from __future__ import annotations

from flowdesigner.blocks.reopen import Reopen
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk


def test_it_is_opened_and_the_bot_goes_on() -> None:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(Reopen()))
    assert talk(flow, "hi").lines[1:] == ["opened again"]
