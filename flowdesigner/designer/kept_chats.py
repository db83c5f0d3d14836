"""`KeptChats`: the bot's tests on the page: running the kept chats, taking new answers, changing and removing them.

The page sends `{type: "tests", do, ...}`:

    run      run all against the draft
    accept   `name`: take the answers that the bot gives now as the expected ones; writes the chat's file
    save     `name`, `text`: write the chat's file, new or changed by hand
    remove   `name`: delete the chat's file
    put_back `name`, `text`: make the file again what it was, whatever it said; takes back each of the others

and is told after each

    {type: "tests", passed, failed, tests: [test], coverage}
    test      {name, title, file, state: "passed" | "failed" | "broken", message, line, expected, actual, text,
               blocks: [[flow, block]], ports: [[flow, block, port]]}
    coverage  {blocks: [touched, all], ports: [touched, all], untouched_blocks: [{flow, block, title}],
               untouched_ports: [{flow, block, port, title, label}]}

`line` is the number of the line that differs in `text`, or None; `expected` "" means that nothing more was expected,
`actual` "" that nothing came; `blocks` and `ports` are what the chat touched. A text that is no chat is not written:
`{type: "test_refused", name, line, message}`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.chats import Report, Result, accepted, load_chat, put_back, remove_chat, save_chat
from flowdesigner.chats.chat import ENDING, FOLDER
from flowdesigner.chats.coverage import Coverage
from flowdesigner.chats.folder import place
from flowdesigner.chats.report import program_of
from flowdesigner.chats.text import chat_from_text
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.requests import Chats
from flowdesigner.errors import BrokenFileError, DocumentError

View = dict[str, Any]


class KeptChats:
    """The tests of one bot."""

    def __init__(self, canvas: Canvas, bot: Bot) -> None:
        self.canvas = canvas
        self.bot = bot
        canvas.on(Chats, self.answer)

    def answer(self, request: Chats) -> None:
        """Do what the page asks, then show all tests as they are now."""
        match request.do:
            case "accept":
                chat = load_chat(self.bot.folder, request.name)
                save_chat(self.bot.folder, accepted(program_of(self.bot), chat))
            case "remove":
                remove_chat(self.bot.folder, request.name)
            case "put_back":
                put_back(self.bot.folder, request.name, request.text)
            case "save":
                try:
                    save_chat(self.bot.folder, chat_from_text(request.text, request.name))
                except BrokenFileError as error:
                    message = str(error).removeprefix(f"{error.where}: ")
                    self.canvas.tell("test_refused", name=request.name, line=line_of(error), message=message)
                    return
        self.canvas.tell("tests", **report_view(self.bot, self.bot.run_chats()))


def report_view(bot: Bot, report: Report) -> View:
    """All tests."""
    tests = [
        *(result_view(bot, result) for result in report.results),
        *(broken_view(bot, one) for one in report.broken),
    ]
    passed = sum(result.is_passed for result in report.results)
    return {
        "passed": passed,
        "failed": len(tests) - passed,
        "tests": sorted(tests, key=lambda test: str(test["name"])),
        "coverage": coverage_view(report.coverage),
    }


def result_view(bot: Bot, result: Result) -> View:
    """One test that could be run."""
    found = result.mismatch
    return {
        "name": result.chat.name,
        "title": result.chat.title,
        "file": result.chat.file,
        "state": "failed" if found else "passed",
        "message": str(found or ""),
        "line": (found.line or None) if found else None,
        "expected": found.expected if found else "",
        "actual": found.actual if found else "",
        "text": text_of(bot, result.chat.name),
        "blocks": [list(position) for position in sorted(result.blocks)],
        "ports": [list(edge) for edge in sorted({(one.flow, one.source, one.port) for one in result.edges})],
    }


def broken_view(bot: Bot, error: BrokenFileError) -> View:
    """One test whose file makes no sense."""
    name = Path(error.path).name.removesuffix(ENDING)
    file = f"{FOLDER}/{name}{ENDING}"
    return {
        "name": name, "title": name.replace("-", " "), "file": file, "state": "broken",
        "message": str(error).removeprefix(f"{error.path}: {error.where}: "), "line": line_of(error),
        "expected": "", "actual": "", "text": text_of(bot, name), "blocks": [], "ports": [],
    }  # fmt: skip


def text_of(bot: Bot, name: str) -> str:
    """The file as it is, in which the lines are counted; "" when it is gone meanwhile."""
    try:
        return place(bot.folder, name).read_text("utf-8", errors="replace")
    except (OSError, DocumentError):
        return ""


def line_of(error: BrokenFileError) -> int | None:
    """The number of the line that makes no sense."""
    found = re.fullmatch(r"line (\d+)", error.where)
    return int(found[1]) if found else None


def coverage_view(coverage: Coverage) -> View:
    """What the tests touch, and what none does."""
    return {
        "blocks": [len(coverage.touched_blocks), len(coverage.blocks)],
        "ports": [len(coverage.touched_ports), len(coverage.ports)],
        "untouched_blocks": [
            {"flow": flow, "block": block, "title": coverage.flows[flow].block(block).title}
            for flow, block in coverage.untouched_blocks
        ],
        "untouched_ports": [
            {**one._asdict(), "title": coverage.flows[one.flow].block(one.block).title, "label": coverage.label(one)}
            for one in coverage.untouched_ports
        ],
    }
