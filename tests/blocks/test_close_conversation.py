"""Close conversation."""

from __future__ import annotations

from flowdesigner.blocks.close_conversation import CloseConversation
from flowdesigner.blocks.start import Start
from flowdesigner.flow.action import CloseConversation as Close
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk, visit


def closes(block: CloseConversation) -> Flow:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(block))
    return flow


def test_the_customer_is_told_why_and_the_conversation_is_closed() -> None:
    done = talk(closes(CloseConversation(reason="Glad to hear, {firstname}")), "hi", facts={"firstname": "Mia"})
    assert done.lines == ["customer: hi", "bot: Glad to hear, Mia", "closed"]
    assert done.session.status == "ended"


def test_without_a_reason_it_is_closed_without_a_word() -> None:
    assert talk(closes(CloseConversation()), "hi").lines == ["customer: hi", "closed"]


def test_it_is_the_customers_own_conversation_unless_another_is_named() -> None:
    def closed(block: CloseConversation) -> object:
        turn = visit(block, facts={"intercom.conversationId": "77"})
        block.enter(turn)
        return turn.requests[0].action

    assert closed(CloseConversation()) == Close(conversation="77")
    assert closed(CloseConversation(conversation=" 12 ")) == Close(conversation="12")


def test_its_fault() -> None:
    (fault,) = CloseConversation(conversation=" ").faults()
    assert fault.field == "conversation"
