"""The tests of a bot, as the page asks for them and as they are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.kept_chats import KeptChats
from tests.designer.page import RecordingCanvas

SHORT = "# Short\n\ncustomer: Hello\nbot: Hi Mia, what can we help you with?\nbot: [Billing] [A technical problem]\n"


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return Bot.create(tmp_path / "bot", "Desk", example=True)


@pytest.fixture
def page(bot: Bot) -> RecordingCanvas:
    page = RecordingCanvas()
    KeptChats(page, bot)
    return page


def asked(page: RecordingCanvas, do: str, **content: Any) -> dict[str, Any]:
    (told,) = page.ask("tests", do=do, **content)
    return told


def test_every_test_is_run_with_what_it_touches(page: RecordingCanvas) -> None:
    told = asked(page, "run")
    assert (told["type"], told["passed"], told["failed"]) == ("tests", 7, 0)
    first = next(test for test in told["tests"] if test["name"] == "no-answer")
    assert (first["state"], first["line"], first["file"]) == ("passed", None, "chats/no-answer.chat.txt")
    assert first["blocks"] == [["main", "quiet"], ["main", "start"], ["main", "topic"]]
    assert first["ports"] == [["main", "start", "next"], ["main", "topic", "no_reply"]]
    assert told["coverage"]["blocks"] == [11, 11]
    assert {
        "flow": "main", "block": "survey", "port": "otherwise", "title": "Did this help?", "label": "Anything else",
    } in told["coverage"]["untouched_ports"]  # fmt: skip


def test_the_line_that_differs_is_shown_and_the_new_answer_taken(bot: Bot, page: RecordingCanvas) -> None:
    bot.flow().update("quiet", reason="Goodbye")
    told = asked(page, "run")
    (failed,) = [test for test in told["tests"] if test["state"] == "failed"]
    assert failed["text"].splitlines()[failed["line"] - 1] == failed["expected"]
    assert (told["failed"], failed["name"], failed["actual"]) == (1, "no-answer", "bot: Goodbye")
    assert asked(page, "accept", name="no-answer")["failed"] == 0
    assert "bot: Goodbye\n" in (bot.folder / failed["file"]).read_text("utf-8")


def test_a_test_is_written_by_hand_removed_and_brought_back(bot: Bot, page: RecordingCanvas) -> None:
    assert asked(page, "save", name="short", text=SHORT)["passed"] == 8
    assert asked(page, "remove", name="short")["passed"] == 7
    assert not (bot.folder / "chats/short.chat.txt").exists()
    assert asked(page, "save", name="short", text=SHORT)["passed"] == 8


def test_a_text_that_is_no_chat_is_refused_with_its_line(bot: Bot, page: RecordingCanvas) -> None:
    told = asked(page, "save", name="billing", text="customer: hi\nand so on\n")
    assert (told["type"], told["name"], told["line"]) == ("test_refused", "billing", 2)
    assert told["message"].startswith("“and so on” is nothing that can happen")
    assert asked(page, "run")["failed"] == 0


def test_a_file_that_is_broken_is_shown_and_left_alone(bot: Bot, page: RecordingCanvas) -> None:
    path = bot.folder / "chats/mine.chat.txt"
    path.write_text("hello\n")
    told = asked(page, "run")
    (broken,) = [test for test in told["tests"] if test["state"] == "broken"]
    assert (broken["name"], broken["line"], broken["text"]) == ("mine", 1, "hello\n")
    assert broken["message"].startswith("“hello” is nothing")
    assert asked(page, "accept", name="mine")["type"] == "notice"
    assert path.read_text() == "hello\n"


def test_what_was_done_to_a_file_is_taken_back_to_the_letter(bot: Bot, page: RecordingCanvas) -> None:
    path = bot.folder / "chats/no-answer.chat.txt"
    mine = path.read_text().replace("\n", "\n\n")
    path.write_text(mine)
    bot.flow().update("quiet", reason="Goodbye")
    assert asked(page, "accept", name="no-answer")["failed"] == 0
    assert path.read_text() != mine
    assert asked(page, "put_back", name="no-answer", text=mine)["failed"] == 1
    assert path.read_text() == mine
    (bot.folder / "chats/odd.chat.txt").write_text("hello\n")
    asked(page, "remove", name="odd")
    assert asked(page, "put_back", name="odd", text="hello\n")["failed"] == 2


def test_a_name_that_leads_out_of_the_folder_is_refused(bot: Bot, page: RecordingCanvas) -> None:
    told = asked(page, "save", name="../../bot", text=SHORT)
    assert (told["type"], told["tone"]) == ("notice", "error")
    assert "cannot name" in told["text"]
