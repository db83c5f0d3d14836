"""Ask question."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowdesigner.blocks.ask_question import INVALID, READ, AskQuestion
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import Value
from flowdesigner.interpreter.interpreter import expects
from flowdesigner.interpreter.rehearsal import MONDAY
from flowdesigner.testing import message, program_of, talk, visit


def asks(**form: Any) -> Flow:
    """Asks, and says by which way it went on."""
    flow = Flow("Main")
    question = flow.add(AskQuestion(**{"text": "Your answer?", "variable": "answer", **form}))
    flow.connect(flow.add(Start()), question)
    for port in question.ports():
        text = "Thanks for {answer}" if port.id == "next" else port.label
        flow.connect(question, flow.add(SendMessage(text=text)), port=port.id)
    return flow


def test_the_answer_is_kept() -> None:
    done = talk(asks(), "hi", "Anna")
    assert done.lines == ["customer: hi", "bot: Your answer?", "customer: Anna", "bot: Thanks for Anna"]
    assert done.variables == {"answer": "Anna"}


def test_a_question_is_skipped_when_its_answer_is_known() -> None:
    assert talk(asks(), "hi", facts={"answer": "Bob"}).lines == ["customer: hi", "bot: Thanks for Bob"]


def test_unless_it_is_to_be_asked_anyway() -> None:
    flow = asks(skip_when_set=False)
    assert talk(flow, "hi", facts={"answer": "Bob"}).lines == ["customer: hi", "bot: Your answer?"]


def test_what_does_not_fit_is_asked_again_until_the_tries_run_out() -> None:
    flow = asks(type="email", retries=1, invalid_text="Once more?")
    assert talk(flow, "hi", "no", "never").lines == [
        "customer: hi",
        "bot: Your answer?",
        "customer: no",
        "bot: Once more?",
        "customer: never",
        "bot: No valid answer",
    ]


def test_without_words_of_ones_own_the_bot_says_what_would_fit() -> None:
    assert talk(asks(type="number"), "hi", "many").lines[-1] == f"bot: {INVALID['number']}"


def test_no_reply_has_a_way_of_its_own() -> None:
    flow = asks(no_reply_minutes=10)
    assert talk(flow, "hi").skip(9).lines[-1] == "9 min later"
    assert talk(flow, "hi").skip(10).lines[-1] == "bot: No reply"
    assert talk(flow, "hi", "Anna").skip(10).lines[-2:] == ["bot: Thanks for Anna", "10 min later"]


def test_a_try_that_does_not_fit_gives_the_customer_the_whole_time_again() -> None:
    late = talk(asks(type="email", no_reply_minutes=10), "hi").skip(9).say("hm").skip(9)
    assert late.session.status == "waiting"
    assert late.skip(1).lines[-1] == "bot: No reply"


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("text", "", None),
        ("text", " two words ", "two words"),
        ("email", "It is Mia@Example.COM.", "Mia@example.com"),
        ("email", "mia@nowhere", None),
        ("email", "a@example.com or b@example.com", None),
        ("number", "42", 42),
        ("number", "about 1,234.50 euro", 1234.5),
        ("number", "1.234,50", 1234.5),
        ("number", "3,5", 3.5),
        ("number", "1,234", 1234),
        ("number", "1 000 000", 1000000),
        ("number", "-7", -7),
        ("number", "between 3 and 4", None),
        ("number", "many", None),
        ("phone", "+32 2 555 12 12", "+3225551212"),
        ("phone", "02 555 12 12", None),
        ("phone", "call me", None),
        ("date", "2026-12-24", "2026-12-24"),
        ("date", "24 December", "2026-12-24"),
        ("date", "3.4.2026", "2026-04-03"),
        ("date", "3/4/2026", "2026-03-04"),
        ("date", "Tomorrow", "2026-01-06"),
        ("date", "12:30", None),
        ("date", "10", None),
        ("date", "soon", None),
        ("url", "www.example.com", "https://www.example.com"),
        ("url", "http://example.com:8080/a?b=c", "http://example.com:8080/a?b=c"),
        ("url", "example", None),
        ("url", "javascript:alert(1)", None),
        ("url", "https://user@example.com", None),
    ],
)
def test_kinds_of_answers(kind: Any, text: str, answer: Value) -> None:
    block = AskQuestion(text="?", type=kind, variable="answer")
    assert block.understand(visit(block), message(text)) == answer


@pytest.mark.parametrize(
    ("kind", "text", "answer"), [("phone", "02 555 12 12", "+3225551212"), ("date", "3/4/2026", "2026-04-03")]
)
def test_the_customers_country_decides_what_is_short_of_it(kind: Any, text: str, answer: str) -> None:
    block = AskQuestion(text="?", type=kind, variable="answer")
    turn = visit(block, facts={"intercom_user_country_code": "BE"})
    assert block.understand(turn, message(text)) == answer


@settings(deadline=None)
@given(kind=st.sampled_from(sorted(READ)), text=st.text(max_size=60), country=st.sampled_from(["", "BE", "US", "??"]))
def test_whatever_the_customer_writes_is_an_answer_or_none(kind: str, text: str, country: str) -> None:
    answer = READ[kind](text, country, MONDAY)
    assert answer is None or isinstance(answer, str | int | float)


def test_an_image_alone_answers_a_question_for_text() -> None:
    block = AskQuestion(text="?", variable="answer")
    picture = type(message(""))(at=MONDAY, text="", attachments=("https://example.com/a.png",))
    assert block.understand(visit(block), picture) == "https://example.com/a.png"


def test_an_answer_that_does_not_fit_may_have_been_overtaken() -> None:
    program = program_of(asks(type="email"))
    waiting = talk(program, "hi").session
    assert expects(program, waiting, message("mia@example.com"))
    assert not expects(program, waiting, message("yes"))


def test_its_faults() -> None:
    assert {(fault.field, fault.severity) for fault in AskQuestion().faults()} == {
        ("text", "warning"),
        ("variable", "error"),
    }
    assert not list(AskQuestion(text="?", variable="answer").faults())
