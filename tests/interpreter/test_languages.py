"""Conversations in the customer's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import flowdesigner
from flowdesigner.blocks.ask_question import AskQuestion
from flowdesigner.blocks.branch import Branch
from flowdesigner.blocks.close_conversation import CloseConversation
from flowdesigner.blocks.offer_choices import OfferChoices
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.set_variable import SetVariable
from flowdesigner.blocks.start import Start
from flowdesigner.bot import Bot
from flowdesigner.flow.document import Flow
from flowdesigner.interpreter.interpreter import expects
from flowdesigner.interpreter.program import Program
from flowdesigner.testing import message, talk


def shop() -> Flow:
    """Asks for the topic in English, German and Portuguese, and goes on by it."""
    flow = Flow("Main")
    start = flow.add(Start())
    topic = flow.add(OfferChoices(text="What is it about?", choices=["Billing", "Other"], variable="topic"), id="topic")
    said = flow.add(SendMessage(text="You chose {topic}"), id="said")
    end = flow.add(CloseConversation(reason="Goodbye"), id="end")
    flow.connect(start, topic)
    flow.connect(topic, said, port="billing")
    flow.connect(topic, end, port="other")
    flow.connect(said, end)
    flow.translate("topic", "text", "de", "Worum geht es?")
    flow.translate("topic", "choices.billing.label", "de", "Rechnung")
    flow.translate("topic", "choices.other.label", "de", "Anderes")
    flow.translate("end", "reason", "de", "Auf Wiedersehen")
    flow.translate("topic", "text", "pt", "Qual é o assunto?")
    flow.translate("topic", "choices.billing.label", "pt-BR", "Cobrança")
    return flow


def test_the_customer_is_spoken_to_in_their_language() -> None:
    spoken = talk(shop(), "Hallo", language="de").press("Anderes")
    assert spoken.lines == [
        "customer: Hallo", "bot: Worum geht es?", "bot: [Rechnung] [Anderes]", "customer: Anderes",
        "bot: Auf Wiedersehen", "closed",
    ]  # fmt: skip


def test_a_text_without_a_translation_is_said_in_the_wider_or_the_main_language() -> None:
    assert talk(shop(), "Oi", language="pt-BR").lines[1:] == ["bot: Qual é o assunto?", "bot: [Cobrança] [Other]"]
    assert talk(shop(), "Oi", language="pt-PT").lines[1:] == ["bot: Qual é o assunto?", "bot: [Billing] [Other]"]
    assert talk(shop(), "Salut", language="fr").lines[1:] == ["bot: What is it about?", "bot: [Billing] [Other]"]


def test_an_answer_fits_in_the_customer_s_and_in_the_main_language() -> None:
    for answer in ("rechnung!", "Billing", "1"):
        spoken = talk(shop(), "Hallo", answer, language="de")
        assert spoken.variables["topic"] == "Billing", answer
        assert spoken.lines[-2:] == ["bot: Auf Wiedersehen", "closed"]
    assert talk(shop(), "Hallo", "Cobrança", language="de").variables["topic"] == "Cobrança"


def test_what_is_kept_of_a_choice_is_the_same_in_all_languages_so_that_branches_hold() -> None:
    flow = shop()
    branch = flow.add(
        Branch(branches=[{"id": "bills", "label": "Bills", "conditions": [{"variable": "topic", "value": "Billing"}]}])
    )
    yes = flow.add(SendMessage(text="A bill"), id="yes")
    flow.connect("topic", branch, port="billing")
    flow.connect(branch, yes, port="bills")
    assert talk(flow, "Hallo", "Rechnung", language="de").lines[-1] == "bot: A bill"


def test_a_flow_can_set_the_language_by_a_code_or_by_the_name_on_a_button() -> None:
    flow = Flow("Main")
    start = flow.add(Start())
    asks = flow.add(OfferChoices(text="Language?", choices=["English", "Deutsch"], variable="preferredLanguage"))
    hello = flow.add(SendMessage(text="Hello"), id="hello")
    back = flow.add(SetVariable(variable="preferredLanguage", value="en"))
    bye = flow.add(SendMessage(text="Bye"), id="bye")
    for source, port, target in (
        (start, "next", asks),
        (asks, "deutsch", hello),
        (hello, "next", back),
        (back, "next", bye),
    ):
        flow.connect(source, target, port=port)
    flow.translate("hello", "text", "de", "Guten Tag")
    flow.translate("bye", "text", "de", "Tschüss")
    assert talk(flow, "hi", "Deutsch", language="en").lines[-2:] == ["bot: Guten Tag", "bot: Bye"]


def test_an_answer_that_does_not_fit_is_refused_in_the_customer_s_language() -> None:
    flow = Flow("Main")
    asks = flow.add(AskQuestion(text="Your email?", type="email", variable="email"), id="email")
    flow.connect(flow.add(Start()), asks)
    flow.translate("email", "invalid_text", "de", "Das ist keine E-Mail-Adresse.")
    assert talk(flow, "hi", "nope", language="de").lines[-1] == "bot: Das ist keine E-Mail-Adresse."


def test_a_message_that_overtook_another_is_known_by_its_words_in_the_customer_s_language() -> None:
    program = Program.of(shop())
    session = talk(program, "Hallo", language="de").session
    assert expects(program, session, message("Rechnung"))
    assert expects(program, session, message("Billing"))
    assert not expects(program, session, message("Cobrança"))


def test_the_contact_is_asked_for_where_a_bot_speaks_several_languages() -> None:
    assert Program.of(shop()).asks == {"contact"}
    assert Program.of(shop(), languages=("en",)).asks == frozenset()


def test_a_language_that_the_bot_does_not_speak_any_more_is_not_spoken() -> None:
    program = Program.of(shop(), languages=("en", "pt"))
    assert talk(program, "Hallo", language="de").lines[1] == "bot: What is it about?"
    assert program.flows["main"].nodes["said"].translations == {}


def test_the_how_to_runs_as_it_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Bot.create("order-support", "Order support", example=True)
    how_to = (Path(flowdesigner.__file__).parent / "docs/how-to/speak-several-languages.md").read_text("utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", how_to, re.DOTALL))
    exec(compile(code, "speak-several-languages.md", "exec"), {"__name__": "how_to"})
