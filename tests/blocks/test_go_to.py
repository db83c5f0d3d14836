"""Go to."""

from __future__ import annotations

from flowdesigner.blocks.ask_question import AskQuestion
from flowdesigner.blocks.close_conversation import CloseConversation
from flowdesigner.blocks.go_to import GoTo
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.interpreter.program import Program
from flowdesigner.testing import talk


def chain(name: str, *blocks: Block) -> Flow:
    flow = Flow(name)
    last = flow.add(Start())
    for block in blocks:
        port = last.ports()[0].id
        flow.connect(last, last := flow.add(block), port=port)
    return flow


EMAIL = AskQuestion(text="Your email?", type="email", variable="email")


def test_another_flow_takes_over() -> None:
    main = chain("Main", GoTo(flow="other"))
    other = chain("Other", SendMessage(text="Other flow"))
    assert talk(Program.of(main, other), "hi").lines == ["customer: hi", "bot: Other flow"]


def test_with_come_back_the_conversation_goes_on_here_with_what_was_learnt() -> None:
    main = chain("Main", GoTo(flow="email", come_back=True), SendMessage(text="I write to {email}"))
    assert talk(Program.of(main, chain("Email", EMAIL)), "hi", "a@example.com").lines == [
        "customer: hi",
        "bot: Your email?",
        "customer: a@example.com",
        "bot: I write to a@example.com",
    ]


def test_returns_nest() -> None:
    main = chain("Main", GoTo(flow="middle", come_back=True), SendMessage(text="main"))
    middle = chain("Middle", GoTo(flow="inner", come_back=True), SendMessage(text="middle"))
    inner = chain("Inner", SendMessage(text="inner"))
    assert talk(Program.of(main, middle, inner), "hi").lines[1:] == ["bot: inner", "bot: middle", "bot: main"]


def test_a_conversation_that_is_closed_elsewhere_does_not_come_back() -> None:
    main = chain("Main", GoTo(flow="over", come_back=True), SendMessage(text="never said"))
    assert talk(Program.of(main, chain("Over", CloseConversation())), "hi").lines == ["customer: hi", "closed"]


def test_a_block_of_this_flow() -> None:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(GoTo(block="bye")))
    flow.add(SendMessage(text="Bye"), id="bye")
    assert talk(flow, "hi").lines == ["customer: hi", "bot: Bye"]


def test_a_target_that_is_gone_is_an_error_for_the_author_and_an_apology_for_the_customer() -> None:
    lines = talk(chain("Main", GoTo(flow="gone")), "hi").lines
    assert lines[1].startswith("bot: Sorry")
    assert lines[2] == "handed over to the inbox of your people"
    assert "goes to a block that is not there" in lines[3]


def test_its_faults_and_ports() -> None:
    (fault,) = GoTo().faults()
    assert fault.field == "flow"
    assert GoTo(flow="other").ports() == ()
    assert [port.id for port in GoTo(flow="other", come_back=True).ports()] == ["next"]
