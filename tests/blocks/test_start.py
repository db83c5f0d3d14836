"""Start."""

from __future__ import annotations

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk


def test_a_conversation_begins_at_the_start() -> None:
    flow = Flow("Greeting")
    start = flow.add(Start())
    flow.connect(start, flow.add(SendMessage(text="Hello")))
    assert talk(flow, "hi").lines == ["customer: hi", "bot: Hello"]


def test_a_conversation_that_has_ended_begins_there_again() -> None:
    flow = Flow("Greeting")
    start = flow.add(Start())
    flow.connect(start, flow.add(SendMessage(text="Hello")))
    assert talk(flow, "hi", "again").lines == ["customer: hi", "bot: Hello", "customer: again", "bot: Hello"]
