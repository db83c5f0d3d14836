"""A checker that remembers finds what a fresh check finds, whatever is edited in between, and asks no block twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowdesigner.blocks import (
    AskQuestion,
    Branch,
    CloseConversation,
    End,
    GoTo,
    OfferChoices,
    SendToOffloadProvider,
    SetVariable,
    Start,
)
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block, Fault
from flowdesigner.flow.check import CheckContext, Checker, check
from flowdesigner.flow.condition import Condition
from flowdesigner.flow.document import Flow
from flowdesigner.flow.template import Template
from flowdesigner.flow.variable import Variable

IDS = [f"b{number}" for number in range(7)]
NAMES = ["x", "y", "number", "order.id", "firstnam"]
BLOCKS: list[Block] = [
    Start(),
    End(),
    CloseConversation(reason=Template("{x} {number}")),
    SendMessage(text=Template("{order.id} {firstnam}")),
    SendMessage(text=Template("x" * 1_500)),
    AskQuestion(text=Template("Which?"), variable="number"),
    SetVariable(variable="x", value=Template("{y}")),
    SetVariable(variable="order", value=Template("{x}")),
    OfferChoices(text=Template("?"), choices=("Yes", "No"), variable="y"),
    Branch(branches=({"id": "a", "label": "A", "conditions": [Condition(variable="y", operator="is_set")]},)),
    SendToOffloadProvider(team="5", tags=(Template("biling"),)),
    GoTo(flow="other", come_back=True),
    GoTo(flow="main", come_back=True),
    GoTo(flow="other"),
    GoTo(flow="main", block="b1"),
    GoTo(block="b2"),
    GoTo(flow="gone"),
]
PORTS = ["next", "otherwise", "yes", "no", "a", "given_back", "no_valid_answer"]

flows, ids = st.sampled_from(["main", "other"]), st.sampled_from(IDS)
edits = st.one_of(
    st.tuples(st.just("put"), flows, ids, st.sampled_from(BLOCKS)),
    st.tuples(st.just("put"), flows, ids, st.sampled_from(BLOCKS)),
    st.tuples(st.just("connect"), flows, ids, ids, st.sampled_from(PORTS)),
    st.tuples(st.just("connect"), flows, ids, ids, st.sampled_from(PORTS)),
    st.tuples(st.just("connect"), flows, ids, ids, st.just("next")),
    st.tuples(st.just("disconnect"), flows, ids, st.sampled_from(PORTS)),
    st.tuples(st.just("remove"), flows, ids),
    st.tuples(st.just("rename"), flows, ids, st.sampled_from(["", "Menu", "Bye"])),
    st.tuples(st.just("declare"), flows, st.sampled_from(NAMES), st.sampled_from([None, "1"]), st.booleans()),
    st.tuples(st.just("forget"), flows, st.sampled_from(NAMES)),
    st.tuples(st.just("flow"), flows),
    st.tuples(st.just("teams"), st.sampled_from([None, {}, {"5": "People"}])),
    st.tuples(st.just("bot_teams"), st.sampled_from([frozenset[str](), frozenset({"5"})])),
    st.tuples(st.just("tags"), st.sampled_from([None, frozenset({"billing"})])),
    st.tuples(st.just("main"), st.sampled_from(["", "main", "other"])),
    st.tuples(st.just("error_flow"), st.sampled_from(["", "other"])),
)


class Desk:
    """A bot of two flows that is edited at random."""

    def __init__(self) -> None:
        self.flows = {"main": Flow("Main"), "other": Flow("Other")}
        self.context = CheckContext()

    def make(self, what: str, *how: Any) -> None:
        """One edit; one that cannot be is left out."""
        if what in ("teams", "bot_teams", "tags", "main", "error_flow"):
            self.context = replace(self.context, **{what: how[0]})
        elif what == "flow":
            # What another page has written is read anew: the same flow, in other objects.
            self.flows[str(how[0])] = self.flows[str(how[0])].copy()
        else:
            with suppress(EditError):
                edit(self.flows[str(how[0])], what, how[1:])


def edit(flow: Flow, what: str, how: tuple[object, ...]) -> None:
    """One edit of one flow."""
    match what, how:
        case "put", (str(id), Block() as block):
            edges = [edge for edge in flow.edges if id in (edge.source, edge.target)]
            if id in flow:
                flow.remove(id)
            flow.add(block, id=id)
            for edge in edges:
                with suppress(EditError):
                    flow.connect(edge.source, edge.target, port=edge.port)
        case "connect", (str(source), str(target), str(port)):
            flow.connect(source, target, port=port)
        case "disconnect", (str(source), str(port)):
            flow.disconnect(flow.block(source), port)
        case "remove", (str(id),):
            flow.remove(id)
        case "rename", (str(id), str(name)):
            flow.rename(id, name)
        case "declare", (str(name), default, bool(sensitive)):
            flow.variables[name] = Variable(name=name, default=default, sensitive=sensitive)
        case "forget", (str(name),):
            flow.variables.pop(name, None)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(edits, flows), min_size=1, max_size=30))
def test_it_finds_what_a_fresh_check_finds(steps: list[tuple[tuple[Any, ...], str]]) -> None:
    desk, checker = Desk(), Checker()
    for (what, *how), shown in steps:
        desk.make(str(what), *how)
        context = replace(desk.context, flows=desk.flows)
        assert checker.check(desk.flows[shown], context) == check(desk.flows[shown].copy(), context=context)


class Counted(SendMessage):
    """A message that counts how often it is asked what is wrong with it."""

    kind = "counted"
    asked: list[str] = []

    def faults(self) -> Iterator[Fault]:
        """Count."""
        self.asked.append(self.id)
        return iter(())


def test_only_blocks_that_have_changed_are_asked_again() -> None:
    flow, asked = Flow("Main"), list[str]()
    for number in range(20):
        flow.add(Counted.model_construct(text=Template(f"Message {number}"), asked=asked), id=f"m{number}")
    checker = Checker()
    checker.check(flow)
    assert len(asked) == 20
    flow.rename("m7", "Seven")
    flow.connect("m7", "m8")
    checker.check(flow)
    assert asked[20:] == ["m7"]
