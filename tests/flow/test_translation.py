"""Translations: which texts there are, where they are kept, and what becomes of them when a flow is edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowdesigner.blocks.ask_question import INVALID, AskQuestion
from flowdesigner.blocks.branch import Branch
from flowdesigner.blocks.offer_choices import OfferChoices
from flowdesigner.blocks.rating import Rating
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.send_to_offload_provider import SendToOffloadProvider
from flowdesigner.blocks.start import Start
from flowdesigner.bot import Bot
from flowdesigner.errors import BrokenFileError, EditError
from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.clipboard import clip, paste
from flowdesigner.flow.diff import difference
from flowdesigner.flow.document import Flow
from flowdesigner.flow.extraction import extract
from flowdesigner.flow.files import dump, flow_from_data, flow_to_data
from flowdesigner.flow.find import find
from flowdesigner.flow.renaming import rename_variable
from flowdesigner.flow.translation import texts_of, translated, translation
from flowdesigner.flow.uses import variables_of


def greeting() -> Flow:
    """A start, a greeting, and a question with two choices; the greeting and a label are translated."""
    flow = Flow("Main")
    start = flow.add(Start())
    hello = flow.add(SendMessage(text="Hello {firstname}"), id="hello", at=(100, 100))
    topic = flow.add(OfferChoices(text="What is it about?", choices=["Billing", "Other"], variable="topic"), id="topic")
    flow.connect(start, hello)
    flow.connect(hello, topic)
    flow.translate("hello", "text", "de", "Hallo {firstname}")
    flow.translate("topic", "choices.billing.label", "de", "Rechnung")
    return flow


def section(flow: Flow) -> object:
    return flow_to_data(flow).get("translations")


def test_the_kind_says_which_texts_customers_read() -> None:
    topic = OfferChoices(text="What?", choices=["Billing"], variable="topic")
    assert [(text.path, text.label, text.words) for text in texts_of(topic)] == [
        ("text", "Question", "What?"),
        ("choices.billing.label", "Choices", "Billing"),
    ]
    rating = [text.path for text in texts_of(Rating(comment_text="And why?"))]
    assert rating == ["text", "comment_text"]
    assert texts_of(Branch()) == ()


def test_a_note_for_the_team_is_not_translated() -> None:
    block = SendToOffloadProvider(message="One moment", note="Wants a refund")
    assert [text.path for text in texts_of(block)] == ["message"]


def test_words_that_the_bot_has_itself_are_translated_as_well() -> None:
    block = AskQuestion(text="Your email?", type="email")
    assert [text.words for text in texts_of(block)] == ["Your email?", INVALID["email"]]


def test_a_text_without_words_needs_no_translation() -> None:
    texts = (texts_of(SendMessage(text=text))[0] for text in ("{order.total}", "<b>42</b>", "Hi {name}", "👍"))
    assert [text.needs_translation for text in texts] == [False, False, True, False]


def test_a_text_is_said_in_the_language_or_a_wider_one_or_as_written() -> None:
    flow = greeting()
    flow.translate("topic", "text", "pt", "Sobre o quê?")
    flow.translate("topic", "choices.other.label", "pt-BR", "Outra coisa")
    topic = translated(flow.block("topic"), "pt-BR")
    assert isinstance(topic, OfferChoices)
    assert (topic.text, [choice.label for choice in topic.choices]) == ("Sobre o quê?", ["Billing", "Outra coisa"])
    assert [choice.id for choice in topic.choices] == ["billing", "other"]
    assert topic.as_written is flow.block("topic")
    assert translated(flow.block("topic"), "sl") is flow.block("topic")


def test_translations_stand_in_a_section_of_their_own_by_language_and_block() -> None:
    flow = greeting()
    assert section(flow) == {
        "de": {"hello": {"text": "Hallo {firstname}"}, "topic": {"choices.billing.label": "Rechnung"}}
    }
    assert flow_from_data(flow_to_data(flow)) == flow
    assert "translations" not in flow_to_data(Flow("Empty"))


def test_moving_and_renaming_leave_the_section_as_it_is() -> None:
    flow = greeting()
    before = section(flow)
    flow.layout[flow.block("hello").id] = (500, 500)
    flow.rename("hello", "Greeting")
    flow.update("hello", text="Good day {firstname}")
    assert section(flow) == before


def test_an_empty_text_takes_a_translation_away() -> None:
    flow = greeting()
    flow.translate("hello", "text", "de", " ")
    assert section(flow) == {"de": {"topic": {"choices.billing.label": "Rechnung"}}}


def test_a_text_or_a_language_that_is_not_there_is_refused() -> None:
    flow = greeting()
    with pytest.raises(EditError, match=r"has no text “reason” to translate; it has text\."):
        flow.translate("hello", "reason", "de", "Hallo")
    with pytest.raises(EditError, match="“Germanish” is no language's code"):
        flow.translate("hello", "text", "Germanish", "Hallo")


def test_blocks_that_are_translated_can_be_put_into_sets() -> None:
    assert len({*greeting().blocks, *greeting().blocks}) == 3


def test_a_choice_or_a_block_that_goes_takes_its_texts_along() -> None:
    flow = greeting()
    flow.update("topic", choices=[{"id": "other", "label": "Other"}])
    assert section(flow) == {"de": {"hello": {"text": "Hallo {firstname}"}}}
    flow.remove("hello")
    assert section(flow) is None


def test_a_copy_elsewhere_and_a_flow_of_its_own_have_the_texts_too() -> None:
    flow, other = greeting(), Flow("Other")
    pasted = paste(other, clip(flow, ["hello"]))
    assert translation(other.block(pasted.ids["hello"]), "text", "de") == "Hallo {firstname}"
    made = extract({"main": flow}, "main", ["topic"], "Topic")
    assert translation(made.flows[made.new].block("topic"), "choices.billing.label", "de") == "Rechnung"
    assert section(made.flows["main"]) == {"de": {"hello": {"text": "Hallo {firstname}"}}}


def test_renaming_a_variable_renames_it_in_every_language() -> None:
    flow = Flow("Main")
    flow.add(AskQuestion(text="Which order?", variable="order"))
    flow.add(SendMessage(text="Order {order}"), id="echo")
    flow.translate("echo", "text", "de", "Bestellung {order} und {order.items[0]}")
    changed = rename_variable({"main": flow}, "order", "purchase")
    assert translation(changed["main"].block("echo"), "text", "de") == "Bestellung {purchase} und {purchase.items[0]}"


def test_a_variable_that_only_a_translation_reads_is_known_to_be_read() -> None:
    flow = greeting()
    flow.translate("hello", "text", "de", "Hallo {lastname}")
    assert [use.block for use in variables_of({"main": flow})["lastname"].reads] == ["hello"]


def test_a_translation_is_found_and_its_change_is_said() -> None:
    before, after = greeting(), greeting()
    after.translate("hello", "text", "de", "Guten Tag")
    assert [(hit.block, hit.label) for hit in find({"main": after}, "guten")] == [("hello", "Text in German")]
    found = difference(before, after)
    assert found.sentences() == ["“Send message”: Text in German changed from “Hallo {firstname}” to “Guten Tag”."]


def test_texts_of_a_kind_that_is_not_installed_and_of_a_newer_version_survive() -> None:
    flow = greeting()
    elsewhere = Catalog.of(Start, SendMessage)
    assert section(flow_from_data(flow_to_data(flow), elsewhere)) == section(flow)
    data = flow_to_data(flow)
    data["translations"]["de"]["hello"]["subtitle"] = "Später"
    data["translations"]["de"]["gone"] = {"text": "weg"}
    kept = flow_from_data(data)
    assert section(kept) == {
        "de": {
            "hello": {"subtitle": "Später", "text": "Hallo {firstname}"},
            "topic": {"choices.billing.label": "Rechnung"},
        }
    }


def test_a_broken_section_is_named() -> None:
    data = flow_to_data(greeting())
    data["translations"]["de"]["hello"]["text"] = 5
    with pytest.raises(BrokenFileError, match=r"\$\.translations\.de\.hello\.text: must be a text"):
        flow_from_data(data)


def test_the_bot_s_file_has_its_languages_and_a_revision_too(tmp_path: Path) -> None:
    bot = Bot.create(tmp_path / "shop", "Shop")
    assert "languages" not in json.loads((tmp_path / "shop/bot.json").read_text("utf-8"))
    bot.speak("en", "pt_br", "de")
    bot.save()
    assert Bot.load(tmp_path / "shop").languages == ("en", "de", "pt-BR")
    assert Bot.from_data(bot.data()).languages == ("en", "de", "pt-BR")


def test_the_file_changes_by_the_line_of_the_text_alone() -> None:
    before, after = greeting(), greeting()
    after.translate("hello", "text", "de", "Guten Tag")
    lines = zip(dump(flow_to_data(before)).splitlines(), dump(flow_to_data(after)).splitlines(), strict=True)
    assert [new.strip() for old, new in lines if old != new] == ['"text": "Guten Tag"']
