"""Wait."""

from __future__ import annotations

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.blocks.wait import Wait
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk


def pauses(minutes: int) -> Flow:
    flow = Flow("Main")
    pause = flow.add(Wait(minutes=minutes))
    flow.connect(flow.add(Start()), pause)
    flow.connect(pause, flow.add(SendMessage(text="There you are")))
    return flow


def test_the_conversation_goes_on_when_the_time_is_over() -> None:
    waiting = talk(pauses(60), "hi").skip(59)
    assert waiting.lines == ["customer: hi", "59 min later"]
    assert waiting.skip(1).lines[2:] == ["1 min later", "bot: There you are"]


def test_what_the_customer_writes_does_not_end_the_wait() -> None:
    assert talk(pauses(60), "hi", "hello?").lines == ["customer: hi", "customer: hello?"]


def test_the_card_says_how_long() -> None:
    assert Wait(minutes=90).summary() == "1 h 30 min"
    assert Wait(minutes=2880).summary() == "2 days"
