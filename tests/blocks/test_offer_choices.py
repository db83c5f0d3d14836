"""Offer choices."""

from __future__ import annotations

from typing import Any

import pytest

from flowdesigner.blocks.offer_choices import OfferChoices
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.interpreter.interpreter import expects
from flowdesigner.testing import message, program_of, talk

MENU = ["customer: hi", "bot: What is it about?", "bot: [Billing] [Technical problem] [Éclairs]"]


def offers(**settings: Any) -> Flow:
    """Offers three choices, and says by which way it went on."""
    flow = Flow("Main")
    choices = ["Billing", "Technical problem", "Éclairs"]
    menu = flow.add(OfferChoices(**{"text": "What is it about?", "choices": choices, **settings}))
    flow.connect(flow.add(Start()), menu)
    for port in menu.ports():
        flow.connect(menu, flow.add(SendMessage(text=f"So: {port.label}")), port=port.id)
    return flow


def test_a_press_goes_on_by_the_choices_own_way() -> None:
    assert talk(offers(), "hi").press("Technical problem").lines == [
        *MENU,
        "customer: Technical problem",
        "bot: So: Technical problem",
    ]


@pytest.mark.parametrize("said", ["Technical problem", " technical  PROBLEM. ", "2", "2.", "(2)", "#2"])
def test_the_typed_label_and_its_number_count_too(said: str) -> None:
    assert talk(offers(), "hi", said).lines[-1] == "bot: So: Technical problem"


def test_accents_do_not_matter() -> None:
    assert talk(offers(), "hi", "eclairs").lines[-1] == "bot: So: Éclairs"


@pytest.mark.parametrize("said", ["my cat", "", "0", "4", "Billing please"])
def test_anything_else_has_a_way_of_its_own(said: str) -> None:
    assert talk(offers(), "hi", said).lines[-1] == "bot: So: Anything else"


def test_a_label_that_is_a_number_goes_before_the_place() -> None:
    assert talk(offers(choices=["2", "1"]), "hi", "1").lines[-1] == "bot: So: 1"


def test_a_press_on_a_button_of_another_question_counts_by_its_text() -> None:
    asked = talk(offers(), "hi")
    asked.happen(message("Billing", option="11111111-2222-4333-8444-555555555555"))
    assert asked.lines[-1] == "bot: So: Billing"


def test_the_answer_is_kept() -> None:
    flow = offers(variable="topic")
    assert talk(flow, "hi", "1").variables == {"topic": "Billing"}
    assert talk(flow, "hi", "my cat").variables == {"topic": "my cat"}


def test_no_reply_has_a_way_of_its_own() -> None:
    assert talk(offers(no_reply_minutes=90), "hi").skip(90).lines == [*MENU, "1 h 30 min later", "bot: So: No reply"]


def test_every_conversation_gets_the_same_uuids() -> None:
    def uuids() -> list[str]:
        return [option.uuid for option in talk(offers(), "hi").rehearsal.lines[-1].options]

    assert uuids() == uuids()
    assert len(set(uuids())) == 3


def test_a_message_that_is_no_choice_may_have_been_overtaken() -> None:
    program = program_of(offers())
    waiting = talk(program, "hi").session
    assert expects(program, waiting, message("billing"))
    assert not expects(program, waiting, message("yes"))


def test_labels_alone_make_ports_with_ids_of_their_own() -> None:
    ports = OfferChoices(text="?", choices=["Yes", "yes", "Otherwise", "…"]).ports()
    assert [port.id for port in ports] == ["yes", "yes_2", "otherwise_2", "choice", "otherwise"]


@pytest.mark.parametrize(
    ("settings", "field", "words"),
    [
        ({"choices": ["Yes"]}, "text", "no question"),
        ({"text": "?"}, "choices", "nothing to choose"),
        ({"text": "?", "choices": ["Yes", ""]}, "choices", "no label"),
        ({"text": "?", "choices": ["Yes", "YES"]}, "choices", "2 times"),
        ({"text": "?", "choices": [{"id": "a", "label": "A"}, {"id": "a", "label": "B"}]}, "choices", "same id"),
        ({"text": "?", "choices": [{"id": "otherwise", "label": "A"}]}, "choices", "same id"),
    ],
)
def test_its_faults(settings: dict[str, Any], field: str, words: str) -> None:
    (fault,) = OfferChoices(**settings).faults()
    assert fault.field == field
    assert words in fault.message
