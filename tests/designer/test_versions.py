"""The versions of a bot, as the page asks for them and as they are shown, on the whole screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdesigner.blocks import End, Start
from flowdesigner.bot import Bot
from flowdesigner.designer import Designer
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.settings import SECRET_KEY
from flowdesigner.store import conversations
from flowdesigner.store.commit import Progress, commit
from tests.designer.page import RehearsedRunners
from tests.store.samples import NOON, claimed


class Screen:
    """A designer whose messages are kept."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.designer = Designer(folder, environ={}, runners=RehearsedRunners())
        self.told: list[dict[str, Any]] = []
        monkeypatch.setattr(self.designer.canvas, "send", lambda content, buffers=None: self.told.append(content))

    def ask(self, type: str, **content: Any) -> list[dict[str, Any]]:
        before = len(self.told)
        self.designer.canvas.hear({"type": type, **content})
        return self.told[before:]

    def versions(self, do: str, **content: Any) -> dict[str, Any]:
        return self.ask("versions", do=do, **content)[-1]


@pytest.fixture
def screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("JUPYTERHUB_USER", "mia")
    monkeypatch.delenv(SECRET_KEY, raising=False)
    Bot.create(tmp_path / "bot", "Order desk", example=True)
    screen = Screen(tmp_path / "bot", monkeypatch)
    yield screen
    screen.designer.close()


def publish_twice(screen: Screen) -> None:
    screen.ask("publish", note="first")
    edit = {"op": "set", "block": "invoices", "settings": {"text": "Look there"}}
    screen.ask("op", id="1", op=edit)
    screen.ask("op", id="2", op={"op": "move", "at": {"start": [1, 2]}})
    screen.ask("publish", note="second", despite_failed_tests=True)


def stand(screen: Screen, conversation: str, block: str, revision: int) -> None:
    """A conversation that waits at this block."""
    session = Session(conversation=conversation, status="waiting", wait="reply", position=Position("main", block))
    lease = claimed(screen.designer.store, conversation)
    progress = Progress(session=session.to_data(), status="waiting", revision=revision, timer_at=None, finished=[1, 2])

    def rest(conn: Any) -> None:
        commit(conn, lease, progress, NOON)
        assert conversations.rest(conn, lease)

    screen.designer.store.write(rest)


def test_versions_stand_with_note_author_time_and_conversations(screen: Screen) -> None:
    assert screen.versions("list") == {"type": "versions", "versions": [], "next_number": 1}
    publish_twice(screen)
    stand(screen, "1", "topic", 1)
    second, first = screen.versions("list")["versions"]
    assert (first["number"], first["note"], first["author"], first["is_live"]) == (1, "first", "mia", False)
    assert (second["number"], second["is_live"], first["conversations"]) == (2, True, 1)
    assert first["at"] < second["at"]


def test_two_versions_are_compared_for_the_canvas_and_in_words(screen: Screen) -> None:
    publish_twice(screen)
    told = screen.versions("compare", old=1, new=2)
    (flow,) = told["flows"]
    assert flow["state"] == "changed"
    assert flow["blocks"]["start"] == {"state": "moved", "title": "Start", "renamed_from": None, "fields": []}
    assert flow["blocks"]["invoices"]["fields"] == [
        {"name": "text", "title": "Text", "old": "Your invoices are in <b>Settings › Billing</b>.", "new": "Look there"}
    ]
    assert flow["new"]["blocks"]["invoices"]["settings"]["text"] == "Look there"
    assert told["sentences"][-1] == "Main flow: Moved 1 block."
    assert screen.versions("compare", old=2, new=None)["flows"] == []
    screen.ask("op", id="3", op={"op": "remove", "blocks": ["quiet"]})
    (flow,) = screen.versions("compare", old=2, new=None)["flows"]
    assert flow["blocks"]["quiet"]["state"] == "removed"
    assert flow["edges"] == {"added": [], "removed": [["topic", "no_reply", "quiet"]]}
    assert "no version 9" in screen.versions("compare", old=9, new=None)["text"]


def test_a_version_is_restored_as_the_draft_and_undone_at_once(screen: Screen) -> None:
    publish_twice(screen)
    document, told = screen.ask("versions", do="restore", number=1)[-2:]
    assert told == {"type": "restored", "number": 1, "changed": True}
    assert document["type"] == "document"
    assert "Billing" in document["flow"]["blocks"]["invoices"]["settings"]["text"]
    assert screen.designer.canvas.bot["changes"] == 1
    screen.ask("undo")
    assert screen.designer.bot.flow().block("invoices").summary() == "Look there"
    assert screen.ask("versions", do="restore", number=2) == [{"type": "restored", "number": 2, "changed": False}]


def test_going_back_to_a_version_makes_it_live_until_the_next(screen: Screen) -> None:
    publish_twice(screen)
    told = screen.versions("go_to", number=1)
    assert [one["is_live"] for one in told["versions"]] == [False, True]
    assert screen.designer.canvas.bot["live"]["number"] == 1
    assert screen.designer.canvas.bot["next_number"] == 3
    live = screen.designer.store.revisions.live()
    assert live is not None
    assert live.number == 1
    screen.ask("publish", despite_failed_tests=True)
    assert screen.designer.canvas.bot["live"]["number"] == 3
    assert "Choose a published version" in screen.versions("go_to")["text"]


def test_who_publishes_sees_and_chooses_what_becomes_of_conversations_under_way(screen: Screen) -> None:
    publish_twice(screen)
    stand(screen, "1", "topic", 1)
    stand(screen, "2", "survey", 2)
    screen.ask("op", id="3", op={"op": "remove", "blocks": ["topic"]})
    assert screen.versions("under_way", number=None) == {
        "type": "under_way", "number": None, "can_move": 1, "must_stay": 1,
        "text": "2 conversations under way are on another version; 1 can go on with this one.",
    }  # fmt: skip
    screen.ask("undo")
    told = screen.ask("publish", despite_failed_tests=True, move_conversations=True)
    assert [one["type"] for one in told][-2:] == ["published", "moved"]
    assert (told[-1]["number"], told[-1]["moved"], told[-1]["must_stay"], told[-1]["busy"]) == (3, 2, 0, 0)
    screen.versions("go_to", number=2)
    assert screen.versions("list")["versions"][0]["conversations"] == 2
    moved, listed = screen.ask("versions", do="go_to", number=1, move_conversations=True)
    assert (moved["type"], moved["moved"]) == ("moved", 2)
    assert listed["versions"][-1]["conversations"] == 2
    assert screen.versions("move", number=2)["versions"][1]["conversations"] == 2


def test_the_tests_are_run_on_the_whole_screen(screen: Screen) -> None:
    (told,) = screen.ask("tests", do="run")
    assert (told["type"], told["failed"]) == ("tests", 0)


def test_what_is_published_is_what_stands_on_the_disk(screen: Screen) -> None:
    bot = Bot.load(screen.designer.bot.folder)
    bot.flow("error").rename("start", "Begin")
    second = bot.add_flow("Second", id="second")
    second.connect(second.add(Start()), second.add(End()))
    bot.save()
    screen.ask("publish", despite_failed_tests=True)
    live = screen.designer.store.revisions.live()
    assert live is not None
    assert live.document == bot.data()
    assert [flow["id"] for flow in screen.designer.canvas.bot["flows"]] == ["main", "second", "error"]
