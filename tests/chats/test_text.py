"""Chats as text: what a person writes, what is made of it, and what is said of a line that makes no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowdesigner.chats import Chat, Expected, Step
from flowdesigner.chats.text import chat_from_text, chat_to_text
from flowdesigner.errors import BrokenFileError
from flowdesigner.interpreter.act import (
    Act,
    Answer,
    BeginAt,
    FailNext,
    GiveBack,
    Press,
    Say,
    SetVariable,
    Skip,
    SkipTo,
    TakeOver,
    WriteBy,
)

EVERYTHING = """\
# All that can happen

begin at main/menu

variable topic = Billing

variable count = 3

# Mia writes from her phone
customer writes by email

Saturday 18:05

customer: Hello
    I have two lines

    and a third
bot: Hi Mia, well?
bot: [Billing] [People]

customer presses [People]
(handed over to team 5, tagged bot)

teammate takes over

teammate: One moment

teammate gives back, unanswered: Anybody?

teammate gives back

next call fails: Intercom is down

customer writes in the Messenger

1 hour 30 minutes later
(closed)

# That is all.
"""


def test_everything_that_can_happen_has_a_line() -> None:
    chat = chat_from_text(EVERYTHING, "all")
    assert (chat.name, chat.title, chat.remarks) == ("all", "All that can happen", ("That is all.",))
    assert [step.act for step in chat.steps] == [
        BeginAt("main", "menu"),
        SetVariable("topic", "Billing"),
        SetVariable("count", 3),
        WriteBy("email"),
        SkipTo("Saturday 18:05"),
        Say("Hello\nI have two lines\n\nand a third"),
        Press("People"),
        TakeOver(),
        Answer("One moment"),
        GiveBack("Anybody?"),
        GiveBack(),
        FailNext("Intercom is down"),
        WriteBy("conversation"),
        Skip(90),
    ]
    assert chat.steps[3].comments == ("Mia writes from her phone",)
    assert chat.steps[5].answer == (Expected("bot: Hi Mia, well?", 18), Expected("bot: [Billing] [People]", 19))
    assert chat.steps[6].answer == (Expected("handed over to team 5, tagged bot", 22),)


def test_a_canonical_file_is_written_back_as_it_was() -> None:
    assert chat_to_text(chat_from_text(EVERYTHING)) == EVERYTHING


def test_a_person_may_write_it_as_it_comes() -> None:
    written = "customer:hi\n\n\nbot: Hello   \n10 min later\n( closed )\n18:05\n2 h 5 min later\n"
    chat = chat_from_text("\ufeff" + written.replace("\n", "\r\n"), "my-chat")
    assert chat.title == "my chat"
    assert [step.act for step in chat.steps] == [Say("hi"), Skip(10), SkipTo("18:05"), Skip(125)]
    assert [expected.text for step in chat.steps for expected in step.answer] == ["bot: Hello", "closed"]


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("", "line 1", "Nothing happens in this chat"),
        ("# only a title\n", "line 1", "Nothing happens in this chat"),
        ("\nbot: Hello\n", "line 2", "The bot speaks first"),
        ("customer: hi\ncustmer: hello\n", "line 2", "“custmer: hello” is nothing that can happen"),
        ("customer: hi\n()\n", "line 2", "nothing that can happen"),
        ("customer: hi\n\nclosed\n", "line 3", r"“\(” for what happens besides"),
        ("# title\n  and more\n", "line 2", "indented"),
        ("Caturday 10:00\n", "line 1", "nothing that can happen"),
        ("customer: hi\n" + "x" * 500, "line 2", "x…”"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(text: str, where: str, why: str) -> None:
    with pytest.raises(BrokenFileError, match=why) as caught:
        chat_from_text(text, path="chats/mine.chat.txt")
    assert caught.value.where == where
    assert str(caught.value).startswith(f"chats/mine.chat.txt: {where}: ")


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"))).filter(bool)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)
acts: st.SearchStrategy[Act] = st.one_of(
    lines.map(Say),
    words.map(Press),
    st.integers(0, 10_000_000).map(Skip),
    lines.map(GiveBack),
    words.map(FailNext),
    st.builds(SetVariable, st.just("topic"), st.one_of(st.text(), st.booleans(), st.none(), st.integers())),
    st.just(TakeOver()),
    lines.map(Answer),
)
texts = lines.map(lambda text: f"bot: {text}")
chats = st.builds(
    Chat,
    st.just("chat"),
    words,
    st.lists(st.builds(Step, acts, st.lists(st.builds(Expected, texts)).map(tuple)), min_size=1).map(tuple),
)


@given(chats)
def test_whatever_was_said_is_read_as_it_was_written(chat: Chat) -> None:
    text = chat_to_text(chat)
    again = chat_from_text(text)
    assert chat_to_text(again) == text
    assert [step.act for step in again.steps] == [step.act for step in chat.steps]
    assert [[one.text for one in step.answer] for step in again.steps] == [
        [one.text for one in step.answer] for step in chat.steps
    ]
