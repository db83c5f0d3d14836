"""What the interpreter makes of each event, wherever the conversation stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from flowdesigner.blocks.ask_question import AskQuestion
from flowdesigner.blocks.close_conversation import CloseConversation
from flowdesigner.blocks.go_to import GoTo
from flowdesigner.blocks.offer_choices import OfferChoices
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.send_to_offload_provider import SendToOffloadProvider
from flowdesigner.blocks.start import Start
from flowdesigner.blocks.wait import Wait
from flowdesigner.flow.action import Action
from flowdesigner.flow.action import SendMessage as Say
from flowdesigner.flow.block import Block, UnknownBlock
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import (
    ActionDone,
    ActionFailed,
    Closed,
    CustomerMessage,
    Deleted,
    Event,
    GivenBack,
    TakenOver,
    TimerFired,
)
from flowdesigner.interpreter.interpreter import advance
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import MONDAY
from flowdesigner.interpreter.session import Session
from flowdesigner.interpreter.transcript import plain_text
from flowdesigner.interpreter.walk import APOLOGY
from flowdesigner.testing import Talk, message, talk

SORRY = [f"bot: {plain_text(APOLOGY)}", "handed over to the inbox of your people"]


def chain(name: str, *blocks: Block) -> Flow:
    """Blocks one after the other, each by its first port."""
    flow = Flow(name)
    last: Block = flow.add(Start())
    for block in blocks:
        port = last.ports()[0].id
        flow.connect(last, last := flow.add(block), port=port)
    return flow


ASKS = chain("Main", AskQuestion(text="Name?", variable="name", no_reply_minutes=10), SendMessage(text="Hi {name}"))
ERRORS = chain("Error occurred", SendMessage(text="Oh dear"))


def quiet(event: Event) -> Callable[[Talk], bool]:
    """Whether the event changes nothing that a customer could notice."""

    def check(before: Talk) -> bool:
        lines, status = before.lines, before.session.status
        before.happen(event)
        return before.lines == lines and before.session.status == status

    return check


# Messages


def test_the_first_message_starts_and_the_next_one_answers() -> None:
    assert talk(ASKS, "hi", "Mia").lines == ["customer: hi", "bot: Name?", "customer: Mia", "bot: Hi Mia"]


def test_facts_of_an_event_are_known_from_then_on() -> None:
    flow = chain("Main", SendMessage(text="Hello {firstname}"))
    greeted = talk(flow)
    greeted.happen(CustomerMessage(at=MONDAY, text="hi", facts={"firstname": "Mia"}))
    assert greeted.lines == ["bot: Hello Mia"]
    assert greeted.session.facts["firstname"] == "Mia"


def test_one_message_told_twice_is_taken_up_once() -> None:
    asked = talk(ASKS)
    asked.happen(GivenBack(at=MONDAY, message=message("hi", id="m1")))
    asked.happen(message("hi", id="m1"))
    assert asked.lines == ["bot: Name?"]
    assert asked.session.status == "waiting"


def test_an_ended_conversation_begins_anew_with_its_variables_empty() -> None:
    again = talk(ASKS, "hi", "Mia", "hello")
    assert again.lines[-1] == "bot: Name?"
    assert again.variables == {}


def test_action_numbers_go_on_when_a_conversation_begins_anew() -> None:
    assert talk(ASKS, "hi", "Mia", "hello").session.actions == 3


def test_an_assignment_with_an_unanswered_message_starts_one_without_waits_for_the_customer() -> None:
    assert talk(ASKS).happen(GivenBack(at=MONDAY, message=message("hi"))).lines == ["bot: Name?"]
    assert talk(ASKS).happen(GivenBack(at=MONDAY)).session.status == "new"


def test_an_assignment_while_the_bot_has_the_conversation_changes_nothing() -> None:
    assert quiet(GivenBack(at=MONDAY, message=message("hello", id="other")))(talk(ASKS, "hi"))


# Timers


def test_a_timer_before_its_time_or_after_the_answer_changes_nothing() -> None:
    assert quiet(TimerFired(at=MONDAY + timedelta(minutes=9)))(talk(ASKS, "hi"))
    assert quiet(TimerFired(at=MONDAY + timedelta(days=9)))(talk(ASKS, "hi", "Mia"))
    assert quiet(TimerFired(at=MONDAY + timedelta(days=9)))(talk(ASKS, "hi").take_over())


# People


def test_taken_over_the_bot_is_silent_and_given_back_with_an_answer_it_goes_on() -> None:
    taken = talk(ASKS, "hi").take_over().say("Mia").give_back("Mia it is")
    assert taken.lines[2:] == [
        "taken over by a teammate",
        "customer: Mia",
        "customer: Mia it is",
        "given back to the bot",
        "bot: Hi Mia it is",
    ]


def test_given_back_without_a_message_the_bot_asks_again() -> None:
    assert talk(ASKS, "hi").take_over().give_back().lines[-1] == "bot: Name?"


def test_a_pause_begins_again_when_the_conversation_comes_back() -> None:
    back = talk(chain("Main", Wait(minutes=10), SendMessage(text="Now")), "hi").take_over().skip(60).give_back("hello?")
    assert back.lines[-1] == "given back to the bot"
    assert back.skip(10).lines[-1] == "bot: Now"


def test_taken_over_before_the_bot_had_a_word_it_stays_silent_until_given_back() -> None:
    taken = talk(ASKS).take_over().say("hi")
    assert taken.lines == ["taken over by a teammate", "customer: hi"]
    assert taken.give_back("hi").lines[-1] == "bot: Name?"


def test_closed_by_somebody_else_it_ends_and_the_next_message_begins_anew() -> None:
    closed = talk(ASKS, "hi").happen(Closed(at=MONDAY))
    assert closed.session.status == "ended"
    assert quiet(ActionFailed(at=MONDAY, action=1, reason="closed"))(closed)
    assert closed.say("hi").lines[-1] == "bot: Name?"


def test_deleted_it_never_acts_again() -> None:
    gone = talk(ASKS, "hi").happen(Deleted(at=MONDAY))
    assert gone.session.deleted
    for event in (message("hi"), GivenBack(at=MONDAY, message=message("hi")), Closed(at=MONDAY)):
        assert quiet(event)(gone)


# Results of actions


def offloaded(*events: Event) -> tuple[Session, list[Action]]:
    """A hand-over whose result has not come, and then these events."""
    program = Program.of(chain("Main", SendToOffloadProvider(team="5", message="One moment"), SendMessage(text="Back")))
    session = advance(program, Session.new("1"), message("hi")).session
    actions: list[Action] = []
    for event in events:
        step = advance(program, session, event)
        session = step.session
        actions += [request.action for request in step.actions]
    return session, actions


DONE = ActionDone(at=MONDAY, action=2)
BACK = GivenBack(at=MONDAY)


def test_a_hand_over_waits_for_its_result_and_hears_nothing_meanwhile() -> None:
    session, actions = offloaded(message("hello?"), BACK, ActionDone(at=MONDAY, action=1))
    assert (session.status, session.awaiting, actions) == ("waiting", 2, [])


def test_it_comes_back_after_the_offload_also_when_a_person_was_faster_than_the_result() -> None:
    for events in ([DONE, BACK], [TakenOver(at=MONDAY), DONE, BACK], [DONE, TakenOver(at=MONDAY), BACK]):
        session, actions = offloaded(*events)
        assert actions == [Say(text="Back")]
        assert session.status == "ended"


def test_a_message_that_failed_does_not_keep_people_from_the_conversation() -> None:
    session, actions = offloaded(ActionFailed(at=MONDAY, action=1, reason="too long"), DONE)
    assert (session.status, actions) == ("handed_over", [])


def test_an_action_that_failed_and_nobody_waits_for_leads_to_the_error_flow() -> None:
    program = Program.of(ASKS, ERRORS, error_flow=ERRORS.id)
    failed = talk(program, "hi").happen(ActionFailed(at=MONDAY, action=1, reason="no permission"))
    assert failed.lines[2:] == ["bot: Oh dear", "something went wrong: no permission"]


def test_when_nothing_can_be_sent_it_stops_after_the_apology() -> None:
    program = Program.of(ASKS, ERRORS, error_flow=ERRORS.id)
    stuck = talk(program, "hi", fails=lambda action: "no permission")
    assert stuck.session.status == "handed_over"
    assert len([line for line in stuck.lines if line.startswith("Send message failed")]) == 3


# Loops and faults


def loop(*blocks: Block) -> Flow:
    flow = chain("Main", *blocks, GoTo(block="again"))
    flow.add(GoTo(block="round"), id="again")
    flow.add(GoTo(block="again"), id="round")
    return flow


def test_a_loop_without_a_customers_turn_ends_in_the_error_flow() -> None:
    looped = talk(Program.of(loop(), ERRORS, error_flow=ERRORS.id), "hi")
    assert looped.lines[1] == "bot: Oh dear"
    assert len(looped.path) == 102


def test_without_an_error_flow_in_an_apology_and_a_hand_over() -> None:
    assert talk(loop(), "hi").lines[1:3] == SORRY


def test_an_error_flow_that_fails_itself_ends_in_the_apology() -> None:
    assert talk(Program.of(loop(), error_flow="main"), "hi").lines[1:3] == SORRY


def test_a_loop_of_waits_is_a_loop_as_well() -> None:
    flow = Flow("Main")
    again = flow.add(SendMessage(text="Still there?"))
    flow.connect(flow.add(Start()), again)
    flow.connect(again, pause := flow.add(Wait(minutes=1)))
    flow.connect(pause, again)
    assert talk(flow, "hi").skip(600).lines[-3:-1] == SORRY


def test_flows_that_wait_for_each_other_without_end_are_a_loop_though_the_customer_has_turns() -> None:
    flow = chain("Main", AskQuestion(text="?", variable="x", skip_when_set=False), GoTo(flow="main", come_back=True))
    patient = talk(flow, "hi")
    for _ in range(60):
        if patient.session.status == "waiting":
            patient.say("more")
    assert "50 flows wait" in patient.lines[-1]


def test_a_loop_with_the_customers_turns_goes_on_as_long_as_the_customer_does() -> None:
    flow = Flow("Main")
    menu = flow.add(OfferChoices(text="?", choices=["Yes"]))
    flow.connect(flow.add(Start()), menu)
    flow.connect(menu, menu, port="otherwise")
    assert talk(flow, *["hm"] * 150).session.turns == 150


def test_a_block_of_a_missing_kind_is_an_error() -> None:
    unknown = UnknownBlock(raw_kind="rocket", raw_ports=("next",))
    assert talk(chain("Main", unknown), "hi").lines[1:3] == SORRY


def test_a_flow_without_a_start_is_an_error() -> None:
    assert talk(Program.of(Flow("Empty")), "hi").lines[1:3] == SORRY


def test_after_the_apology_people_have_it_and_given_back_it_begins_anew() -> None:
    back = talk(loop(), "hi").give_back("hello?")
    assert back.lines.count(SORRY[0]) == 2


def test_when_a_new_revision_lacks_the_waiting_block_the_conversation_begins_anew() -> None:
    waiting = talk(ASKS, "hi").session
    other = Program.of(chain("Main", SendMessage(text="New here")))
    step = advance(other, waiting, message("Mia"))
    assert [request.action for request in step.actions] == [Say(text="New here")]
    assert advance(other, waiting, TimerFired(at=MONDAY + timedelta(hours=1))).session.status == "ended"


def test_closing_ends_it() -> None:
    assert talk(chain("Main", CloseConversation()), "hi").session.status == "ended"


@pytest.mark.parametrize("event", [ActionDone(at=MONDAY, action=99), TimerFired(at=MONDAY), TakenOver(at=MONDAY)])
def test_stray_events_say_nothing(event: Event) -> None:
    asked = talk(ASKS, "hi")
    assert asked.happen(event).lines == ["customer: hi", "bot: Name?"]
