"""Two pages at one bot: each sees the other and its edits, nothing is lost, and two edits of one field ask."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.editor import Editor
from flowdesigner.designer.people import NAMELESS, People
from flowdesigner.designer.rivals import RivalError
from flowdesigner.designer.session import EditingSession
from flowdesigner.designer.tryout import Tryout
from flowdesigner.errors import EditError
from flowdesigner.flow.block import BlockId
from flowdesigner.flow.check import CheckContext
from flowdesigner.store.presence import ABSENT_AFTER, Presence
from flowdesigner.testing import ManualClock
from tests.designer.page import RecordingCanvas
from tests.processes import ROOT


class Page:
    """One page with its canvas, session and people, whose clock the test moves."""

    def __init__(self, folder: Path, client: str, clock: ManualClock) -> None:
        self.client = client
        self.canvas = RecordingCanvas()
        self.session = EditingSession.open(folder)
        tryout = Tryout(self.session.bot, {})
        self.editor = Editor(self.canvas, self.session, tryout, context=CheckContext, changed=lambda: None)
        presence = Presence(self.session.draft, clock)
        self.people = People(
            self.canvas, self.session, presence, lambda: self.editor.client, lambda: clock().timestamp()
        )
        self.editor.name_of = self.people.name_of
        self.edits = 0
        self.canvas.ask("hello", client=client)

    def enter(self, name: str, block: str = "") -> None:
        self.canvas.ask("here", name=name, block=block)

    def look(self) -> None:
        self.people.look()
        self.editor.look()

    def edit(self, seen: int | None = None, **op: Any) -> dict[str, Any]:
        self.edits += 1
        return self.canvas.ask("op", id=f"{self.client}-{self.edits}", op=op, seen=seen)[0]

    @property
    def log(self) -> int:
        """The newest edit that the page has seen."""
        return int(max(told["log"] for told in self.canvas.told if "log" in told))

    @property
    def message(self) -> BlockId:
        """The id of the message in the flow."""
        return next(block.id for block in self.session.flow.blocks if block.kind == "send_message")

    @property
    def text(self) -> str:
        """What the message says."""
        return str(getattr(self.session.flow.block(self.message), "text", ""))

    @property
    def name(self) -> str:
        """The message's name."""
        return self.session.flow.block(self.message).name

    def say(self, text: str, seen: int | None = None) -> dict[str, Any]:
        """Set the message's text."""
        return self.edit(seen=seen, op="set", block=self.message, settings={"text": text})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def pages(tmp_path: Path, clock: ManualClock) -> Iterator[tuple[Page, Page]]:
    folder = Bot.create(tmp_path / "bot", "Desk", example=True).folder
    both = Page(folder, "aaaa", clock), Page(folder, "bbbb", clock)
    yield both
    for page in both:
        page.session.close()


def test_each_sees_the_other_and_where(pages: tuple[Page, Page], clock: ManualClock) -> None:
    ann, ben = pages
    ann.enter("Ann")
    ben.enter("Ben", block=ben.message)
    ann.look()
    seen = {"client": "bbbb", "name": "Ben", "flow": "main", "block": ben.message}
    assert ann.canvas.last("people")["people"] == [seen]
    assert [one["name"] for one in ben.canvas.last("people")["people"]] == ["Ann"]
    clock.forward(ABSENT_AFTER.total_seconds() + 1)
    ann.look()
    assert ann.canvas.last("people")["people"] == []


def test_a_page_that_stays_says_so(pages: tuple[Page, Page], clock: ManualClock) -> None:
    ann, ben = pages
    ann.enter("")
    ben.enter("Ben")
    for _ in range(5):
        clock.now += timedelta(seconds=4)
        ann.look()
        ben.look()
    assert [one.name for one in ben.people.others] == [NAMELESS]
    ann.people.leave()
    ben.look()
    assert ben.people.others == ()


def test_edits_of_one_come_to_the_other(pages: tuple[Page, Page]) -> None:
    ann, ben = pages
    ann.say("By Ann")
    ben.look()
    assert ben.canvas.last("changed")["blocks"][ben.message]["settings"]["text"] == "By Ann"
    assert ben.text == "By Ann"


def test_two_edits_of_different_fields_are_both_made(pages: tuple[Page, Page]) -> None:
    ann, ben = pages
    seen = ben.log
    ann.say("By Ann")
    assert ben.edit(seen=seen, op="rename", block=ben.message, name="Named by Ben")["type"] == "changed"
    ann.look()
    assert (ann.text, ann.name) == ("By Ann", "Named by Ben")


