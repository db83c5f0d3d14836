"""Files that blocks send: their names, their bounds, and where they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdesigner.blocks import SendMessage
from flowdesigner.errors import DocumentError, EditError
from flowdesigner.flow import files_folder
from flowdesigner.flow.attachment import LARGEST_FILE, AttachedFile, in_words, too_much
from flowdesigner.flow.document import Flow


def sized(size: int, name: str = "a.pdf") -> AttachedFile:
    return AttachedFile(name=name, size=size, sha256="0" * 64)


def test_a_file_is_told_from_another_by_its_content() -> None:
    first, second = AttachedFile.of("Price list.PDF", b"one"), AttachedFile.of("Price list.PDF", b"two")
    assert (first.name, first.content_type, first.size) == ("Price list.PDF", "application/pdf", 3)
    assert first.stored_as.startswith("price-list-")
    assert first.stored_as.endswith(".pdf")
    assert first.stored_as != second.stored_as
    assert first.is_content(b"one")
    assert not first.is_content(b"two")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\list.pdf", "list.pdf"),
        ('a"b\r\nc.txt', "abc.txt"),
        ("..", "file"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_a_name_never_leads_out_of_the_folder(given: str, kept: str) -> None:
    file = AttachedFile.of(given, b"x")
    assert file.name == kept
    assert Path(file.stored_as).name == file.stored_as


@pytest.mark.parametrize(("content", "words"), [(b"", "is empty"), (b"x" * (LARGEST_FILE + 1), "may have 5 MB")])
def test_what_cannot_be_sent_is_refused_in_words(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(EditError, match=words):
        files_folder.keep(tmp_path, "a.pdf", content)
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([sized(1)] * 10, ""),
        ([sized(1)] * 11, "at most 10"),
        ([sized(LARGEST_FILE + 1, "b.pdf")], "“b.pdf” has"),
        ([sized(LARGEST_FILE)] * 3, "15 MB together"),
    ],
)
def test_the_bounds_of_a_message(files: list[AttachedFile], words: str) -> None:
    assert words in too_much(files)
    assert bool(words) == bool(too_much(files))


def test_a_file_that_is_altered_or_gone_is_missed(tmp_path: Path) -> None:
    file = files_folder.keep(tmp_path, "a.txt", b"hello")
    flow = Flow("Main")
    flow.add(SendMessage(files=(file,)))
    flows = {"main": flow}
    assert files_folder.there(tmp_path, flows) == {file.sha256}
    assert files_folder.contents(tmp_path, flows, lambda sha256: False) == {file.sha256: b"hello"}
    files_folder.place_of(tmp_path, file).write_bytes(b"HELLO")
    assert files_folder.content_of(tmp_path, file) is None
    with pytest.raises(DocumentError, match=r"“a\.txt” is not in"):
        files_folder.contents(tmp_path, flows, lambda sha256: False)
    assert files_folder.contents(tmp_path, flows, lambda sha256: True) == {}
    files_folder.place_of(tmp_path, file).unlink()
    assert files_folder.there(tmp_path, flows) == frozenset()
    files_folder.fetch(tmp_path, flows, {file.sha256: b"hello"}.get)
    assert files_folder.content_of(tmp_path, file) == b"hello"


def test_sizes_are_said_in_words() -> None:
    assert [in_words(size) for size in (820, 1024, 1536, 3 * 1024 * 1024)] == ["820 bytes", "1 KB", "1.5 KB", "3 MB"]
