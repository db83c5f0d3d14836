"""Python functions on the page: listed, noticed when their file changes, missed by the checks, tried and tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer import Designer
from flowdesigner.settings import SECRET_KEY
from tests.designer.page import RehearsedRunners

PRICE = '''
import flowdesigner

@flowdesigner.function
def price(item: str, number: int = 1) -> dict:
    """What it costs."""
    return {"amount": number * 2, "item": item}
'''
BLOCK = {
    "function": "price",
    "arguments": [{"name": "item", "value": "{item}"}, {"name": "number", "value": "3"}],
    "results": [{"path": "amount", "variable": "amount"}],
}


class Opened:
    """A designer whose messages to the page are kept."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "functions.py"
        self.told: list[dict[str, Any]] = []
        self.designer = Designer(folder, environ={}, runners=RehearsedRunners())
        self.designer.canvas.send = lambda content, buffers=None: self.told.append(content)
        self.ask("hello", client="page")
        self._edits = 0

    def ask(self, type: str, **content: Any) -> None:
        self.designer.canvas.hear({"type": type, **content})

    def edit(self, *ops: dict[str, Any]) -> None:
        self._edits += 1
        self.ask("op", id=f"page-{self._edits}", op={"op": "batch", "ops": ops})

    def last(self, type: str) -> dict[str, Any]:
        return next(message for message in reversed(self.told) if message["type"] == type)

    def problems(self) -> list[str]:
        found = [message for message in self.told if message["type"] in ("changed", "document")][-1]["problems"]
        return [one["code"] for one in found if one["code"].startswith("function")]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(SECRET_KEY, raising=False)
    Bot.create(tmp_path / "bot", "Desk")
    (tmp_path / "bot" / "functions.py").write_text(PRICE, "utf-8")
    opened = Opened(tmp_path / "bot")
    yield opened
    opened.designer.close()


def with_block(opened: Opened) -> None:
    said = {"text": "It is {amount}"}
    opened.edit(
        {"op": "add_block", "id": "it", "kind": "python_function", "settings": BLOCK, "at": [9, 9]},
        {"op": "add_block", "id": "said", "kind": "send_message", "settings": said, "at": [9, 99]},
        {"op": "add_block", "id": "end", "kind": "end", "settings": {}, "at": [9, 199]},
        *({"op": "connect", "from": source, "port": port, "to": to} for source, port, to in (
            ("start", "next", "it"), ("it", "done", "said"), ("said", "next", "end"))),
    )  # fmt: skip


def test_the_page_is_told_what_there_is_and_what_changes(opened: Opened) -> None:
    opened.ask("functions")
    (shape,) = opened.last("functions")["functions"]
    assert (shape["name"], shape["description"]) == ("price", "What it costs.")
    assert [(one["name"], one["kind"], one["required"]) for one in shape["arguments"]] == [
        ("item", "text", True),
        ("number", "number", False),
    ]
    opened.file.write_text(PRICE.replace("price", "cost"), "utf-8")
    opened.designer.look()
    assert [one["name"] for one in opened.last("functions")["functions"]] == ["cost"]
    opened.file.write_text("def", "utf-8")
    opened.designer.look()
    assert opened.last("functions")["functions"] == []
    assert opened.last("functions")["troubles"][0]["where"] == "functions.py"


def test_a_function_that_is_gone_or_wants_more_is_a_problem_until_it_is_mended(opened: Opened) -> None:
    with_block(opened)
    opened.designer.look()
    assert opened.problems() == []
    opened.file.write_text(PRICE.replace("price", "cost"), "utf-8")
    opened.designer.look()
    assert opened.problems() == ["function_gone"]
    opened.file.write_text(PRICE.replace("item: str", "item: str, size: str"), "utf-8")
    opened.designer.look()
    assert opened.problems() == ["function_other"]
    opened.file.write_text(PRICE, "utf-8")
    opened.designer.look()
    assert opened.problems() == []


def test_a_test_call_runs_it_and_its_fields_can_be_kept(opened: Opened) -> None:
    with_block(opened)
    opened.ask("call", block="it", values={"item": "cup"})
    called = opened.last("called")
    assert (called["body"], called["error"]) == ({"amount": 6, "item": "cup"}, "")
    assert ["amount", 6] in called["paths"]
    opened.edit({"op": "set", "block": "it", "settings": {"function": "prize"}})
    opened.ask("call", block="it", values={"item": "cup"})
    assert "There is no function “prize”" in opened.last("called")["error"]


def test_trials_run_it_for_real_when_asked_to(opened: Opened) -> None:
    with_block(opened)
    opened.ask("try", do="start")
    opened.ask("try", do="say", text="hi")
    assert "the block has no example result" in str(opened.last("try")["lines"])
    opened.ask("try", do="calls", text="real")
    opened.ask("try", do="restart")
    opened.ask("try", do="set", name="item", value="cup")
    opened.ask("try", do="say", text="hi")
    assert "It is 6" in opened.last("try")["lines"][-1]["text"]
