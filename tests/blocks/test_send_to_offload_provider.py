"""Send to offload provider."""

from __future__ import annotations

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.send_to_offload_provider import SendToOffloadProvider
from flowdesigner.blocks.start import Start
from flowdesigner.flow.action import Action, HandOver
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import ActionDone, GivenBack
from flowdesigner.flow.turn import LeaveBy
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import MONDAY
from flowdesigner.testing import message, talk, visit

OFFLOAD = SendToOffloadProvider(team="5", message="I will connect you.", tags=("vip", "{intercom_tags}"))


def hands_over(block: SendToOffloadProvider = OFFLOAD) -> Flow:
    flow = Flow("Main")
    offload = flow.add(block)
    flow.connect(flow.add(Start()), offload)
    flow.connect(offload, flow.add(SendMessage(text="Here I am again")), port="given_back")
    return flow


def team_is_gone(action: Action) -> str:
    return "the team is gone" if isinstance(action, HandOver) else ""


def test_the_customer_is_told_and_the_team_gets_the_conversation() -> None:
    done = talk(hands_over(), "hi", facts={"intercom_tags": "a, b,,vip"})
    assert done.lines == ["customer: hi", "bot: I will connect you.", "handed over to team 5, tagged vip, a, b"]
    assert done.session.status == "handed_over"


def test_the_bot_is_silent_while_people_have_the_conversation() -> None:
    assert talk(hands_over(), "hi", "are you there?").lines[3:] == ["customer: are you there?"]


def test_given_back_it_goes_on_after_the_offload() -> None:
    assert talk(hands_over(), "hi").give_back().lines[3:] == ["given back to the bot", "bot: Here I am again"]


def test_given_back_where_nothing_follows_the_customers_message_begins_anew() -> None:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(SendToOffloadProvider(team="5")))
    back = talk(flow, "hi")
    back.happen(GivenBack(at=MONDAY, message=message("still broken", id="new")))
    assert back.lines == ["customer: hi", "handed over to team 5", "handed over to team 5"]
    assert back.session.turns == 2


def test_a_hand_over_that_fails_has_a_way_of_its_own() -> None:
    flow = hands_over()
    offload = next(block for block in flow if block.kind == "send_to_offload_provider")
    flow.connect(offload, flow.add(SendMessage(text="Nobody is there")), port="failed")
    lines = talk(flow, "hi", fails=team_is_gone).lines
    assert lines[1:] == ["bot: I will connect you.", "Hand over failed: the team is gone", "bot: Nobody is there"]


def test_without_that_way_the_error_flow_takes_over() -> None:
    error = Flow("Error occurred")
    error.connect(error.add(Start()), error.add(SendMessage(text="Something is wrong here.")))
    program = Program.of(hands_over(), error, error_flow="error-occurred")
    lines = talk(program, "hi", fails=team_is_gone).lines
    assert "bot: Something is wrong here." in lines


def test_without_a_message_nothing_is_said() -> None:
    block = SendToOffloadProvider(team="5")
    turn = visit(block)
    block.enter(turn)
    assert [request.action for request in turn.requests] == [HandOver(provider="intercom", team="5")]


def test_people_get_a_note_and_attributes_with_it() -> None:
    block = SendToOffloadProvider(
        to="teammate",
        teammate="7",
        note="Wants <b>{wish}</b>",
        attributes=[{"name": "Topic", "value": "{wish}"}],
    )
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(block))
    done = talk(flow, "hi", facts={"wish": "a refund"})
    assert done.lines[1:] == ["handed over to teammate 7, with Topic: a refund, noting: Wants a refund"]


def looks_first() -> Flow:
    flow = hands_over(OFFLOAD.model_copy(update={"only_if_there": True}))
    flow.connect(offload_in(flow), flow.add(SendMessage(text="Nobody is there")), port="closed")
    return flow


def offload_in(flow: Flow) -> Block:
    return next(block for block in flow if block.kind == "send_to_offload_provider")


def test_when_nobody_is_there_nobody_gets_it_and_nothing_is_promised() -> None:
    away = talk(looks_first())
    away.rehearsal.people_away()
    assert away.say("hi").lines[2:] == ["bot: Nobody is there"]
    assert away.session.status == "ended"


def test_when_somebody_is_there_it_is_handed_over() -> None:
    assert talk(looks_first(), "hi").lines[1:] == ["bot: I will connect you.", "handed over to team 5, tagged vip"]


def limited() -> Flow:
    flow = hands_over(OFFLOAD.model_copy(update={"no_answer_minutes": 10}))
    flow.connect(offload_in(flow), flow.add(SendMessage(text="Sorry for the wait")), port="no_answer")
    return flow


def test_when_nobody_answers_in_time_the_bot_takes_it_back() -> None:
    waited = talk(limited(), "hi").skip(9)
    assert waited.session.status == "handed_over"
    assert waited.skip(1).lines[-2:] == ["taken back by the bot", "bot: Sorry for the wait"]


def test_once_a_person_has_answered_it_is_theirs() -> None:
    answered = talk(limited(), "hi")
    answered.rehearsal.answer_as_teammate("Here I am")
    assert answered.skip(600).session.status == "handed_over"
    assert answered.give_back().lines[-1] == "bot: Here I am again"


def test_a_provider_may_let_the_bot_go_on() -> None:
    turn = visit(OFFLOAD, ActionDone(at=MONDAY, action=1, result={"pauses": False}))
    turn.memory["step"] = "hand over"
    assert OFFLOAD.resume(turn) == LeaveBy("given_back")


def test_its_faults() -> None:
    assert [fault.field for fault in SendToOffloadProvider(provider="").faults()] == ["provider"]
    assert [fault.field for fault in SendToOffloadProvider().faults()] == ["team"]
    assert [fault.field for fault in SendToOffloadProvider(to="teammate").faults()] == ["teammate"]
    assert not list(SendToOffloadProvider(provider="webhook").faults())
    nameless = SendToOffloadProvider(team="5", attributes=[{"name": " ", "value": "x"}])
    assert [fault.field for fault in nameless.faults()] == ["attributes"]
    assert not list(OFFLOAD.faults())
