"""Set variable."""

from __future__ import annotations

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.set_variable import SetVariable
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk, visit


def test_what_is_set_can_be_said() -> None:
    flow = Flow("Main")
    whole = flow.add(SetVariable(variable="name", value="{firstname} {lastname}"))
    flow.connect(flow.add(Start()), whole)
    flow.connect(whole, flow.add(SendMessage(text="Hello {name}")))
    mia = talk(flow, "hi", facts={"firstname": "Mia", "lastname": "Fox"})
    assert mia.lines == ["customer: hi", "bot: Hello Mia Fox"]


def test_one_variable_alone_is_copied_as_it_is() -> None:
    block = SetVariable(variable="copy", value="{list}")
    turn = visit(block, variables={"list": [1, 2]})
    block.enter(turn)
    assert turn.get("copy") == [1, 2]


def test_an_empty_value_clears_the_variable() -> None:
    block = SetVariable(variable="topic", value="")
    turn = visit(block, variables={"topic": "billing"})
    block.enter(turn)
    assert turn.get("topic") is None


def test_it_tells_what_it_reads_and_writes() -> None:
    block = SetVariable(variable="name", value="{firstname}")
    assert block.writes() == {"name"}
    assert block.reads() == {"firstname"}
    assert block.summary() == "name: {firstname}"


def test_without_a_variable_it_has_a_fault_and_does_nothing() -> None:
    block = SetVariable(value="a")
    (fault,) = block.faults()
    assert fault.field == "variable"
    turn = visit(block)
    block.enter(turn)
    assert turn.session.variables == {}
