"""Add note."""

from __future__ import annotations

from flowdesigner.blocks.add_note import AddNote
from flowdesigner.blocks.start import Start
from flowdesigner.flow.action import AddNote as Do
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk, visit


def test_the_team_reads_it_and_the_customer_does_not() -> None:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(AddNote(text="Wants <b>{wish}</b>")))
    assert talk(flow, "hi", facts={"wish": "a refund"}).lines[1:] == ["note for the team: Wants a refund"]


def test_what_customers_wrote_is_escaped() -> None:
    block = AddNote(text="{wish}")
    turn = visit(block, variables={"wish": "<img src=x>"})
    block.enter(turn)
    (request,) = turn.requests
    assert isinstance(request.action, Do)
    assert "&lt;img" in request.action.text


def test_an_empty_one_is_not_written() -> None:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(AddNote(text="{wish}")))
    assert talk(flow, "hi").lines == ["customer: hi"]
    assert [fault.field for fault in AddNote().faults()] == ["text"]
