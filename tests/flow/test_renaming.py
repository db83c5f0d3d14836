"""A variable gets another name wherever it is meant, and nowhere else."""

from __future__ import annotations

import pytest

from flowdesigner.blocks import (
    AskQuestion,
    Branch,
    CallApi,
    CloseConversation,
    OfferChoices,
    SendMessage,
    SetVariable,
    Start,
)
from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block, UnknownBlock
from flowdesigner.flow.condition import Condition
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import dump, flow_to_data
from flowdesigner.flow.renaming import rename_variable
from flowdesigner.flow.template import Template
from flowdesigner.flow.variable import Variable


def flow_of(*blocks: Block, name: str = "Main") -> Flow:
    flow = Flow(name)
    for block in blocks:
        flow.add(block)
    return flow


def test_it_is_renamed_in_texts_conditions_settings_and_declarations_of_all_flows() -> None:
    condition = Condition(variable="order.status", value=Template("{order}"))
    main = flow_of(
        SendMessage(text=Template("{order} {order.items[0]|upper} {{order}} {reorder} {order_id}")),
        Branch(branches=({"id": "a", "label": "order", "conditions": [condition]},)),
        CallApi(url="https://x.example/{order.id}", answer=[{"path": "order", "variable": "order"}]),
        SetVariable(variable="order", value=Template("order")),
    )
    main.variables["order"] = Variable(name="order", description="order")
    other = flow_of(AskQuestion(text=Template("?"), variable="order"), name="Other")
    third = flow_of(Start(), CloseConversation(reason=Template("Your order")), name="Third")
    changed = rename_variable({"main": main, "other": other, "third": third}, "order", "purchase")
    assert sorted(changed) == ["main", "other"]
    said = changed["main"].block("send_message").model_dump()["text"]
    assert said == "{purchase} {purchase.items[0]|upper} {{order}} {reorder} {order_id}"
    way = changed["main"].block("branch").model_dump()["branches"][0]
    assert way["label"] == "order"
    assert (way["conditions"][0]["variable"], way["conditions"][0]["value"]) == ("purchase.status", "{purchase}")
    call = changed["main"].block("call_api").model_dump()
    assert (call["url"], call["answer"][0]) == (
        "https://x.example/{purchase.id}",
        {"path": "order", "variable": "purchase"},
    )
    assert changed["main"].block("set_variable").model_dump() == {"variable": "purchase", "value": "order"}
    assert changed["main"].variables == {"purchase": Variable(name="purchase", description="order")}
    assert changed["other"].block("ask_question").writes() == {"purchase"}
    assert main.variables.keys() == {"order"}


def test_there_and_back_is_the_same_file() -> None:
    flow = flow_of(OfferChoices(text=Template("{size}?"), choices=("S", "M"), variable="size"))
    there = rename_variable({"main": flow}, "size", "width")
    back = rename_variable(there, "width", "size")
    assert dump(flow_to_data(back["main"])) == dump(flow_to_data(flow))


def test_a_block_of_a_kind_that_is_not_installed_stays_as_it_is() -> None:
    unknown = UnknownBlock(raw_kind="teleport", raw_settings={"to": "{size}"})
    flow = flow_of(unknown, SetVariable(variable="size", value=Template("1")))
    assert rename_variable({"main": flow}, "size", "width")["main"].block("unknown") == flow.block("unknown")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("gone", "x", "no variable “gone”"),
        ("firstname", "x", "comes from Intercom"),
        ("size", "colour", "already; both would become one"),
        ("size", "firstname", "already"),
        ("size", "2nd", "cannot name a variable"),
        ("size", "a.b", "cannot name a variable"),
        ("size", "secret", "cannot name a variable"),
        ("size", " ", "cannot name a variable"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_words(old: str, new: str, reason: str) -> None:
    flow = flow_of(*(SetVariable(variable=name, value=Template("1")) for name in ("size", "colour")))
    with pytest.raises(EditError, match=reason):
        rename_variable({"main": flow}, old, new)
