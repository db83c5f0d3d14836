"""Send to offload provider."""

from __future__ import annotations

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.send_to_offload_provider import SendToOffloadProvider
from flowdesigner.blocks.start import Start
from flowdesigner.flow.action import Action, HandOver
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import GivenBack
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


def test_its_faults() -> None:
    assert [fault.field for fault in SendToOffloadProvider(provider="").faults()] == ["provider", "team"]
    assert not list(OFFLOAD.faults())
