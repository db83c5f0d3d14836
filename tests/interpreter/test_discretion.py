"""What is written down of a conversation whose variables are sensitive."""

from __future__ import annotations

import base64

import pytest

from flowdesigner import Flow, Variable
from flowdesigner.blocks import AskQuestion, SendMessage, SetVariable, Start
from flowdesigner.flow.block import Block
from flowdesigner.flow.event import Value
from flowdesigner.interpreter.discretion import Discretion
from flowdesigner.interpreter.interpreter import advance
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Session
from flowdesigner.interpreter.transcript import Line, heard, told
from flowdesigner.testing import message


def program(*blocks: Block, default: Value = None) -> Program:
    """Blocks one after another, in a flow whose variable `card` is sensitive."""
    flow = Flow("Main")
    flow.variables["card"] = Variable(name="card", sensitive=True, default=default)
    last: Block = flow.add(Start())
    for block in blocks:
        port = last.ports()[0].id
        flow.connect(last, last := flow.add(block), port=port)
    return Program.of(flow)


def written_down(program: Program, *texts: str) -> list[str]:
    """What customer and bot say, as it is written down."""
    session, lines = Session.new("c1"), list[Line]()
    for text in texts:
        event = message(text)
        step = advance(program, session, event)
        discretion = Discretion(program, session, step.session)
        said = [heard(event), *(line for request in step.actions for line in told(request, {}))]
        lines += [discretion.line(line) for line in said]
        session = step.session
    return [f"{line.who}: {line.plain}" for line in lines]


CARD = AskQuestion(text="Card?", variable="card")


def test_the_answer_that_fills_it_is_masked_and_so_is_what_repeats_it() -> None:
    asks = program(CARD, SendMessage(text="Thanks, {card}."), AskQuestion(text="Right?", variable="right"))
    assert written_down(asks, "hello", "4242 <1111>", "no, 4242 <1111> is wrong") == [
        "customer: hello", "bot: Card?", "customer: •••", "bot: Thanks, •••.", "bot: Right?",
        "customer: no, ••• is wrong",
    ]  # fmt: skip


def test_an_answer_that_does_not_fit_is_masked_too() -> None:
    asks = program(AskQuestion(text="Card?", variable="card", type="number", invalid_text="Digits, please."))
    assert written_down(asks, "hello", "42four2", "4242") == [
        "customer: hello", "bot: Card?", "customer: •••", "bot: Digits, please.", "customer: •••",
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["card|upper", "card|trim|title", "card|base64", "card|lower"])
def test_a_value_in_another_shape_is_found(place: str) -> None:
    asks = program(CARD, SendMessage(text=f"It is {{{place}}}, dear"))
    said = written_down(asks, "hello", " Tom & Ännes  code ")
    assert said[-1] == "bot: It is •••, dear"
    assert base64.b64encode(b"Tom").decode()[:3] not in said[-1]


def test_a_value_too_short_to_be_looked_for_hides_the_sentences_that_show_it() -> None:
    asks = program(CARD, SendMessage(text="It is {card}"), SendMessage(text="At 7, then"))
    assert written_down(asks, "hello", "7")[-2:] == ["bot: •••", "bot: At 7, then"]


def test_what_is_made_of_several_values_is_masked_value_by_value() -> None:
    holds: Value = {"number": "424211", "owner": {"name": "Mia Novak"}}
    says = program(SendMessage(text="{card.owner.name} has {card.number}; all: {card}"), default=holds)
    assert written_down(says, "hello") == ["customer: hello", "bot: ••• has •••; all: •••"]


def test_a_copy_in_another_variable_is_found() -> None:
    copies = program(CARD, SetVariable(variable="copy", value="{card}"), SendMessage(text="Copied {copy}"))
    assert written_down(copies, "hello", "424211")[-1] == "bot: Copied •••"
    discretion = Discretion(copies, Session.new("c1"), Session(conversation="c1", variables={"card": "424211"}))
    assert discretion.value({"one": ["424211", 424211.0, 7, None]}) == {"one": ["•••", "•••", 7, None]}


def test_without_sensitive_variables_nothing_is_masked() -> None:
    asks = Program.of(Flow("Main"))
    line = Line("bot", "All of it")
    assert Discretion(asks, Session.new("c1"), Session.new("c1")).line(line) is line
