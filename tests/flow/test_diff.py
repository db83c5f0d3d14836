"""What changed between two states of a flow."""

from __future__ import annotations

from flowdesigner.blocks import CloseConversation, SendMessage, Start
from flowdesigner.flow.diff import difference
from flowdesigner.flow.document import Flow


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
        "“Good day”: Text changed.",
        "“Good day”: “Next” leads to “Close conversation”.",
        "“Start”: “Customer writes” leads nowhere.",
    ]
    assert "Removed “Close conversation”." in difference(new, greeting()).sentences()
