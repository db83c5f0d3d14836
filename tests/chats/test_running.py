"""Kept chats against a bot: what passes, the first line that differs, and taking the new answers."""

from __future__ import annotations

import pytest

from flowdesigner.bot import Bot
from flowdesigner.chats import Mismatch, accepted, kept, run
from flowdesigner.chats.report import program_of
from flowdesigner.chats.text import chat_from_text, chat_to_text
from flowdesigner.errors import EditError
from flowdesigner.interpreter.act import Press, Say, Skip

BILLING = """\
# Billing is answered

# Mia was charged twice
customer: Hello
bot: Hi Mia, well?
bot: [Billing] [People]

customer presses [Billing]
bot: See Settings.
    There is Billing.
bot: Bye
(closed)
"""


def mismatch(bot: Bot, text: str) -> Mismatch | None:
    return run(program_of(bot), chat_from_text(text)).mismatch


def test_a_chat_passes_while_the_bot_answers_so(bot: Bot) -> None:
    result = run(program_of(bot), chat_from_text(BILLING, "billing"))
    assert result.is_passed
    assert {position.block for position in result.blocks} == {"start", "menu", "answer", "done"}
    assert {(edge.source, edge.port) for edge in result.edges} == {
        ("start", "next"),
        ("menu", "billing"),
        ("answer", "next"),
    }


def test_the_first_line_that_differs_is_named(bot: Bot) -> None:
    bot.flow().update("done", reason="See you")
    result = run(program_of(bot), chat_from_text(BILLING, "billing"))
    assert result.mismatch == Mismatch(11, "bot: Bye", "bot: See you")
    assert str(result) == (
        "“Billing is answered” (chats/billing.chat.txt, line 11): expected “bot: Bye”, but there came “bot: See you”"
    )


def test_lines_that_are_missing_or_too_many_are_named(bot: Bot) -> None:
    short = BILLING.replace("(closed)\n", "")
    assert mismatch(bot, short) == Mismatch(12, "", "closed")
    assert mismatch(bot, BILLING + "bot: One more thing\n") == Mismatch(13, "bot: One more thing", "")
    assert "but there came nothing" in str(mismatch(bot, BILLING + "bot: One more thing\n"))


def test_a_button_that_is_gone_is_a_difference(bot: Bot) -> None:
    bot.flow().update("menu", choices=[{"id": "billing", "label": "Invoices"}, {"id": "people", "label": "People"}])
    changed = BILLING.replace("[Billing] [People]", "[Invoices] [People]")
    found = mismatch(bot, changed)
    assert found is not None
    assert (found.line, found.expected) == (8, "customer presses [Billing]")
    assert "Offered last: Invoices, People" in found.actual
    with pytest.raises(EditError, match=r"“Billing is answered”, line 8.*Change the chat by hand"):
        accepted(program_of(bot), chat_from_text(changed))


def test_time_people_failures_and_email_are_played(bot: Bot) -> None:
    text = """\
# A long story
customer writes by email
customer: Hello
bot: Hi Mia, well?
    1. Billing
    2. People
customer: 2
bot: A moment
(handed over to team 5, tagged bot)
customer: Hello?
customer writes in the Messenger
teammate gives back
bot: Hi Mia, well?
bot: [Billing] [People]
teammate takes over
10 minutes later
teammate gives back, unanswered: something
bot: Hi Mia, well?
bot: [Billing] [People]
Tuesday 9:00
bot: Bye
(closed)
next call fails: the network is gone
customer: Hello
(Offer options failed: the network is gone)
bot: Sorry, something went wrong here. A colleague will take over.
(handed over to the inbox of your people)
(something went wrong: the network is gone)
"""
    assert mismatch(bot, text) is None


def test_new_answers_are_taken_and_remarks_are_kept(bot: Bot) -> None:
    bot.flow().update("done", reason="See you")
    taken = accepted(program_of(bot), chat_from_text(BILLING, "billing"))
    assert chat_to_text(taken) == BILLING.replace("bot: Bye", "bot: See you")
    assert run(program_of(bot), taken).is_passed


def test_a_rehearsal_is_kept_as_a_chat(bot: Bot) -> None:
    chat = kept(program_of(bot), [Say(" Hello \n there "), Press("Billing"), Skip(5)], "Billing", "billing")
    assert run(program_of(bot), chat).is_passed
    assert chat_to_text(chat).splitlines()[2:4] == ["customer: Hello", "    there"]
    assert chat.steps[1].answer[-1].text == "closed"


def test_a_chat_s_customer_speaks_the_main_language_until_it_names_another(bot: Bot) -> None:
    bot.speak("sl", "de")
    bot.flow().translate("menu", "text", "de", "Hallo {firstname}?")
    german = "# German\n\ncustomer speaks de\n\ncustomer: Hallo\nbot: Hallo Mia?\nbot: [Billing] [People]\n"
    assert mismatch(bot, german) is None
    assert chat_to_text(chat_from_text(german)) == german
    assert mismatch(bot, german.replace("customer speaks de\n\n", "")) == Mismatch(
        4, "bot: Hallo Mia?", "bot: Hi Mia, well?"
    )
    wrong = mismatch(bot, german.replace("speaks de", "speaks xq"))
    assert wrong is not None
    assert "no language's code" in str(wrong)
