"""The draft while a page edits it: saved after every edit, undone, replayed, and never written over unseen."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.session import EditingSession
from flowdesigner.errors import BrokenFileError, EditError
from flowdesigner.flow.document import Flow

HELLO = {"op": "add_block", "id": "hello", "kind": "send_message", "name": "", "settings": {"text": "Hi"}, "at": [9, 9]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bot = Bot.create(tmp_path / "bot", "Desk")
    bot.add_flow("Second", id="second")
    bot.save()
    return tmp_path / "bot"


@pytest.fixture
def session(folder: Path) -> Iterator[EditingSession]:
    session = EditingSession.open(folder)
    yield session
    session.close()


def on_disk(session: EditingSession) -> Flow:
    return Bot.load(session.bot.folder).flows[session.flow_id]


def test_an_edit_is_on_the_disk_at_once_and_says_what_it_changed(session: EditingSession) -> None:
    change = session.edit(HELLO, id="page-1")
    assert change.op == "page-1"
    assert change.blocks == change.places == {"hello"}
    assert not change.edges
    assert "hello" in on_disk(session)
    assert session.edit({"op": "connect", "from": "start", "port": "next", "to": "hello"}, id="page-2").edges


def test_an_edit_that_is_sent_twice_is_made_once(session: EditingSession) -> None:
    session.edit(HELLO, id="page-1")
    assert not session.edit(HELLO, id="page-1")
    assert len(session.flow) == 2


def test_undo_and_redo_survive_a_new_kernel(session: EditingSession, folder: Path) -> None:
    session.edit(HELLO)
    session.edit({"op": "rename", "block": "hello", "name": "Greeting"})
    later = EditingSession.open(folder)
    assert later.undo().blocks == {"hello"}
    assert later.flow.block("hello").name == ""
    later.undo()
    assert "hello" not in on_disk(later)
    assert not later.standing.can_undo
    later.redo()
    later.redo()
    assert on_disk(later).block("hello").name == "Greeting"
    assert not later.standing.can_redo
    later.close()


def test_undo_at_the_beginning_changes_nothing(session: EditingSession) -> None:
    assert not session.undo()
    assert not session.redo()


def test_each_flow_has_its_own_undo(session: EditingSession) -> None:
    session.edit(HELLO)
    session.switch("second")
    assert not session.standing.can_undo
    assert not session.undo()
    session.switch("main")
    assert session.standing.can_undo


def test_the_pages_own_moves_take_no_undo_step(session: EditingSession) -> None:
    session.edit({"op": "move", "at": {"start": [1, 2]}, "silent": True})
    assert not session.standing.can_undo
    assert on_disk(session).layout == {"start": (1.0, 2.0)}


def test_what_another_page_has_written_is_read_before_it_is_changed(session: EditingSession, folder: Path) -> None:
    other = EditingSession.open(folder)
    other.edit(HELLO)
    change = session.edit({"op": "rename", "block": "start", "name": "Begin"})
    assert change.blocks == {"hello", "start"}
    assert "hello" in session.flow
    assert "hello" in on_disk(session)
    assert other.refresh().blocks == {"start"}
    other.close()


def test_a_file_that_somebody_has_broken_is_left_alone(session: EditingSession, folder: Path) -> None:
    (folder / "main.flow.json").write_text("{ half")
    with pytest.raises(BrokenFileError, match="line 1"):
        session.edit(HELLO)
    assert (folder / "main.flow.json").read_text() == "{ half"
    assert "hello" not in session.flow


def test_an_edit_that_cannot_be_saved_is_not_made(session: EditingSession) -> None:
    def full(flow: Flow, path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    unlucky = EditingSession(session.bot, session.draft, save=full)
    with pytest.raises(EditError, match="could not be saved: No space left"):
        unlucky.edit(HELLO, id="page-1")
    assert "hello" not in unlucky.flow
    assert session.edit(HELLO, id="page-1")
    assert "hello" in on_disk(session)


def test_a_folder_that_is_gone_is_said_and_nothing_is_made(session: EditingSession, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(BrokenFileError, match=r"main\.flow\.json"):
        session.edit(HELLO)
    assert "hello" not in session.flow


def test_a_flow_that_is_gone_is_said(session: EditingSession) -> None:
    with pytest.raises(EditError, match="no flow “third” any more"):
        session.switch("third")


def test_flows_that_somebody_else_made_removed_or_named_are_noticed(session: EditingSession, folder: Path) -> None:
    assert not session.is_behind()
    session.switch("second")
    bot = Bot.load(folder)
    bot.remove_flow("second")
    bot.add_flow("Third", id="third")
    bot.error_flow = "third"
    bot.save()
    assert session.is_behind()
    session.catch_up()
    assert (sorted(session.bot.flows), session.bot.error_flow, session.flow_id) == (["main", "third"], "third", "main")
    assert not session.is_behind()


def test_an_edit_of_its_own_is_no_news(session: EditingSession) -> None:
    session.edit(HELLO)
    assert not session.is_behind()
    assert not session.catch_up()


def test_a_bot_that_somebody_has_broken_is_left_as_it_was(session: EditingSession, folder: Path) -> None:
    (folder / "second.flow.json").write_text("{ half")
    with pytest.raises(BrokenFileError, match="second"):
        session.catch_up()
    assert sorted(session.bot.flows) == ["main", "second"]


def test_a_file_that_an_editor_has_changed_is_an_edit_that_undo_takes_back(tmp_path: Path) -> None:
    folder = Bot.create(tmp_path / "bot", "Desk", example=True).folder
    session = EditingSession.open(folder)
    before = session.flow.copy()
    there = Bot.load(folder)
    there.flow().rename("start", "By hand")
    there.save()
    assert session.catch_up()
    assert session.flow.block("start").name == "By hand"
    assert session.standing.can_undo
    session.undo()
    assert session.flow == before
    assert Bot.load(folder).flow() == before
    session.redo()
    assert session.flow.block("start").name == "By hand"
    session.close()


def test_what_another_page_has_written_is_no_edit_of_its_own(tmp_path: Path) -> None:
    folder = Bot.create(tmp_path / "bot", "Desk", example=True).folder
    first, second = EditingSession.open(folder), EditingSession.open(folder)
    first.edit({"op": "rename", "block": "start", "name": "By a page"}, id="a-1")
    second.catch_up()
    assert second.flow.block("start").name == "By a page"
    assert [edit.id for edit in second.draft.history()] == ["a-1"]
    first.close()
    second.close()
