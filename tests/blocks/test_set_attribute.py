"""Set attribute."""

from __future__ import annotations

import pytest

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.set_attribute import SetAttribute
from flowdesigner.blocks.start import Start
from flowdesigner.flow.action import SetAttribute as Do
from flowdesigner.flow.attribute import AttributeType
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import Value
from flowdesigner.testing import talk, visit


def written(value: Value, type: AttributeType) -> Value:
    turn = visit(SetAttribute(attribute="A", type=type, value="{x}"), variables={"x": value})
    SetAttribute(attribute="A", type=type, value="{x}").enter(turn)
    (request,) = turn.requests
    assert isinstance(request.action, Do)
    return request.action.value


@pytest.mark.parametrize(
    ("value", "type", "sent"),
    [
        ("7", "text", "7"),
        (["a", "é"], "text", '["a", "é"]'),
        (7, "number", 7),
        ("3,50", "number", 3.5),
        ("12", "number", 12),
        (True, "yes_no", True),
        ("No", "yes_no", False),
        ("2026-05-31", "date", 1_780_185_600),
        ("2026-05-31T02:00+02:00", "date", 1_780_185_600),
        ("", "number", None),
        (None, "date", None),
    ],
)
def test_the_value_is_sent_as_intercom_defines_the_attribute(value: Value, type: AttributeType, sent: Value) -> None:
    assert written(value, type) == sent


@pytest.mark.parametrize(
    ("value", "type"), [("seven", "number"), ("nan", "number"), ("maybe", "yes_no"), ("soon", "date")]
)
def test_a_value_of_another_type_goes_the_way_of_failures_and_is_not_told(value: str, type: AttributeType) -> None:
    flow = Flow("Main")
    block = flow.add(SetAttribute(whose="contact", attribute="A", type=type, value="{x}"))
    flow.connect(flow.add(Start()), block)
    flow.connect(block, flow.add(SendMessage(text="It did not work")), port="failed")
    assert talk(flow, "hi", facts={"x": value}).lines[1:] == ["bot: It did not work"]


def test_it_says_whose_attribute_it_sets() -> None:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(SetAttribute(whose="contact", attribute="Plan", value="pro")))
    assert talk(flow, "hi").lines[1:] == ['set “Plan” of the customer to "pro"']


def test_without_a_name_the_author_is_told() -> None:
    assert [fault.field for fault in SetAttribute().faults()] == ["attribute"]
