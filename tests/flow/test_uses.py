"""Who sets and reads a variable, and what leads to a block."""

from __future__ import annotations

from flowdesigner.blocks import AskQuestion, Branch, GoTo, OfferChoices, Rating, SendMessage, SetVariable, Start
from flowdesigner.flow.condition import Condition
from flowdesigner.flow.document import Flow
from flowdesigner.flow.template import Template
from flowdesigner.flow.uses import uses_of_block, variables_of
from flowdesigner.flow.variable import Variable


def test_variables_name_the_blocks_and_settings_that_set_and_read_them() -> None:
    flow, other = Flow("Main"), Flow("Other")
    flow.add(AskQuestion(text=Template("{firstname}?"), invalid_text=Template("{firstname}!"), variable="number"))
    flow.add(SetVariable(variable="order", value=Template("{number}")))
    flow.add(Rating(variable="stars", comment_text=Template("Why?"), comment_variable="words"))
    condition = Condition(variable="order.status", operator="is_set")
    other.add(Branch(branches=({"id": "a", "label": "A", "conditions": [condition]},)))
    other.variables["order"] = Variable(name="order", sensitive=True)
    found = variables_of({"main": flow, "other": other})
    lines = [
        f"{name}: {use.how} {use.flow}/{use.block} {','.join(use.fields)}"
        for name, known in found.items()
        for use in (*known.sets, *known.reads)
    ]
    assert lines == [
        "firstname: reads main/ask_question text,invalid_text",
        "number: sets main/ask_question variable",
        "number: reads main/set_variable value",
        "order: sets main/set_variable variable",
        "order: reads other/branch branches",
        "stars: sets main/rating variable",
        "words: sets main/rating comment_variable",
    ]
    assert (found["order"].declared_in, found["order"].is_sensitive) == (["other"], True)
    assert (found["firstname"].is_system, found["number"].is_system, found["number"].is_sensitive) == (
        True,
        False,
        False,
    )


def test_a_system_variable_with_a_point_in_its_name_is_one_variable() -> None:
    flow = Flow("Main")
    flow.add(SendMessage(text=Template("{intercom.conversationId}")))
    found = variables_of({"main": flow})
    assert [use.block for use in found["intercom.conversationId"].reads] == ["send_message"]
    assert "intercom" not in found


def test_edges_and_jumps_to_a_block_are_its_uses() -> None:
    flow, other = Flow("Main"), Flow("Other")
    flow.add(Start())
    menu = flow.add(OfferChoices(text="?", choices=["Yes"]), id="menu")
    flow.connect("start", menu)
    flow.connect(menu, menu, port="yes")
    flow.add(GoTo(block="menu"), id="again")
    other.add(GoTo(flow="main"), id="to-start")
    other.add(GoTo(flow="main", block="menu"), id="to-menu")
    other.add(GoTo(block="menu"), id="elsewhere")
    other.add(GoTo(), id="nowhere")
    flows = {"main": flow, "other": other}
    found = [(use.how, use.flow, use.block, use.port) for use in uses_of_block(flows, "main", "menu")]
    assert found == [
        ("jumps", "main", "again", ""),
        ("jumps", "other", "to-menu", ""),
        ("leads", "main", "menu", "yes"),
        ("leads", "main", "start", "next"),
    ]
    assert [use.block for use in uses_of_block(flows, "main", "start")] == ["to-start"]
