"""Problems of a bot of several languages: what is not translated, and what is translated to something else."""

from __future__ import annotations

import time

from flowdesigner.blocks.offer_choices import OfferChoices
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.check import CheckContext, Checker, check
from flowdesigner.flow.document import Flow

LANGUAGES = CheckContext(languages=("en", "de", "sl"))
GERMAN = CheckContext(languages=("en", "de"))


def shop() -> Flow:
    flow = Flow("Main")
    hello = flow.add(SendMessage(text="Hello {firstname}"), id="hello")
    topic = flow.add(OfferChoices(text="What is it about?", choices=["Billing", "Other"], variable="topic"), id="topic")
    flow.connect(flow.add(Start()), hello)
    flow.connect(hello, topic)
    return flow


def found(flow: Flow, context: CheckContext, checker: Checker | None = None) -> list[tuple[str | None, str]]:
    problems = checker.check(flow, context) if checker else check(flow, context=context)
    return [(problem.block, problem.message) for problem in problems if problem.code.startswith("translation")]


def test_a_bot_of_one_language_has_nothing_to_translate() -> None:
    assert found(shop(), CheckContext()) == found(shop(), CheckContext(languages=("en",))) == []


def test_a_language_that_nobody_has_begun_is_said_once_in_a_flow() -> None:
    assert found(shop(), LANGUAGES) == [
        (None, f"Nothing in this flow is translated into {language} yet, so customers who speak it read English here.")
        for language in ("German", "Slovenian")
    ]


def test_what_is_missing_is_said_for_each_block_with_a_way_to_it() -> None:
    flow = shop()
    flow.translate("hello", "text", "de", "Hallo {firstname}")
    (problem,) = (one for one in check(flow, context=GERMAN) if one.code == "translation_missing")
    assert (problem.block, problem.severity) == ("topic", "warning")
    assert problem.message == (
        "3 texts are not translated into German, so customers who speak it read them in English."
    )
    assert problem.mend is not None
    assert problem.mend.op == {"op": "show_languages", "language": "de", "block": "topic"}
    flow.translate("topic", "text", "de", "Worum geht es?")
    flow.translate("topic", "choices.billing.label", "de", "Rechnung")
    assert found(flow, GERMAN) == [
        ("topic", "“Choices” is not translated into German, so customers who speak it read it in English.")
    ]
    flow.translate("topic", "choices.other.label", "de", "Anderes")
    assert found(flow, GERMAN) == []


def test_a_wider_language_will_do() -> None:
    flow = shop()
    for path, words in (("text", "Sobre o quê?"), ("choices.billing.label", "Conta"), ("choices.other.label", "Outra")):
        flow.translate("topic", path, "pt", words)
    flow.translate("hello", "text", "pt-BR", "Oi {firstname}")
    assert found(flow, CheckContext(languages=("en", "pt-BR"))) == []


def test_variables_that_only_one_of_the_two_has_are_named() -> None:
    flow = shop()
    flow.translate("hello", "text", "de", "Hallo {lastname}")
    assert [message for block, message in found(flow, GERMAN) if block == "hello"] == [
        "{firstname} is missing in German, so customers who speak it do not read it.",
        "{lastname} stands in German alone: customers who speak English do not read it. Is it a slip?",
    ]


def test_labels_that_are_alike_and_texts_that_are_too_long_are_named_with_their_language() -> None:
    flow = shop()
    flow.translate("topic", "text", "de", "Worum? " * 300)
    flow.translate("topic", "choices.billing.label", "de", "Ja")
    flow.translate("topic", "choices.other.label", "de", "ja!")
    messages = [message for block, message in found(flow, GERMAN) if block == "topic"]
    assert messages[0] == "In German: “ja” is there 2 times; who types it always gets the first."
    assert messages[1].startswith("In German: These are 2,1")


def test_a_checker_that_remembers_finds_what_a_fresh_one_finds() -> None:
    flow, checker = shop(), Checker()
    steps = (
        lambda: None,
        lambda: flow.translate("hello", "text", "de", "Hallo"),
        lambda: flow.translate("topic", "text", "sl", "Za kaj gre?"),
        lambda: flow.translate("hello", "text", "de", ""),
        lambda: flow.update("hello", text="{firstname}"),
        lambda: flow.remove("hello"),
    )
    for step in steps:
        step()
        for context in (LANGUAGES, GERMAN):
            assert checker.check(flow, context) == check(flow, context=context)


def test_a_thousand_blocks_are_looked_at_again_in_a_moment() -> None:
    flow, checker = Flow("Large"), Checker()
    last = flow.add(Start())
    for number in range(1000):
        block = flow.add(SendMessage(text=f"Message {number} for {{firstname}}"), id=f"m{number}")
        flow.translate(block, "text", "de", f"Nachricht {number}")
        flow.connect(last, block)
        last = flow.block(block)
    assert len(found(flow, LANGUAGES, checker)) == 1001
    flow.translate("m7", "text", "de", "Nachricht für {firstname}")
    began = time.perf_counter()
    assert len(found(flow, LANGUAGES, checker)) == 1000
    assert time.perf_counter() - began < 2  # generous; about 6 ms on an idle machine
