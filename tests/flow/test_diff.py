"""What changed between two states of a flow."""

from __future__ import annotations

from flowdesigner.blocks import CloseConversation, SendMessage, Start
from flowdesigner.flow.diff import FieldChange, compare, difference, sentences
from flowdesigner.flow.document import Flow
from flowdesigner.flow.edge import Edge
from flowdesigner.flow.variable import Variable


def greeting() -> Flow:
    flow = Flow("Greeting")
    flow.connect(flow.add(Start()), flow.add(SendMessage(name="Hello", text="Hi"), at=(0, 0)))
    return flow


def test_nothing_changed() -> None:
    assert not difference(greeting(), greeting())


def test_a_move_is_told_apart_from_a_change() -> None:
    new = greeting()
    new.layout[new.block("hello").id] = (9, 9)
    found = difference(greeting(), new)
    assert set(found.moved) == {"hello"}
    assert not found.changed
    assert found.sentences() == ["Moved 1 block."]


def test_changes_in_words() -> None:
    new = greeting()
    new.update("hello", text="Good day")
    new.rename("hello", "Good day")
    new.connect("hello", new.add(CloseConversation()))
    new.disconnect("start")
    assert difference(greeting(), new).sentences() == [
        "Added “Close conversation”.",
        "Renamed “Hello” to “Good day”.",
        "“Good day”: Text changed from “Hi” to “Good day”.",
        "“Good day”: “Next” leads to “Close conversation”.",
        "“Start”: “Customer writes” leads nowhere.",
    ]
    assert "Removed “Close conversation”." in difference(new, greeting()).sentences()


def test_changes_as_data() -> None:
    new = greeting()
    new.update("hello", text="Good day")
    new.connect("hello", new.add(CloseConversation()))
    new.layout[new.block("start").id] = (9, 9)
    found = difference(greeting(), new)
    assert found.states == {"close_conversation": "added", "hello": "changed", "start": "moved"}
    assert found.fields("hello") == [FieldChange("text", "Text", "Hi", "Good day")]
    assert found.edges_added == [Edge(new.block("hello").id, "next", new.block("close_conversation").id)]
    assert difference(new, greeting()).edges_removed == found.edges_added


def test_what_takes_many_words_is_not_quoted() -> None:
    new = greeting()
    new.update("hello", text="Good day. " * 9)
    assert difference(greeting(), new).sentences() == ["“Hello”: Text changed."]


def test_variables_and_the_name_of_a_flow_are_changes_too() -> None:
    new = greeting()
    new.variables["topic"] = Variable(name="topic")
    new.name = "Hello"
    found = difference(greeting(), new)
    assert found
    assert not found.states
    assert found.sentences() == ["Renamed the flow “Greeting” to “Hello”.", "Added the variable “topic”."]


def test_whole_bots_are_compared_flow_by_flow() -> None:
    changed, gone, fresh = greeting(), Flow("Old", id="old"), Flow("New", id="new")
    changed.update("hello", text="")
    gone.add(Start())
    found = compare({"greeting": greeting(), "old": gone}, {"greeting": changed, "new": fresh})
    assert [(one.new.id, one.is_new, one.is_gone) for one in found] == [
        ("greeting", False, False),
        ("new", True, False),
        ("old", False, True),
    ]
    assert sentences(found) == [
        "Greeting: “Hello”: Text changed from “Hi” to nothing.",
        "Added the flow “New” with 0 blocks.",
        "Removed the flow “Old” with 1 block.",
    ]
    assert compare({"greeting": greeting()}, {"greeting": greeting()}) == []
