"""Python function."""

from __future__ import annotations

import pytest

from flowdesigner.blocks.python_function import PythonFunction
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.check import CheckContext, check
from flowdesigner.flow.document import Flow
from flowdesigner.flow.python_function import ArgumentShape, CallFunction, FunctionShape
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import Rehearsal
from flowdesigner.testing import visit

PRICE = PythonFunction(
    function="price",
    arguments=[
        {"name": "item", "value": "a {item}"},
        {"name": "extras", "value": "{extras}"},
        {"name": "day", "value": ""},
    ],
    results=[{"path": "amount", "variable": "amount"}, {"path": "@", "variable": "all"}],
    error="trouble",
    example='{"amount": 12.5}',
)
SHAPE = FunctionShape(
    name="price",
    arguments=(ArgumentShape(name="item"), ArgumentShape(name="extras", required=False)),
    fields=("amount", "currency"),
)


def says(block: PythonFunction) -> Flow:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(block, id="it"))
    flow.connect("it", flow.add(SendMessage(text="It is {amount}"), id="done"), port="done")
    flow.connect("it", flow.add(SendMessage(text="No: {trouble}"), id="failed"), port="failed")
    return flow


def test_a_variable_alone_is_given_as_it_is_and_what_is_empty_is_not_given() -> None:
    turn = visit(PRICE, variables={"item": "cup", "extras": ["lid", "box"]})
    PRICE.enter(turn)
    (request,) = turn.requests
    assert isinstance(request.action, CallFunction)
    assert request.action.arguments == (("item", "a cup"), ("extras", ["lid", "box"]))
    assert (request.action.seconds, request.action.megabytes) == (10, 512)
    again = CallFunction.from_data(request.action.to_data())
    assert (again.arguments, again.results) == (request.action.arguments, request.action.results)


def test_trials_take_the_example_and_keep_what_is_wanted_of_it() -> None:
    trial = Rehearsal(Program.of(says(PRICE)))
    trial.say("hi")
    assert [str(line) for line in trial.lines] == ["customer: hi", "ran the function “price”", "bot: It is 12.5"]
    assert trial.variables["all"] == {"amount": 12.5}


def test_a_kept_chat_may_say_what_the_function_answers() -> None:
    trial = Rehearsal(Program.of(says(PRICE)))
    trial.answer_next(200, '{"amount": 7}')
    trial.say("hi")
    assert str(trial.lines[-1]) == "bot: It is 7"
    trial = Rehearsal(Program.of(says(PRICE)))
    trial.answer_next(500, "out of cups")
    trial.say("hi")
    assert [str(line) for line in trial.lines[-2:]] == ["ran the function “price”: out of cups", "bot: No: out of cups"]
    assert trial.variables["amount"] is None


def test_trials_can_run_it_for_real_and_note_the_result() -> None:
    trial = Rehearsal(Program.of(says(PRICE)), run=lambda call: {"amount": len(call.arguments)})
    trial.say("hi")
    assert str(trial.lines[-1]) == "bot: It is 2"
    again = Rehearsal(Program.of(says(PRICE)))
    for turn in trial.turns:
        again.perform(turn.act)
    assert again.lines == trial.lines


def test_without_an_example_it_fails_in_words() -> None:
    trial = Rehearsal(Program.of(says(PRICE.model_copy(update={"example": ""}))))
    trial.say("hi")
    assert "the block has no example result" in str(trial.lines[-1])


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({}, None, ""),
        ({"function": "prize"}, "function_gone", "There is no function “prize” here"),
        ({"arguments": ()}, "function_other", "The function needs “item”"),
        ({"arguments": [{"name": n, "value": "x"} for n in ("item", "old")]}, "function_other", "no argument “old”"),
        (
            {"results": [{"path": "prize", "variable": "v"}]},
            "function_other",
            "no field “prize”; it has amount",
        ),
    ],
)
def test_the_checks_know_the_functions_that_there_are(change: dict[str, object], code: str | None, words: str) -> None:
    flow = says(PRICE)
    flow.update("it", **change)
    found = [one for one in check(flow, context=CheckContext(functions={"price": SHAPE})) if "function" in one.code]
    assert [one.code for one in found] == ([code] if code else [])
    assert all(words in one.message for one in found)
    assert not [one for one in check(flow, context=CheckContext()) if "function" in one.code]


def test_its_faults_and_summary() -> None:
    assert PRICE.summary() == "price(item, extras)"
    assert [fault.field for fault in PythonFunction().faults()] == ["function"]
    odd = PythonFunction(function="f", results=[{"path": "a[", "variable": "v"}, {"path": "a", "variable": ""}])
    assert [fault.field for fault in odd.faults()] == ["results", "results"]
