"""Programs: what a revision is compiled to."""

from __future__ import annotations

import json

import pytest

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.errors import BrokenFileError
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import flow_to_data
from flowdesigner.flow.variable import Variable
from flowdesigner.interpreter.program import Program, compile_program, option_uuid
from flowdesigner.interpreter.session import Position
from flowdesigner.testing import talk


def greeting(name: str, text: str) -> Flow:
    flow = Flow(name)
    flow.connect(flow.add(Start()), flow.add(SendMessage(text=text), id="said"))
    return flow


def test_a_revisions_document_is_compiled() -> None:
    flows = [greeting("Main", "Hello"), greeting("Other", "Other")]
    data = {
        "format": 1,
        "name": "Bot",
        "main": "main",
        "error_flow": None,
        "flows": {flow.id: flow_to_data(flow) for flow in flows},
    }
    program = compile_program(json.loads(json.dumps(data)))
    assert talk(program, "hi").lines == ["customer: hi", "bot: Hello"]


@pytest.mark.parametrize("data", [{}, {"flows": []}, {"flows": {}}, {"flows": {"a": {}}, "main": "a"}])
def test_what_is_no_document_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(BrokenFileError):
        compile_program(data)


def test_a_program_can_begin_anywhere_to_be_tried_from_there() -> None:
    program = Program.of(greeting("Main", "Hello"), greeting("Other", "Other"))
    assert talk(program.starting_at("other"), "hi").lines[1:] == ["bot: Other"]
    assert talk(program.starting_at("main", "said"), "hi").path == ["said"]


def test_a_program_needs_a_flow() -> None:
    with pytest.raises(ValueError, match="at least one flow"):
        Program.of()


def test_option_uuids_never_change() -> None:
    assert option_uuid(Position("main", "menu"), "billing") == "adc2547e-11af-5bd0-9489-4a85bce13cf4"


def test_variables_begin_with_their_defaults() -> None:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(SendMessage(text="We open at {opening}.")))
    flow.variables["opening"] = Variable(name="opening", default="9:00")
    assert talk(flow, "hi").lines[-1] == "bot: We open at 9:00."
    assert talk(Program.of(flow).starting_at("main"), "hi").lines[-1] == "bot: We open at 9:00."
