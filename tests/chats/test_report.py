"""All chats of a bot: passed, failed, broken, and what no chat touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdesigner.bot import Bot
from flowdesigner.chats import kept, load_chat, load_chats, remove_chat, run_chats, save_chat
from flowdesigner.chats.folder import free_name
from flowdesigner.chats.report import program_of
from flowdesigner.errors import BrokenFileError, DocumentError, FailedChatsError
from flowdesigner.interpreter.act import Press, Say
from flowdesigner.testing import assert_chats

SAMPLE = Path(__file__).parent.parent / "samples/bots/billing"


def keep(bot: Bot, title: str, *choices: str) -> str:
    acts = [Say("Hello"), *(Press(choice) for choice in choices)]
    name = free_name(bot.folder, title)
    save_chat(bot.folder, kept(program_of(bot), acts, title, name))
    return name


def test_the_bots_in_this_package_pass(tmp_path: Path) -> None:
    for bot in (Bot.create(tmp_path / "bot", "Order support", example=True), Bot.load(SAMPLE)):
        report = assert_chats(bot)
        assert len(report.results) >= 3
        assert report.coverage.untouched_blocks == []


def test_chats_are_files_that_can_be_named_replaced_and_removed(bot: Bot) -> None:
    first, second = keep(bot, "Billing"), keep(bot, "Billing", "Billing")
    assert (first, second) == ("billing", "billing-2")
    assert [chat.name for chat in load_chats(bot.folder)[0]] == ["billing", "billing-2"]
    assert load_chat(bot.folder, "billing").title == "Billing"
    remove_chat(bot.folder, "billing")
    remove_chat(bot.folder, "billing")
    with pytest.raises(DocumentError, match="no chat “billing”"):
        load_chat(bot.folder, "billing")
    with pytest.raises(DocumentError, match="cannot name"):
        remove_chat(bot.folder, "../bot")


def test_what_no_chat_touches_is_listed(bot: Bot) -> None:
    keep(bot, "Billing", "Billing")
    coverage = run_chats(bot).coverage
    assert coverage.sentences() == [
        "The chats touch 4 of 5 blocks and 3 of 7 ports.",
        "No chat comes to “Send to offload provider”.",
        "No chat leaves “Offer choices” by “No reply”.",
        "No chat leaves “Offer choices” by “Anything else”.",
        "No chat leaves “Offer choices” by “People”.",
    ]


def test_a_bot_without_chats_passes_and_nothing_is_tested(bot: Bot) -> None:
    report = run_chats(bot)
    assert report.is_passed
    assert len(report.coverage.untouched_blocks) == 5
    report.demand_passed()


def test_a_broken_file_is_named_with_its_line_and_left_alone(bot: Bot) -> None:
    keep(bot, "Billing")
    path = bot.folder / "chats" / "mine.chat.txt"
    path.write_text("customer: hi\nbot says hello\n")
    report = run_chats(bot)
    assert [result.is_passed for result in report.results] == [True]
    assert not report.is_passed
    assert "mine.chat.txt: line 2: “bot says hello”" in report.failures[0]
    with pytest.raises(BrokenFileError, match="line 2"):
        load_chat(bot.folder, "mine")
    path.write_bytes(b"\xff\xfe\x00")
    assert "not text in UTF-8" in run_chats(bot, ["mine"]).failures[0]
    assert path.read_bytes() == b"\xff\xfe\x00"


def test_failures_are_said_all_at_once(bot: Bot) -> None:
    keep(bot, "Hello")
    keep(bot, "Billing", "Billing")
    bot.flow().update("menu", text="What is it?")
    with pytest.raises(FailedChatsError, match="2 kept chats fail") as caught:
        run_chats(bot).demand_passed()
    assert len(caught.value.failures) == 2
    with pytest.raises(AssertionError, match=r"“bot: Hi Mia, well\?”, but there came “bot: What is it\?”"):
        assert_chats(bot, "billing")
    with pytest.raises(AssertionError, match="no kept chat “nonesuch”"):
        assert_chats(bot, "nonesuch")


def test_a_failing_chat_keeps_a_bot_from_being_published_unless_told_so(bot: Bot) -> None:
    keep(bot, "Hello")
    assert bot.publish("first", author="Mia").author == "Mia"
    bot.flow().update("menu", text="What is it?")
    with pytest.raises(FailedChatsError, match=r"chats/hello\.chat\.txt, line 4"):
        bot.publish("second")
    assert bot.publish("second", despite_failed_tests=True).number == 2
