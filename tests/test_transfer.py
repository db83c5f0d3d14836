"""A bot as one file and back: the same bot, chats included, or a clear error and nothing made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowdesigner.blocks import SendMessage
from flowdesigner.bot import Bot
from flowdesigner.chats.folder import load_chats
from flowdesigner.errors import BrokenFileError, DocumentError
from flowdesigner.flow.files_folder import content_of
from flowdesigner.transfer import make_bot, pack


@pytest.fixture
def example(tmp_path: Path) -> Bot:
    return Bot.create(tmp_path / "desk", "Desk", example=True)


def test_there_and_back_is_the_same_bot(example: Bot, tmp_path: Path) -> None:
    (tmp_path / "desk.json").write_text(pack(example), "utf-8")
    made = make_bot(tmp_path / "desk.json", tmp_path / "copy")
    assert Bot.load(tmp_path / "copy").data() == made.data() == example.data()
    assert load_chats(tmp_path / "copy") == load_chats(example.folder)
    assert load_chats(example.folder)[0]


def test_the_files_that_blocks_send_go_with_it(example: Bot, tmp_path: Path) -> None:
    (tmp_path / "list.pdf").write_bytes(b"prices")
    file = example.attach(tmp_path / "list.pdf")
    example.attach(write(tmp_path / "other.txt", b"sent by no block"))
    example.flow().add(SendMessage(text="Here", files=(file,)))
    (tmp_path / "desk.json").write_text(pack(example), "utf-8")
    make_bot(tmp_path / "desk.json", tmp_path / "copy")
    assert content_of(tmp_path / "copy", file) == b"prices"
    assert len(list((tmp_path / "copy" / "files").iterdir())) == 1


def test_a_file_that_is_altered_in_it_is_not_taken(example: Bot, tmp_path: Path) -> None:
    file = example.attach(write(tmp_path / "list.pdf", b"prices"))
    example.flow().add(SendMessage(text="Here", files=(file,)))
    data = json.loads(pack(example))
    data["files"][file.sha256] = "b3RoZXI="
    made = make_bot(write(tmp_path / "desk.json", json.dumps(data).encode()), tmp_path / "copy")
    assert [problem.code for problem in made.check() if problem.field == "files"] == ["file_missing"]


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_state_and_secrets_are_not_in_it(example: Bot) -> None:
    with example.store() as store:
        store.secrets.set("access_token", "tok-very-secret")
    assert "tok-very-secret" not in pack(example)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "must be an object"),
        ('{"format": 99, "name": "x", "main": "main"}', "newer"),
        ('{"format": 1, "name": "x", "main": "main", "flows": {}, "files": {"a": "?"}}', "files.a: is not base64"),
        ('{"format": 1, "name": "x", "main": "main", "flows": {}, "chats": {"a": 7}}', "chats.a: must be a text"),
    ],
)
def test_a_file_that_makes_no_sense_is_named_and_nothing_is_made(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "bad.json").write_text(text, "utf-8")
    with pytest.raises(BrokenFileError, match=f"bad.json.*{says}"):
        make_bot(tmp_path / "bad.json", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_folder_that_is_in_use_is_left_alone(example: Bot, tmp_path: Path) -> None:
    (tmp_path / "desk.json").write_text(json.dumps(example.data()), "utf-8")
    with pytest.raises(DocumentError, match="in use"):
        make_bot(tmp_path / "desk.json", example.folder)
    with pytest.raises(DocumentError, match="cannot be read"):
        make_bot(tmp_path / "gone.json", tmp_path / "copy")
