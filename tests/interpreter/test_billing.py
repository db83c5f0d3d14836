"""The sample bot `billing`, which the load driver plays against: both of its scripts, and what may go wrong in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import CustomerMessage
from flowdesigner.flow.files import dump, flow_to_data
from flowdesigner.interpreter.interpreter import expects
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import MONDAY
from flowdesigner.testing import talk

FOLDER = Path(__file__).parent.parent / "samples/bots/billing"
MENU = ["bot: What can we help you with?", "bot: [Billing] [Technical problem]"]
HELPED = ["bot: Your invoices are under Settings > Billing.", "bot: Did this help?", "bot: [Yes] [No]"]
THANKS = ["bot: Thank you, have a good day.", "closed"]
PEOPLE = ["bot: I will connect you with a colleague.", "handed over to team 5017691"]


@pytest.fixture
def flow() -> Flow:
    return Flow.load(FOLDER / "main.flow.json")


def said(flow: Flow, *texts: str) -> list[str]:
    """What the bot did, without the customer's lines."""
    return [line for line in talk(flow, *texts).lines if not line.startswith("customer: ")]


def test_billing_is_answered_and_closed(flow: Flow) -> None:
    assert said(flow, "Hello, I need help", "billing", "yes") == [*MENU, *HELPED, *THANKS]


def test_a_technical_problem_goes_to_people(flow: Flow) -> None:
    assert said(flow, "Hi, something is broken", "technical problem") == [*MENU, *PEOPLE]
    assert said(flow, "hi", "billing", "no") == [*MENU, *HELPED, *PEOPLE]


def test_a_message_that_overtook_another_is_recognised(flow: Flow) -> None:
    program = Program.of(flow)
    assert not expects(program, talk(program, "hi").session, CustomerMessage(at=MONDAY, text="yes"))


def test_an_answer_that_came_too_early_costs_no_message(flow: Flow) -> None:
    assert said(flow, "hi", "yes", "billing", "yes") == [*MENU, *HELPED, *THANKS]


def test_the_files_are_as_the_designer_writes_them(flow: Flow) -> None:
    text = (FOLDER / "main.flow.json").read_text("utf-8")
    assert dump(flow_to_data(flow)) == text
    assert json.loads((FOLDER / "bot.json").read_text("utf-8"))["main"] == flow.id


def test_no_block_has_an_error(flow: Flow) -> None:
    assert not [fault for block in flow for fault in block.faults() if fault.severity == "error"]
