"""One language less, and another main one."""

from __future__ import annotations

import pytest

from flowdesigner.blocks.ask_question import INVALID, AskQuestion
from flowdesigner.blocks.offer_choices import OfferChoices
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.errors import EditError
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import flow_to_data
from flowdesigner.flow.language_change import exchanged, without_language


def shop() -> Flow:
    flow = Flow("Main")
    flow.add(SendMessage(text="Hello"), id="hello")
    flow.add(OfferChoices(text="{firstname}?", choices=["Yes"]), id="ask")
    flow.translate("hello", "text", "de", "Hallo")
    flow.translate("hello", "text", "sl", "Živijo")
    return flow


def test_a_language_that_goes_takes_its_texts_along_and_leaves_the_flow_that_was_given() -> None:
    flow, other = shop(), Flow("Other")
    changed = without_language({"main": flow, "other": other}, "de")
    assert list(changed) == ["main"]
    assert flow_to_data(changed["main"])["translations"] == {"sl": {"hello": {"text": "Živijo"}}}
    assert "de" in flow_to_data(flow)["translations"]


def test_the_main_language_changes_places_with_one_that_is_complete() -> None:
    flow = shop()
    with pytest.raises(EditError, match="1 text is not translated into German yet"):
        exchanged({"main": flow}, "en", "de")
    flow.translate("ask", "choices.yes.label", "de", "Ja")
    changed = exchanged({"main": flow}, "en", "de")["main"]
    hello, ask = changed.block("hello"), changed.block("ask")
    assert isinstance(hello, SendMessage)
    assert isinstance(ask, OfferChoices)
    assert (hello.text, ask.choices[0].label, ask.choices[0].id, ask.text) == ("Hallo", "Ja", "yes", "{firstname}?")
    assert flow_to_data(changed)["translations"] == {
        "en": {"ask": {"choices.yes.label": "Yes"}, "hello": {"text": "Hello"}},
        "sl": {"hello": {"text": "Živijo"}},
    }
    assert exchanged({"main": changed}, "de", "en")["main"] == flow


def test_words_that_the_bot_has_itself_become_a_translation_too() -> None:
    flow = Flow("Main")
    flow.add(AskQuestion(text="?", type="date"), id="day")
    flow.translate("day", "invalid_text", "de", "Das ist kein Tag.")
    day = exchanged({"main": flow}, "en", "de")["main"].block("day")
    assert isinstance(day, AskQuestion)
    assert day.invalid_text == "Das ist kein Tag."
    assert day.translations == {"en": {"invalid_text": INVALID["date"]}}
