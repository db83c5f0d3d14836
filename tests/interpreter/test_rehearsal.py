"""Rehearsals: a conversation that nobody else hears."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flowdesigner.blocks.ask_question import AskQuestion
from flowdesigner.blocks.offer_choices import OfferChoices
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.send_to_offload_provider import SendToOffloadProvider
from flowdesigner.blocks.start import Start
from flowdesigner.channel.delivery import calls_for
from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.flow.action import OfferOptions, Option
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


def test_the_clock_goes_to_a_day_and_a_time() -> None:
    rehearsal = rehearse()
    rehearsal.skip_to("Saturday 18:05")
    assert (rehearsal.now.weekday(), rehearsal.now.hour, rehearsal.now.minute) == (5, 18, 5)
    rehearsal.say("hi")
    assert texts(rehearsal.skip_to("18:05")) == ["18:05", "bot: Still there?"]
    assert rehearsal.now == MONDAY.replace(day=11, hour=18, minute=5)
    rehearsal.skip_to("2026-02-01 9:00")
    assert rehearsal.now == MONDAY.replace(month=2, day=1, hour=9, minute=0)


def test_a_time_can_be_meant_in_another_time_zone() -> None:
    rehearsal = rehearse()
    rehearsal.skip_to("Monday 11:24 Europe/Berlin")
    assert rehearsal.now == MONDAY + timedelta(days=7)
    rehearsal.skip_to("2026-07-04 0:30 Europe/Berlin")
    assert rehearsal.now == MONDAY.replace(month=7, day=3, hour=22, minute=30)
    rehearsal.skip_to("1:00 UTC")
    assert rehearsal.now == MONDAY.replace(month=7, day=4, hour=1, minute=0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("soon", "is no time"),
        ("Caturday 10:00", "is no time"),
        ("Monday 25:00", "hour must be in"),
        ("18:05 Europe/Atlantis", "No time zone found with key Europe/Atlantis"),
        ("2026-01-05 10:24", "is past: the clock shows Monday 10:24"),
    ],
)
def test_a_text_that_is_no_time_to_come_is_explained(text: str, why: str) -> None:
    rehearsal = rehearse()
    with pytest.raises(ValueError, match=why):
        rehearsal.skip_to(text)
    assert rehearsal.turns == []


def test_a_conversation_can_begin_at_any_block() -> None:
    rehearsal = rehearse()
    rehearsal.begin_at("main", "there")
    assert texts(rehearsal.say("hi")) == ["customer: hi", "bot: Still there?"]
    with pytest.raises(ValueError, match="no block “cellar” in the flow “main”"):
        rehearsal.begin_at("main", "cellar")


def test_variables_can_be_set_before_the_first_message_and_later() -> None:
    flow = Flow("Main")
    ask = flow.add(AskQuestion(text="Is it {topic}?", variable="answer"), id="ask")
    flow.connect(flow.add(Start()), ask)
    flow.connect(ask, flow.add(SendMessage(text="{answer} to {topic}")))
    rehearsal = Rehearsal(Program.of(flow))
    rehearsal.set("topic", "billing")
    assert rehearsal.variables == {"topic": "billing"}
    assert texts(rehearsal.say("hi"))[-1] == "bot: Is it billing?"
    rehearsal.set("topic", "shoes")
    assert texts(rehearsal.say("Yes"))[-1] == "bot: Yes to shoes"
    rehearsal.back()
    assert rehearsal.variables == {"topic": "shoes"}
    rehearsal.back()
    assert rehearsal.variables == {"topic": "billing"}


def test_a_customer_who_writes_by_email_sees_the_list_that_intercom_is_sent() -> None:
    rehearsal = rehearse()
    rehearsal.write_by("email")
    told = rehearsal.say("hi")[-1]
    source = {"intercom.sourceType": "email"}
    option = OfferOptions(
        text="Well?", options=(Option(id="yes", label="Yes", uuid=""), Option(id="no", label="No", uuid=""))
    )
    (call,) = calls_for(option, ChannelSettings(bot_agent="7"), "1", source["intercom.sourceType"])
    assert told.text == call.payload["body"]
    assert told.plain == "Well?\n1. Yes\n2. No"
    assert texts(rehearsal.say("1"))[-1] == "bot: Good"
    rehearsal.write_by("conversation")
    assert texts(rehearsal.say("again"))[-1] == "bot: [Yes] [No]"


def test_the_next_call_can_fail_and_only_that() -> None:
    rehearsal = rehearse()
    rehearsal.fail_next("Intercom is down")
    assert texts(rehearsal.say("hi")) == [
        "customer: hi",
        "Offer options failed: Intercom is down",
        "bot: Sorry, something went wrong here. A colleague will take over.",
        "handed over to the inbox of your people",
        "something went wrong: Intercom is down",
    ]
    rehearsal.back()
    rehearsal.back()
    assert texts(rehearsal.say("hi"))[-1] == "bot: [Yes] [No]"


def test_what_was_done_can_be_done_again_elsewhere() -> None:
    first, again = rehearse(), rehearse()
    first.set("mood", "good")
    first.write_by("email")
    first.begin_at("main", "menu")
    first.skip_to("Friday 9:00")
    first.say("hi")
    first.write_by("conversation")
    first.fail_next("nobody is there")
    first.say("2")
    first.take_over()
    first.give_back("Hello?")
    first.press("Yes")
    first.skip(60)
    for turn in first.turns:
        again.perform(turn.act)
    assert again.moment == first.moment


def test_a_turn_says_where_its_answer_begins() -> None:
    rehearsal = rehearse()
    rehearsal.say("hi")
    rehearsal.press("no")
    rehearsal.give_back("Anybody?")
    answers = [texts(rehearsal.lines[turn.answer :])[:1] for turn in rehearsal.turns]
    assert answers == [["bot: Well?"], ["handed over to Support"], ["bot: Well?"]]
