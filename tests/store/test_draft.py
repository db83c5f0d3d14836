from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flowdesigner.errors import StoreError
from flowdesigner.store.draft import KEPT, Draft


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".flowdesigner" / "draft.sqlite"


@pytest.fixture
def draft(file: Path) -> Iterator[Draft]:
    with Draft.open(file) as opened:
        yield opened


def edit(draft: Draft, name: str, *, flow: str = "main", id: str | None = None) -> int:
    return draft.append({"op": name}, {"op": f"un{name}"}, "Ada", flow=flow, id=id)


def undone(draft: Draft, flow: str = "main") -> str | None:
    found = draft.undo(flow)
    return None if found is None else found.inverse["op"]


def redone(draft: Draft, flow: str = "main") -> str | None:
    found = draft.redo(flow)
    return None if found is None else found.op["op"]


def test_edits_are_undone_backwards_and_redone_forwards(draft: Draft) -> None:
    for name in ("a", "b", "c"):
        edit(draft, name)
    assert [undone(draft), undone(draft)] == ["unc", "unb"]
    assert [redone(draft), redone(draft), redone(draft)] == ["b", "c", None]
    assert draft.standing("main")[1:] == (True, False)
    assert [undone(draft) for _ in range(4)] == ["unc", "unb", "una", None]
    assert draft.standing("main")[1:] == (False, True)


def test_a_new_edit_ends_what_could_be_redone(draft: Draft) -> None:
    edit(draft, "a")
    edit(draft, "b")
    undone(draft)
    edit(draft, "c")
    assert not draft.standing("main").can_redo
    assert [undone(draft), undone(draft), undone(draft)] == ["unc", "una", None]


def test_every_flow_has_a_stack_of_its_own(draft: Draft) -> None:
    edit(draft, "a")
    edit(draft, "b", flow="other")
    assert undone(draft, "main") == "una"
    edit(draft, "c", flow="other")
    assert draft.standing("main").can_redo
    assert (undone(draft, "other"), redone(draft, "main")) == ("unc", "a")


def test_the_stack_survives_a_restart(draft: Draft, file: Path) -> None:
    edit(draft, "a")
    edit(draft, "b")
    undone(draft)
    draft.close()
    with Draft.open(file) as again:
        assert again.standing("main")[1:] == (True, True)
        assert (redone(again), undone(again), undone(again)) == ("b", "unb", "una")


def test_an_edit_without_inverse_is_logged_and_disturbs_nothing(draft: Draft) -> None:
    edit(draft, "a")
    undone(draft)
    draft.append({"op": "arrange"}, None, flow="main")
    assert (undone(draft), redone(draft)) == (None, "a")
    assert [line.op["op"] for line in draft.history()] == ["arrange", "a"]


def test_an_edit_that_a_page_sends_twice_is_known(draft: Draft) -> None:
    seq = edit(draft, "a", id="page-1")
    assert (draft.knows("page-1"), draft.knows("page-2")) == (seq, None)


def test_only_so_many_edits_are_kept(draft: Draft, file: Path) -> None:
    edit(draft, "first")
    draft.close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE sqlite_sequence SET seq = ?", (KEPT,))
    connection.close()
    with Draft.open(file) as again:
        edit(again, "later")
        assert [line.op["op"] for line in again.history()] == ["later"]


def test_numbers_grow_even_after_edits_were_dropped(draft: Draft) -> None:
    numbers = [edit(draft, "a"), edit(draft, "b")]
    undone(draft)
    numbers.append(edit(draft, "c"))
    assert numbers == [1, 2, 3]


def test_it_says_who_did_what(draft: Draft) -> None:
    edit(draft, "a", id="page-1")
    (line,) = draft.history()
    assert (line.seq, line.id, line.flow, line.author, line.undone) == (1, "page-1", "main", "Ada", False)


def test_its_file_is_for_its_owner_only(draft: Draft, file: Path) -> None:
    edit(draft, "a")
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_broken_file_is_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"not a database, but somebody's work " * 50)
    before = file.read_bytes()
    with pytest.raises(StoreError, match="left alone"):
        Draft.open(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "words"),
    [("PRAGMA user_version = 99", "newer flowdesigner"), ("CREATE TABLE t (a)", "another program")],
)
def test_a_file_that_is_not_ours_is_left_alone(file: Path, statement: str, words: str) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()
    with pytest.raises(StoreError, match=words):
        Draft.open(file)


def test_what_is_no_database_at_all_is_let_go_of(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("My diary. " * 200)
    # The error is kept, and with it all that it went through.
    with pytest.raises(StoreError, match="not a flowdesigner database") as _caught:
        Draft.open(file)
    assert file.name not in {Path(one.path).name for one in psutil.Process().open_files()}
