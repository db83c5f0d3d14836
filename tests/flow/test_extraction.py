"""A part of a flow becomes a flow of its own: conversations go on as before."""

from __future__ import annotations

import pytest

from flowdesigner.blocks import AskQuestion, CloseConversation, GoTo, OfferChoices, SendMessage, Start
from flowdesigner.errors import EditError
from flowdesigner.flow.block import BlockId
from flowdesigner.flow.check import CheckContext, check
from flowdesigner.flow.document import Flow
from flowdesigner.flow.extraction import extract
from flowdesigner.flow.note import Group
from flowdesigner.flow.template import Template
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import Rehearsal


def support() -> dict[str, Flow]:
    """Hello, the number and what it is for, a menu that asks again or ends; another flow jumps into the middle."""
    flow, other = Flow("Main"), Flow("Other")
    flow.add(Start(), id="start", at=(0, 0))
    flow.add(SendMessage(text=Template("Hello")), id="hello", at=(300, 0))
    flow.add(AskQuestion(text=Template("Which number?"), variable="number", skip_when_set=False), id="ask", at=(600, 0))
    flow.add(SendMessage(text=Template("Thanks for {number}")), id="thanks", at=(900, 0))
    flow.add(OfferChoices(text=Template("More?"), choices=["Yes"]), id="menu", at=(1200, 0))
    flow.add(CloseConversation(reason=Template("Bye {number}")), id="bye", at=(1500, 0))
    flow.add(GoTo(block="ask"), id="again", at=(1500, 200))
    for source, port, target in (
        ("start", "next", "hello"), ("hello", "next", "ask"), ("ask", "next", "thanks"),
        ("ask", "no_valid_answer", "menu"), ("thanks", "next", "menu"), ("menu", "yes", "again"),
        ("menu", "otherwise", "bye"),
    ):  # fmt: skip
        flow.connect(source, target, port=port)
    other.add(Start(), id="start")
    other.connect("start", other.add(GoTo(flow="main", block="ask"), id="go"))
    return {"main": flow, "other": other}


def talk(flows: dict[str, Flow], *said: str) -> list[str]:
    rehearsal = Rehearsal(Program.of(*flows.values(), main="main"))
    for text in said:
        rehearsal.say(text)
    return [str(line) for line in rehearsal.lines]


def test_conversations_go_on_as_before() -> None:
    before = support()
    found = extract(before, "main", ["ask", "thanks"], "The number")
    after = {**before, **found.flows}
    assert (found.new, found.block, sorted(found.flows)) == (
        "the-number",
        "the-number",
        ["main", "other", "the-number"],
    )
    said = ("hi", "7", "yes", "8", "no")
    assert talk(after, *said) == talk(before, *said)
    assert [problem.code for problem in check(after["main"], context=CheckContext(flows=after, main="main"))] == []
    new = after["the-number"]
    assert sorted(str(block.id) for block in new) == ["ask", "end", "start", "thanks"]
    assert [str(block.id) for block in after["main"]] == ["again", "bye", "hello", "menu", "start", "the-number"]
    assert [str(block.id) for block in before["main"]] == sorted(support()["main"].graph)


def test_jumps_to_the_first_block_lead_to_the_go_to_from_everywhere() -> None:
    before = support()
    flows = {**before, **extract(before, "main", ["ask", "thanks"], "The number").flows}
    assert flows["main"].block("again").model_dump() == {"flow": "", "block": "the-number", "come_back": False}
    assert flows["other"].block("go").model_dump() == {"flow": "main", "block": "the-number", "come_back": False}


def test_a_jump_into_the_middle_is_refused_when_the_part_leads_on() -> None:
    before = support()
    before["other"].update("go", block="thanks")
    with pytest.raises(EditError, match="“Go to” in “Other” jumps to “Send message”, into the middle of the selection"):
        extract(before, "main", ["ask", "thanks"], "The number")
    last = extract(before, "main", ["ask", "thanks", "menu", "bye", "again"], "All")
    assert last.flows["other"].block("go").model_dump()["flow"] == "all"
    assert last.flows["all"].block("again").model_dump()["flow"] == ""


def test_jumps_out_of_the_part_lead_to_where_they_led() -> None:
    before = support()
    before["main"].add(GoTo(block="menu"), id="on")
    before["main"].connect("ask", "on", port="no_valid_answer")
    found = extract(before, "main", ["ask", "thanks", "on"], "Number")
    assert found.flows["number"].block("on").model_dump() == {"flow": "main", "block": "menu", "come_back": False}


def test_a_part_in_which_every_conversation_ends_does_not_come_back() -> None:
    before = support()
    found = extract(before, "main", ["bye"], "")
    assert found.flows[found.new].name == "Close conversation"
    jump = found.flows["main"].block(found.block)
    assert jump.ports() == ()
    assert talk({**before, **found.flows}, "hi", "7", "no") == talk(before, "hi", "7", "no")


def test_places_and_whole_groups_come_along_and_names_are_not_taken_twice() -> None:
    before = support()
    before["main"].set_group("g", Group(id="g", name="Number", blocks=("ask", "thanks")))
    before["main"].set_group("half", Group(id="half", blocks=("hello", "menu")))
    found = extract(before, "main", ["ask", "thanks"], "Other")
    new, rest = found.flows["other-2"], found.flows["main"]
    assert new.layout == {"start": (280, 0), "ask": (600, 0), "thanks": (900, 0), "end": (1220, 0)}
    assert rest.layout[BlockId(found.block)] == (600, 0)
    assert (sorted(new.groups), sorted(rest.groups)) == (["g"], ["half"])


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        ([], "Select the blocks"),
        (["start", "hello"], "The start stays"),
        (["hello", "menu"], "come into the selection at “Send message”, “Offer choices”"),
        (["menu"], "leads on to “Go to”, “Close conversation”"),
    ],
)
def test_a_part_that_one_go_to_cannot_replace_is_refused_in_words(blocks: list[str], reason: str) -> None:
    with pytest.raises(EditError, match=reason):
        extract(support(), "main", blocks, "x")
