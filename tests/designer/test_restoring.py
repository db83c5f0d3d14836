"""A version as the draft again: one edit over all flows, one undo."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdesigner.blocks import SendMessage
from flowdesigner.bot import Bot
from flowdesigner.designer.session import EditingSession
from flowdesigner.errors import EditError
from flowdesigner.flow.document import Flow


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return Bot.create(tmp_path / "bot", "Desk", example=True)


@pytest.fixture
def published(bot: Bot) -> dict[str, Any]:
    """The example as it was; since then a text has changed, the error flow is gone and another flow is there."""
    document = bot.data()
    bot.flow().update("invoices", text="Look there")
    bot.error_flow = None
    bot.remove_flow("error")
    bot.add_flow("Second", id="second").add(SendMessage(text="Hi"))
    bot.save()
    return document


@pytest.fixture
def session(bot: Bot, published: dict[str, Any]) -> Iterator[EditingSession]:
    session = EditingSession.open(bot.folder)
    yield session
    session.close()


def on_disk(session: EditingSession) -> dict[str, Any]:
    return Bot.load(session.bot.folder).data()


def test_the_draft_becomes_the_version_and_one_undo_takes_it_back(
    session: EditingSession, published: dict[str, Any]
) -> None:
    before = on_disk(session)
    session.switch("second")
    assert session.restore(published, author="Mia")
    assert session.bot.data() == on_disk(session) == published
    assert session.flow_id == "main"
    assert session.undo()
    assert session.bot.data() == on_disk(session) == before
    session.redo()
    assert session.bot.data() == on_disk(session) == published


def test_nothing_is_done_when_the_draft_is_so_already(session: EditingSession) -> None:
    assert not session.restore(session.bot.data())
    assert not session.standing.can_undo


def test_edits_of_before_can_still_be_undone_after_the_restoring(
    session: EditingSession, published: dict[str, Any]
) -> None:
    session.edit({"op": "rename", "block": "topic", "name": "Menu"})
    session.restore(published)
    session.undo()
    assert session.flow.block("topic").name == "Menu"
    session.undo()
    assert session.flow.block("topic").name == "What is it about?"


def test_edits_made_since_are_not_lost_by_an_undo(session: EditingSession, published: dict[str, Any]) -> None:
    session.restore(published)
    session.switch("error")
    session.edit({"op": "rename", "block": "start", "name": "Begin"})
    session.switch("main")
    with pytest.raises(EditError, match="“Something went wrong” was edited since"):
        session.undo()
    assert on_disk(session)["flows"]["main"] == published["flows"]["main"]
    session.switch("error")
    session.undo()
    session.switch("main")
    session.undo()
    assert "second" in on_disk(session)["flows"]


def test_edits_made_by_hand_are_not_lost_by_an_undo(session: EditingSession, published: dict[str, Any]) -> None:
    session.restore(published)
    bot = Bot.load(session.bot.folder)
    bot.flow("error").rename("start", "Begin")
    bot.save()
    with pytest.raises(EditError, match="was edited since"):
        session.undo()
    assert on_disk(session)["flows"]["error"]["blocks"][-1]["name"] == "Begin"


def test_a_version_that_cannot_be_saved_leaves_the_draft_as_it_was(
    session: EditingSession, published: dict[str, Any]
) -> None:
    def full(flow: Flow, path: Path) -> None:
        if flow.id == "main" and "Look there" not in str(flow.blocks):
            raise OSError(errno.ENOSPC, "No space left on device")
        flow.save(path)

    before = on_disk(session)
    unlucky = EditingSession(session.bot, session.draft, save=full)
    with pytest.raises(EditError, match="could not be saved: No space left"):
        unlucky.restore(published)
    assert unlucky.bot.data() == on_disk(session) == before
    assert not unlucky.standing.can_undo


def test_the_page_cannot_restore_by_an_edit(session: EditingSession) -> None:
    with pytest.raises(EditError, match="as a whole"):
        session.edit({"op": "become", "flow": None, "edit": "1", "flows": ["main"]})
