"""Long texts as several messages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowdesigner.channel.delivery import calls_for
from flowdesigner.channel.splitting import split
from flowdesigner.flow.action import SendMessage
from flowdesigner.intercom.text import plain_text
from tests.channel.intercom import SETTINGS

LONG = "<p>" + " ".join(f"This is sentence number {number}." for number in range(100)) + "</p>"


def test_a_text_that_is_short_enough_stays_as_it_is() -> None:
    assert split("<p>Hello <b>Mia</b></p>", 1000) == ("<p>Hello <b>Mia</b></p>",)
    assert split(LONG, None) == (LONG,)


def test_it_is_split_between_sentences() -> None:
    texts = [plain_text(one) for one in split(LONG, 1000)]
    assert all(len(text) <= 1000 and text.endswith(".") for text in texts)
    assert " ".join(texts) == plain_text(LONG)


def test_a_sentence_that_is_too_long_is_split_between_words_and_a_word_that_is_too_long_anywhere() -> None:
    assert split("<p>one two three</p>", 8) == ("<p>one two</p>", "<p>three</p>")
    assert split("<p>abcdefghij</p>", 4) == ("<p>abcd</p>", "<p>efgh</p>", "<p>ij</p>")


def test_what_customers_wrote_stays_escaped() -> None:
    assert split("<p>&lt;img&gt; again. And again.</p>", 14) == ("<p>&lt;img&gt; again.</p>", "<p>And again.</p>")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=300), st.integers(3, 50))
def test_nothing_is_lost_and_nothing_too_long(text: str, most: int) -> None:
    escaped = "<p>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</p>"
    parts = split(escaped, most)
    told = "".join(plain_text(part) for part in parts)
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", plain_text(escaped))
    if len(parts) > 1:
        assert all(len(plain_text(part)) <= most for part in parts)


@pytest.mark.parametrize(("source_type", "messages"), [("conversation", 1), ("facebook", 2), ("instagram", 3)])
def test_only_where_customers_would_not_see_the_whole(source_type: str, messages: int) -> None:
    calls = calls_for(SendMessage(text=LONG, images=("https://a.test/x.png",)), SETTINGS, "c1", source_type)
    assert len(calls) == messages
    assert [call.payload["images"] for call in calls] == [[]] * (messages - 1) + [["https://a.test/x.png"]]
