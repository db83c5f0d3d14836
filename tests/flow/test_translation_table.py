"""The table of texts as CSV: what a spreadsheet gets, and what comes back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowdesigner.blocks.offer_choices import OfferChoices
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.errors import DocumentError, EditError
from flowdesigner.flow.document import Flow
from flowdesigner.flow.translation import translation
from flowdesigner.flow.translation_table import (
    from_csv,
    guarded,
    progress,
    read_file,
    sentences,
    to_csv,
    unguarded,
    write_file,
)

LANGUAGES = ("en", "de", "zh-Hant-TW")


def shop() -> Flow:
    flow = Flow("Main")
    flow.add(SendMessage(text='Hello, "{firstname}"\nHow are you?'), id="hello")
    flow.add(OfferChoices(text="=1+1?", choices=["-5"]), id="ask")
    flow.translate("hello", "text", "de", "Hallo;\nwie geht's?")
    return flow


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_it_has_a_row_for_each_text_and_a_column_for_each_language() -> None:
    head, *lines = table(to_csv({"main": shop()}, LANGUAGES))
    assert head == ["flow", "block", "text", "where", "English (en)", "German (de)",
                    "Chinese (Traditional, Taiwan) (zh-Hant-TW)"]  # fmt: skip
    assert lines == [
        ["main", "ask", "text", "Offer choices: Question", "'=1+1?", "", ""],
        ["main", "ask", "choices.5.label", "Offer choices: Choices", "'-5", "", ""],
        ["main", "hello", "text", "Send message: Text",
         'Hello, "{firstname}"\nHow are you?', "Hallo;\nwie geht's?", ""],
    ]  # fmt: skip


def test_it_comes_back_as_it_went() -> None:
    taken = from_csv(to_csv({"main": shop()}, LANGUAGES), {"main": shop()}, LANGUAGES)
    assert taken.flows == {}
    assert taken.sentences() == ["No text is another one now."]


@given(st.text())
def test_no_cell_begins_a_formula_and_each_is_read_as_it_was(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_changed_is_taken_in_and_said(delimiter: str) -> None:
    flow, written = shop(), io.StringIO()
    rows = table(to_csv({"main": flow}, LANGUAGES))
    rows[1][5], rows[1][6] = "'=2?", "二"
    rows[3][5] = ""  # an empty cell changes nothing
    csv.writer(written, delimiter=delimiter).writerows(rows)
    taken = from_csv(written.getvalue(), {"main": flow}, LANGUAGES)
    changed = taken.flows["main"]
    assert translation(changed.block("ask"), "text", "de") == "=2?"
    assert translation(changed.block("ask"), "text", "zh-Hant-TW") == "二"
    assert translation(changed.block("hello"), "text", "de") == "Hallo;\nwie geht's?"
    assert translation(flow.block("ask"), "text", "de") == ""
    assert taken.sentences() == ["Changed texts: 1 in German, 1 in Chinese (Traditional, Taiwan)."]


def test_what_it_does_not_know_is_said_and_left_out() -> None:
    text = "flow,block,text,en,de,fr,notes\nmain,ask,text,Two?,Zwei?,Deux?,x\nmain,gone,text,,Weg,,\n,,,,,,\n"
    taken = from_csv(text, {"main": shop()}, LANGUAGES)
    assert taken.sentences() == [
        "Changed texts: 1 in German.",
        "Not in this bot, left out: row 3 (gone: text).",
        "Not a language of this bot, left out: fr, notes.",
        "1 text was translated from other words than the bot says now: look at them again.",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column “flow”"),
        ("flow,block,en\n", "no column “text”"),
        ('flow,block,text,de\nmain,"hello,text,x', "not a table in CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(EditError, match=words):
        from_csv(text, {"main": shop()}, LANGUAGES)
    with pytest.raises(EditError, match="Name its languages first"):
        from_csv(text, {"main": shop()}, ())


def test_files_are_utf_8_with_or_without_a_mark_at_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    write_file(path, {"main": shop()}, LANGUAGES)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfflow,")
    assert from_csv(read_file(path), {"main": shop()}, LANGUAGES).unknown == []
    path.write_bytes("flow,Größe".encode("cp1252"))
    with pytest.raises(DocumentError, match=r"not text in UTF-8\. Save it as CSV UTF-8"):
        read_file(path)


def test_progress_counts_texts_that_have_words() -> None:
    flow = shop()
    assert progress([flow], "de").missing == 0  # numbers are the same in all languages
    flow.update("ask", text="Which one?")
    assert sentences([flow], LANGUAGES) == [
        "German: 1 of 2 texts missing.", "Chinese (Traditional, Taiwan): 2 of 2 texts missing.",
    ]  # fmt: skip
