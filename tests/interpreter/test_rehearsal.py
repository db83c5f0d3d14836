"""Rehearsals: a conversation that nobody else hears."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flowdesigner.blocks.ask_question import AskQuestion
from flowdesigner.blocks.offer_choices import OfferChoices
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.send_to_offload_provider import SendToOffloadProvider
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import MONDAY, Rehearsal
from flowdesigner.interpreter.transcript import Line, as_text


def rehearse() -> Rehearsal:
    flow = Flow("Main")
    menu = flow.add(OfferChoices(text="Well?", choices=["Yes", "No"], no_reply_minutes=10), id="menu")
    flow.connect(flow.add(Start(), id="start"), menu)
    flow.connect(menu, flow.add(SendMessage(text="Good"), id="good"), port="yes")
    flow.connect(menu, flow.add(SendToOffloadProvider(team="5"), id="people"), port="no")
    flow.connect(menu, flow.add(AskQuestion(text="Still there?", variable="there"), id="there"), port="no_reply")
    return Rehearsal(Program.of(flow), teams={"5": "Support"})


def texts(lines: list[Line]) -> list[str]:
    return as_text(lines)


def test_every_act_answers_the_new_lines() -> None:
    rehearsal = rehearse()
    assert texts(rehearsal.say("hi")) == ["customer: hi", "bot: Well?", "bot: [Yes] [No]"]
    assert texts(rehearsal.press("yes")) == ["customer: Yes", "bot: Good"]
    assert texts(rehearsal.lines)[-1] == "bot: Good"


def test_a_pressed_button_is_marked() -> None:
    rehearsal = rehearse()
    rehearsal.say("hi")
    rehearsal.press("No")
    assert next(line for line in rehearsal.lines if line.options).pressed == "no"
    assert texts(rehearsal.lines)[-1] == "handed over to Support"


def test_a_button_that_nobody_offered_cannot_be_pressed() -> None:
    rehearsal = rehearse()
    with pytest.raises(ValueError, match="Offered last: none"):
        rehearsal.press("Yes")
    rehearsal.say("hi")
    with pytest.raises(ValueError, match="Offered last: Yes, No"):
        rehearsal.press("Maybe")


def test_time_passes_and_what_was_to_happen_happens_at_its_time() -> None:
    rehearsal = rehearse()
    rehearsal.say("hi")
    assert texts(rehearsal.skip(60)) == ["1 h later", "bot: Still there?"]
    assert rehearsal.now == MONDAY + timedelta(hours=1)


def test_one_turn_back_undoes_words_time_and_variables() -> None:
    rehearsal = rehearse()
    rehearsal.say("hi")
    before = rehearsal.moment
    rehearsal.press("Yes")
    rehearsal.back()
    assert rehearsal.moment == before
    rehearsal.back()
    assert rehearsal.lines == []
    rehearsal.back()
    assert rehearsal.session.status == "new"


def test_the_path_names_blocks_and_edges() -> None:
    rehearsal = rehearse()
    rehearsal.say("hi")
    rehearsal.press("Yes")
    assert [position.block for position in rehearsal.path] == ["start", "menu", "menu", "good"]
    assert [tuple(edge) for edge in rehearsal.passed] == [
        ("main", "start", "next", "menu"),
        ("main", "menu", "yes", "good"),
    ]


def test_a_teammate_takes_over_and_gives_back() -> None:
    rehearsal = rehearse()
    rehearsal.say("hi")
    assert texts(rehearsal.take_over()) == ["taken over by a teammate"]
    assert texts(rehearsal.say("Yes")) == ["customer: Yes"]
    assert texts(rehearsal.skip(60)) == ["1 h later"]
    assert texts(rehearsal.give_back()) == ["given back to the bot", "bot: Well?", "bot: [Yes] [No]"]
