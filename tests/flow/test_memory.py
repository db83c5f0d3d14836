"""A question about something that never changes is asked once."""

from __future__ import annotations

from flowdesigner.blocks import SendMessage
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.memory import Memory


def test_only_what_is_another_object_is_asked_again() -> None:
    asked: list[str] = []

    def name_of(block: Block) -> str:
        asked.append(block.id)
        return block.name

    flow, memory = Flow("Main"), Memory(name_of)
    for id in ("a", "b", "c"):
        flow.add(SendMessage(name=id.upper()), id=id)
    assert memory.of("main", flow.by_id) == ["A", "B", "C"]
    flow.rename("b", "Second")
    flow.remove("c")
    assert memory.of("main", flow.by_id) == ["A", "Second"]
    assert asked == ["a", "b", "c", "b"]


def test_flows_are_told_apart_and_forgotten() -> None:
    asked: list[str] = []
    memory = Memory[str, None](asked.append)
    memory.of("main", {"a": "one"})
    memory.of("other", {"a": "one"})
    memory.keep({"main": None})
    memory.of("main", {"a": "one"})
    memory.of("other", {"a": "one"})
    assert len(asked) == 3
    memory.clear()
    memory.of("main", {"a": "one"})
    assert len(asked) == 4
