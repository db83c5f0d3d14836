"""What the page says about the document, and what it is told: the messages of the contract between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.editor import Editor
from flowdesigner.designer.session import EditingSession
from flowdesigner.designer.tryout import Tryout
from flowdesigner.flow.check import CheckContext
from flowdesigner.flow.system_variables import example_facts
from tests.designer.page import RecordingCanvas

QUESTION = {
    "op": "add_block",
    "id": "ask",
    "kind": "offer_choices",
    "name": "Topic",
    "settings": {"text": "Hi {firstname}", "choices": [{"id": "a", "label": "Billing"}, {"id": "b", "label": "Other"}]},
    "at": [300, 0],
}
CONNECT = {"op": "connect", "from": "start", "port": "next", "to": "ask"}


class Screen:
    """An editor with a page that is not there."""

    def __init__(self, folder: Path) -> None:
        bot = Bot.create(folder, "Desk")
        bot.add_flow("Second", id="second")
        bot.save()
        self.session = EditingSession.open(folder)
        self.page = RecordingCanvas()
        self.teams = frozenset({"7"})
        self.changes = 0
        self.editor = Editor(
            self.page,
            self.session,
            Tryout(self.session.bot, example_facts()),
            context=lambda: CheckContext(bot_teams=self.teams, teams={"7": "Bots"}, flows=self.session.bot.flows),
            changed=self.changed,
        )

    def changed(self) -> None:
        self.changes += 1


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    screen = Screen(tmp_path / "bot")
    yield screen
    screen.session.close()


def test_hello_is_answered_with_the_whole_document(screen: Screen) -> None:
    (told,) = screen.page.ask("hello", client="c1")
    assert told["type"] == "document"
    assert told["flow"]["id"] == "main"
    block = told["flow"]["blocks"]["start"]
    assert block["title"] == "Start"
    assert block["ports"] == [{"id": "next", "label": "Customer writes", "hint": "", "required": True}]
    assert [problem["code"] for problem in told["problems"]] == ["loose_port"]
    assert (told["can_undo"], told["can_redo"]) == (False, False)


def test_an_edit_is_answered_with_what_it_changed(screen: Screen) -> None:
    screen.page.ask("hello")
    (told,) = screen.page.ask("op", id="c1-1", op=QUESTION)
    assert (told["type"], told["op"]) == ("changed", "c1-1")
    assert set(told["blocks"]) == {"ask"}
    assert told["blocks"]["ask"]["settings"]["no_reply_minutes"] is None
    assert told["layout"] == {"ask": [300.0, 0.0]}
    assert "edges" not in told
    assert told["can_undo"]
    (told,) = screen.page.ask("op", id="c1-2", op=CONNECT)
    assert told["edges"] == [["start", "next", "ask"]]
    assert told["blocks"] == {}
    assert screen.changes == 3


def test_a_removed_block_is_told_as_none(screen: Screen) -> None:
    screen.page.ask("op", id="1", op=QUESTION)
    (told,) = screen.page.ask("op", id="2", op={"op": "remove", "blocks": ["ask"]})
    assert told["blocks"] == {"ask": None}
    (told,) = screen.page.ask("undo")
    assert told["op"] is None
    assert told["blocks"]["ask"]["name"] == "Topic"
    assert told["layout"] == {"ask": [300.0, 0.0]}


def test_a_mend_of_a_problem_is_an_edit_that_mends_it(screen: Screen) -> None:
    screen.page.ask("op", id="1", op=QUESTION)
    problems = screen.page.last("changed")["problems"]
    mend = next(problem["mend"] for problem in problems if problem["block"] == "start")
    (told,) = screen.page.ask("op", id="2", op=dict(mend["op"]))
    assert told["edges"] == [["start", "next", "ask"]]
    assert not any(problem["block"] == "start" for problem in told["problems"])


def test_a_refused_edit_says_why_and_where(screen: Screen) -> None:
    screen.page.ask("op", id="1", op=QUESTION)
    (told,) = screen.page.ask("op", id="2", op={"op": "set", "block": "ask", "settings": {"no_reply_minutes": -1}})
    assert told["type"] == "refused"
    assert (told["op"], told["field"]) == ("2", "no_reply_minutes")
    (told,) = screen.page.ask("op", id="3", op={"op": "rename", "block": "gone", "name": "x"})
    assert told["type"] == "refused"
    assert "gone" in told["message"]
    assert "field" not in told


def test_a_replayed_edit_is_acknowledged_and_made_once(screen: Screen) -> None:
    screen.page.ask("op", id="c1-1", op=QUESTION)
    (told,) = screen.page.ask("op", id="c1-1", op=QUESTION)
    assert (told["type"], told["op"], told["blocks"]) == ("changed", "c1-1", {})


def test_an_edit_made_in_another_flow_goes_there(screen: Screen) -> None:
    (told,) = screen.page.ask("op", id="1", op=QUESTION, flow="second")
    assert (told["op"], told["blocks"]) == ("1", {})
    assert screen.session.flow_id == "main"
    (told,) = screen.page.ask("flow", id="second")
    assert told["type"] == "document"
    assert "ask" in told["flow"]["blocks"]


def test_numbers_of_messages_only_grow(screen: Screen) -> None:
    screen.page.ask("hello")
    screen.page.ask("op", id="1", op=QUESTION)
    screen.page.ask("undo")
    screen.page.ask("redo")
    numbers = [message["seq"] for message in screen.page.told]
    assert numbers == sorted(set(numbers))


def test_a_handover_to_a_bot_team_is_a_problem_at_its_field(screen: Screen) -> None:
    offload = {"op": "add_block", "id": "people", "kind": "send_to_offload_provider", "settings": {"team": "7"}}
    (told,) = screen.page.ask("op", id="1", op=offload)
    problem = next(problem for problem in told["problems"] if problem["code"] == "bot_team")
    assert (problem["block"], problem["field"], problem["severity"]) == ("people", "team", "error")
    assert "talk over your people" in problem["message"]


def test_another_pages_edits_are_shown(screen: Screen) -> None:
    screen.page.ask("hello")
    other = EditingSession.open(screen.session.bot.folder)
    other.edit(QUESTION)
    other.close()
    screen.editor.look()
    assert set(screen.page.last("changed")["blocks"]) == {"ask"}


@pytest.mark.parametrize("message", [{"type": "nonsense"}, {"type": "op"}, {"type": "flow", "id": "gone"}])
def test_what_cannot_be_answered_becomes_a_notice(screen: Screen, message: dict[str, str]) -> None:
    screen.page.hear(message)
    (told,) = screen.page.told
    assert (told["type"], told["tone"]) == ("notice", "error")


def test_try_it_plays_the_draft_and_lights_the_way(screen: Screen) -> None:
    screen.page.ask("op", id="1", op=QUESTION)
    screen.page.ask("op", id="2", op=CONNECT)
    (told,) = screen.page.ask("try", do="start")
    assert (told["lines"], told["status"], told["clock"]) == ([], "new", "Monday 10:24")
    (told,) = screen.page.ask("try", do="say", text="hello")
    assert [line["who"] for line in told["lines"]] == ["customer", "bot"]
    assert "Mia" in told["lines"][1]["text"]
    assert told["lines"][1]["options"][0] == {"id": "a", "label": "Billing", "pressed": False}
    assert told["at"] == {"flow": "main", "block": "ask"}
    assert told["path"] == [["start", "next", "ask"]]
    (told,) = screen.page.ask("try", do="press", option="a")
    assert told["lines"][1]["options"][0]["pressed"]
    assert told["status"] == "ended"
    (told,) = screen.page.ask("try", do="back")
    assert told["status"] == "waiting"
    (told,) = screen.page.ask("try", do="restart")
    assert told["lines"] == []


def test_try_from_a_block_begins_there(screen: Screen) -> None:
    screen.page.ask("op", id="1", op=QUESTION)
    (told,) = screen.page.ask("try", do="start", block="ask")
    assert told["at"] == {"flow": "main", "block": "ask"}
    (told,) = screen.page.ask("try", do="start", block="gone")
    assert told["type"] == "notice"
    assert "gone" in told["text"]


def test_a_button_of_an_earlier_conversation_is_explained(screen: Screen) -> None:
    (told,) = screen.page.ask("try", do="press", option="zzz")
    assert (told["type"], told["tone"]) == ("notice", "error")
