"""The how-to: its chat passes, and its table names every line that there is."""

from __future__ import annotations

import re
from pathlib import Path

import flowdesigner
from flowdesigner.bot import Bot
from flowdesigner.chats import run
from flowdesigner.chats.report import program_of
from flowdesigner.chats.text import chat_from_text, chat_to_text

HOW_TO = (Path(flowdesigner.__file__).parent / "docs/how-to/test-a-bot.md").read_text("utf-8")


def test_its_chat_passes(tmp_path: Path) -> None:
    bot = Bot.create(tmp_path / "bot", "Order support", example=True)
    found = re.search(r"```\n(# .*?)```", HOW_TO, re.DOTALL)
    assert found
    chat = chat_from_text(found[1])
    assert run(program_of(bot), chat).mismatch is None
    assert chat_to_text(chat) == found[1]


def test_every_line_of_its_table_can_be_written() -> None:
    lines = re.findall(r"^\| `(.+?)` \|", HOW_TO, re.MULTILINE)
    chat = chat_from_text("customer: Hello\n" + "\n".join(lines))
    assert len(chat.steps) == 1 + len([line for line in lines if not line.startswith(("#", "bot:", "("))])
