"""*Try it*, as the page asks for it and as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdesigner.bot import Bot
from flowdesigner.chats import load_chat, run_chats
from flowdesigner.designer.editor import Editor
from flowdesigner.designer.session import EditingSession
from flowdesigner.designer.tryout import Tryout
from flowdesigner.flow.check import CheckContext
from flowdesigner.flow.system_variables import example_facts
from flowdesigner.flow.variable import Variable
from tests.designer.page import RecordingCanvas


class Trial:
    """A page that tries the example bot; every turn answers what is shown then."""

    def __init__(self, folder: Path) -> None:
        self.session = EditingSession.open(Bot.create(folder, "Desk", example=True).folder)
        self.page = RecordingCanvas()
        teams = {"6100006": "Technicians"}
        Editor(
            self.page,
            self.session,
            Tryout(self.session.bot, example_facts()),
            context=lambda: CheckContext(teams=teams, flows=self.session.bot.flows),
            changed=lambda: None,
        )

    def do(self, what: str, **content: Any) -> dict[str, Any]:
        told = self.page.ask("try", do=what, **content)
        assert told[0]["type"] == "try", told
        return told[0]

    def refused(self, what: str, **content: Any) -> str:
        (told,) = self.page.ask("try", do=what, **content)
        assert (told["type"], told["tone"]) == ("notice", "error")
        return str(told["text"])


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    trial = Trial(tmp_path / "bot")
    yield trial
    trial.session.close()


def texts(shown: dict[str, Any]) -> list[str]:
    return [line["text"] for line in shown["lines"]]


def test_the_clock_can_be_set_forward(trial: Trial) -> None:
    shown = trial.do("start")
    assert (shown["clock"], shown["date"], shown["can_back"]) == ("Monday 10:24", "2026-01-05", False)
    trial.do("say", text="Hello")
    shown = trial.do("skip", minutes=10)
    assert (shown["clock"], shown["status"]) == ("Monday 10:34", "ended")
    shown = trial.do("skip_to", text="Saturday 18:05")
    assert (shown["clock"], shown["date"]) == ("Saturday 18:05", "2026-01-10")
    assert "is no time" in trial.refused("skip_to", text="soon")
    shown = trial.do("back")
    assert (shown["clock"], shown["can_back"]) == ("Monday 10:34", True)


def test_a_trial_begins_at_any_block_and_again_there(trial: Trial) -> None:
    shown = trial.do("start", block="survey")
    assert texts(shown) == ["Hello", "Did this help?"]
    assert shown["at"] == {"flow": "main", "block": "survey"}
    trial.do("say", text="Yes")
    assert texts(trial.do("restart")) == ["Hello", "Did this help?"]
    assert texts(trial.do("start")) == []
    assert "is gone" in trial.refused("start", block="cellar")


def test_variables_are_shown_and_can_be_changed(trial: Trial) -> None:
    trial.do("start")
    shown = trial.do("set", name="intercom_user_email", value="")
    assert shown["variables"] == [{"name": "intercom_user_email", "value": ""}]
    trial.do("say", text="Hello")
    shown = trial.do("press", option="a_technical_problem")
    assert texts(shown)[-1] == "Which email address can our technicians reach you at?"
    assert {"name": "topic", "value": "A technical problem"} in shown["variables"]
    assert "needs a name" in trial.refused("set", name=" ", value=1)


def test_values_that_must_not_be_seen_are_named(trial: Trial) -> None:
    assert trial.do("start")["sensitive"] == []
    trial.session.flow.variables["topic"] = Variable(name="topic", sensitive=True)
    assert trial.do("restart")["sensitive"] == ["topic"]


def test_a_teammate_takes_over_and_gives_back(trial: Trial) -> None:
    trial.do("say", text="Hello")
    assert trial.do("take_over")["status"] == "handed_over"
    assert texts(trial.do("say", text="Anybody?"))[-1] == "Anybody?"
    shown = trial.do("give_back", text="Billing")
    assert shown["status"] == "waiting"
    assert texts(shown)[-1] == "Did this help?"


def test_a_teammate_who_writes_has_the_conversation(trial: Trial) -> None:
    trial.do("say", text="Hello")
    shown = trial.do("reply", text="I am <Mia>")
    assert shown["status"] == "handed_over"
    assert (shown["lines"][-1]["who"], shown["lines"][-1]["text"]) == ("teammate", "I am &lt;Mia&gt;")
    assert texts(trial.do("reply", text=" "))[-1] == "I am &lt;Mia&gt;"
    assert texts(trial.do("reply", text="How can I help?"))[-1] == "How can I help?"
    trial.page.ask("try", do="keep", text="Mia")
    (result,) = run_chats(trial.session.bot, ["mia"]).results
    assert result.is_passed


def test_what_was_taken_back_is_done_again_until_something_else_is(trial: Trial) -> None:
    trial.do("say", text="Hello")
    pressed = trial.do("press", option="billing")
    assert not pressed["can_again"]
    assert trial.do("back")["can_again"]
    assert trial.do("back")["lines"] == []
    assert len(trial.do("again")["lines"]) == 2
    assert trial.do("again") == pressed
    trial.do("back")
    assert not trial.do("say", text="Hm")["can_again"]
    assert texts(trial.do("again"))[2] == "Hm"


def test_a_kept_chat_is_played_as_far_as_it_goes(trial: Trial) -> None:
    trial.do("channel", text="email")
    trial.do("say", text="Hello")
    trial.do("say", text="1")
    trial.page.ask("try", do="keep", text="Invoices")
    trial.do("start", block="survey")
    shown = trial.do("open", name="invoices")
    assert (shown["channel"], shown["stuck"]) == ("email", "")
    assert texts(shown)[2] == "1"
    (trial.session.bot.folder / "chats/old.chat.txt").write_text(
        "customer: Hello\n\ncustomer presses [Gone]\n", "utf-8"
    )
    shown = trial.do("open", name="old")
    assert shown["stuck"].startswith("No button “Gone” has been offered.")
    assert texts(shown)[0] == "Hello"


def test_the_next_call_fails_once(trial: Trial) -> None:
    trial.do("start")
    assert trial.do("fail_next")["failing"] == "Intercom does not answer"
    shown = trial.do("say", text="Hello")
    assert texts(shown)[1] == "Offer options failed: Intercom does not answer"
    assert "handed over to Technicians" in texts(shown)
    assert shown["failing"] == ""
    trial.do("back")
    assert trial.do("back")["failing"] == ""


def test_by_email_the_choices_are_a_numbered_list(trial: Trial) -> None:
    trial.do("start")
    assert trial.do("channel", text="email")["channel"] == "email"
    shown = trial.do("say", text="Hello")
    assert shown["lines"][-1]["options"] == []
    assert shown["lines"][-1]["text"].endswith("<p>1. Billing<br>2. A technical problem</p>")
    shown = trial.do("restart")
    assert shown["channel"] == "email"
    trial.do("channel", text="conversation")
    shown = trial.do("say", text="Hello")
    assert [option["label"] for option in shown["lines"][-1]["options"]] == ["Billing", "A technical problem"]


def test_a_trial_is_kept_as_a_test_that_passes(trial: Trial) -> None:
    trial.do("start")
    assert "Nothing has been said yet" in trial.page.ask("try", do="keep", text="Nothing")[1]["text"]
    trial.do("say", text="Hello, where is my invoice?")
    trial.do("press", option="billing")
    shown, told = trial.page.ask("try", do="keep", text="  Invoices ")
    assert shown["type"] == "try"
    assert told == {"type": "kept", "name": "invoices", "title": "Invoices", "file": "chats/invoices.chat.txt"}
    bot = trial.session.bot
    assert load_chat(bot.folder, "invoices").title == "Invoices"
    (result,) = run_chats(bot, ["invoices"]).results
    assert result.is_passed
    assert trial.page.ask("try", do="keep")[1]["name"] == "hello-where-is-my-invoice"


def test_what_was_handed_over_is_kept_without_the_accounts_names(trial: Trial) -> None:
    trial.do("say", text="Hello")
    assert texts(trial.do("say", text="Something else"))[-1].startswith("handed over to Technicians")
    trial.page.ask("try", do="keep", text="People")
    kept = (trial.session.bot.folder / "chats/people.chat.txt").read_text("utf-8")
    assert "(handed over to team 6100006, tagged technical, from bot)" in kept
