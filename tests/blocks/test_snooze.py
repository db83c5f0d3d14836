"""Snooze."""

from __future__ import annotations

from datetime import timedelta

from flowdesigner.blocks.snooze import Snooze
from flowdesigner.blocks.start import Start
from flowdesigner.flow.action import Snooze as Do
from flowdesigner.flow.document import Flow
from flowdesigner.interpreter.rehearsal import MONDAY
from flowdesigner.testing import talk, visit


def test_the_conversation_comes_back_after_that_time() -> None:
    turn = visit(Snooze(minutes=90))
    Snooze(minutes=90).enter(turn)
    (request,) = turn.requests
    assert request.action == Do(until=MONDAY + timedelta(minutes=90))


def test_the_transcript_says_until_when() -> None:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(Snooze(minutes=90)))
    assert talk(flow, "hi").lines[1:] == ["snoozed until Monday 11:54"]
