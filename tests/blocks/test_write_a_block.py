"""The how-to *Write a block of your own*: its code runs as it stands there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import flowdesigner

TEXT = (Path(flowdesigner.__file__).parent / "docs/how-to/write-a-block.md").read_text("utf-8")
MODEL, TEST = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def greet() -> Iterator[ModuleType]:
    """The how-to's module, as if its package were installed."""
    module = ModuleType("our_blocks.greet")
    sys.modules["our_blocks.greet"] = module
    exec(MODEL, vars(module))
    yield module
    del sys.modules["our_blocks.greet"]


def test_the_example_does_what_its_own_test_says(greet: ModuleType) -> None:
    assert greet.Greet.kind == "greet"
    namespace: dict[str, object] = {}
    exec(TEST, namespace)
    tests = [thing for name, thing in namespace.items() if name.startswith("test_")]
    assert tests
    for test in tests:
        assert callable(test)
        test()


def test_it_names_every_answer_a_block_can_give() -> None:
    from flowdesigner.flow.turn import Answer

    for answer in Answer.__subclasses__():
        assert f"`{answer.__name__}(" in TEXT