def test_two_edits_of_one_field_ask_and_the_author_chooses(pages: tuple[Page, Page]) -> None:
    ann, ben = pages
    ann.enter("Ann")
    ben.enter("Ben")
    seen = ben.log
    ann.say("By Ann")
    asked = ben.say("By Ben", seen=seen)
    assert (asked["type"], asked["field"], asked["theirs"], asked["by"]) == ("rival", "text", "By Ann", "Ann")
    assert ben.text == "By Ann", "nothing is overwritten before the author has chosen"
    assert ben.say("By Ben")["type"] == "changed"
    assert ben.text == "By Ben"


def test_a_name_can_be_given_by_two_as_well(pages: tuple[Page, Page]) -> None:
    ann, ben = pages
    seen = ben.log
    ann.edit(op="rename", block=ann.message, name="By Ann")
    asked = ben.edit(seen=seen, op="rename", block=ben.message, name="By Ben")
    assert (asked["field"], asked["label"], asked["theirs"]) == ("name", "Name", "By Ann")


def test_ones_own_edits_are_no_rivals(pages: tuple[Page, Page]) -> None:
    ann, _ = pages
    seen = ann.log
    assert ann.say("First", seen=seen)["type"] == "changed"
    assert ann.say("Second", seen=seen)["type"] == "changed"


def test_a_rival_is_named_by_its_block_and_field(pages: tuple[Page, Page]) -> None:
    ann, ben = pages
    seen = ben.session.draft.standing().last
    ann.say("By Ann")
    op = {"op": "batch", "ops": [{"op": "set", "block": ben.message, "settings": {"text": "By Ben"}}]}
    with pytest.raises(RivalError) as raised:
        ben.session.edit(op, id="bbbb-9", seen=seen)
    assert (raised.value.block, raised.value.field, raised.value.author) == (ben.message, "text", "aaaa")


def test_undo_takes_back_ones_own_edits_while_the_other_is_there(pages: tuple[Page, Page], clock: ManualClock) -> None:
    ann, ben = pages
    ann.enter("Ann")
    ben.enter("Ben")
    ann.look()
    name = ann.name
    ann.edit(op="rename", block=ann.message, name="Named by Ann")
    ben.say("By Ben")
    ann.canvas.ask("undo")
    assert (ann.name, ann.text) == (name, "By Ben")
    ann.canvas.ask("undo")
    assert ann.text == "By Ben"
    clock.forward(ABSENT_AFTER.total_seconds() + 1)
    ann.look()
    ann.canvas.ask("undo")
    assert ann.text != "By Ben", "an edit of somebody who has gone can be taken back"


def test_an_edit_that_can_be_taken_back_no_more_does_not_stand_in_the_way(pages: tuple[Page, Page]) -> None:
    ann, ben = pages
    for id in ("one", "two"):
        ann.edit(op="add_block", id=id, kind="end", name="", settings={}, at=[0, 0])
    ann.enter("Ann")
    ben.enter("Ben")
    ann.look()
    ben.edit(op="remove", blocks=["two"])
    with pytest.raises(EditError, match="Others have edited here since"):
        ann.session.undo()
    ann.session.undo()
    assert "one" not in ann.session.flow


MANY = """
import sys
from pathlib import Path
from flowdesigner.designer.session import EditingSession
folder, who, many = sys.argv[1:]
session = EditingSession.open(Path(folder))
for number in range(int(many)):
    block = {"id": f"{who}{number}", "kind": "end", "name": "", "settings": {}}
    session.edit({"op": "add_block", "at": [0, 0], **block})
"""


@pytest.mark.processes
def test_edits_of_several_kernels_at_the_same_moment_are_all_there(tmp_path: Path) -> None:
    folder = Bot.create(tmp_path / "bot", "Desk").folder
    command = [sys.executable, "-c", MANY, str(folder)]
    started = [
        subprocess.Popen([*command, who, "25"], cwd=ROOT, stderr=subprocess.PIPE, text=True) for who in ("a", "b", "c")
    ]
    for process in started:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    there = {str(block.id) for block in Bot.load(folder).flow().blocks}
    assert there >= {f"{who}{number}" for who in "abc" for number in range(25)}
