"""Files that are added on the page: kept, refused in words, missed by the checks, restored with a version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer import Designer
from flowdesigner.flow.attachment import LARGEST_FILE, AttachedFile
from flowdesigner.flow.files_folder import content_of, place_of
from flowdesigner.settings import SECRET_KEY
from tests.designer.page import RehearsedRunners


@pytest.fixture
def designer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Designer]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(SECRET_KEY, raising=False)
    Bot.create(tmp_path / "bot", "Desk")
    designer = Designer(tmp_path / "bot", environ={}, runners=RehearsedRunners())
    yield designer
    designer.close()


@pytest.fixture
def told(designer: Designer, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(designer.canvas, "send", lambda content, buffers=None: messages.append(content))
    designer.canvas.hear({"type": "hello", "client": "page"})
    return messages


def last(told: list[dict[str, Any]], type: str) -> dict[str, Any]:
    return next(message for message in reversed(told) if message["type"] == type)


def added(designer: Designer, told: list[dict[str, Any]], content: bytes) -> AttachedFile:
    """A file that the page has added to a new block."""
    designer.canvas.hear({"type": "file", "id": "f1", "name": "prices.pdf"}, [memoryview(content)])
    file = last(told, "file")["file"]
    message = {"op": "add_block", "id": "it", "kind": "send_message", "settings": {"files": [file]}, "at": [9, 9]}
    end = {"op": "add_block", "id": "end", "kind": "end", "settings": {}, "at": [9, 99]}
    edges = [
        {"op": "connect", "from": source, "port": "next", "to": to} for source, to in (("start", "it"), ("it", "end"))
    ]
    designer.canvas.hear({"type": "op", "id": "page-1", "op": {"op": "batch", "ops": [message, end, *edges]}})
    return AttachedFile.model_validate(file)


def test_a_file_is_kept_in_the_bots_folder(designer: Designer, told: list[dict[str, Any]]) -> None:
    file = added(designer, told, b"prices")
    assert last(told, "file")["id"] == "f1"
    assert content_of(designer.bot.folder, file) == b"prices"
    assert [one["code"] for one in last(told, "changed")["problems"] if one["field"] == "files"] == []


@pytest.mark.parametrize("content", [b"", b"x" * (LARGEST_FILE + 1)])
def test_what_cannot_be_sent_is_refused_in_words(
    designer: Designer, told: list[dict[str, Any]], content: bytes
) -> None:
    designer.canvas.hear({"type": "file", "id": "f1", "name": "prices.pdf"}, [content])
    assert "“prices.pdf”" in last(told, "file")["error"]
    assert not (designer.bot.folder / "files").exists()


def test_a_file_that_is_gone_is_a_problem_that_keeps_the_draft_from_being_published(
    designer: Designer, told: list[dict[str, Any]]
) -> None:
    file = added(designer, told, b"prices")
    place_of(designer.bot.folder, file).unlink()
    designer.canvas.hear({"type": "publish", "note": ""})
    codes = [problem["code"] for problem in last(told, "publish_refused")["problems"]]
    assert "file_missing" in codes


def test_a_restored_version_has_its_files_again(designer: Designer, told: list[dict[str, Any]]) -> None:
    file = added(designer, told, b"prices")
    designer.canvas.hear({"type": "publish", "note": "first", "despite_failed_tests": True})
    assert last(told, "published")["number"] == 1
    designer.canvas.hear({"type": "op", "id": "page-3", "op": {"op": "set", "block": "it", "settings": {"files": []}}})
    place_of(designer.bot.folder, file).unlink()
    designer.canvas.hear({"type": "versions", "do": "restore", "number": 1})
    assert content_of(designer.bot.folder, file) == b"prices"
