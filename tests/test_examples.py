"""The example bots: they check clean, their chats pass and come to every block, their cards lie apart."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

import flowdesigner.examples
from flowdesigner.bot import Bot
from flowdesigner.errors import DocumentError
from flowdesigner.examples import EXAMPLES, Example, example_of
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow

FOLDER = Path(flowdesigner.examples.__path__[0])
CARD_WIDTH = 232
IDS = [example.id for example in EXAMPLES]


def loaded(example: Example) -> Bot:
    return Bot.load(FOLDER / example.id)


def height(block: Block) -> int:
    """About how high its card is on the canvas."""
    letters = len(re.sub("<[^>]*>", "", block.summary()))
    lines = min(4, -(-letters // 30))
    return 46 + (lines * 19 + 9 if lines else 0) + len(block.ports()) * 31


def texts(flow: Flow) -> list[str]:
    """All that a customer may read."""
    shown = ("text", "reason", "message", "invalid_text", "comment_text")
    return [str(getattr(block, name)) for block in flow for name in shown if getattr(block, name, "")]


def test_every_folder_is_in_the_gallery() -> None:
    assert sorted(IDS) == sorted(path.parent.name for path in FOLDER.glob("*/bot.json"))


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
class TestExample:
    def test_it_has_no_problem(self, example: Example) -> None:
        assert [str(problem) for problem in loaded(example).check()] == []

    def test_its_chats_pass_and_come_to_every_block(self, example: Example) -> None:
        report = loaded(example).run_chats()
        assert report.failures == []
        assert report.coverage.untouched_blocks == []

    def test_the_gallery_says_what_is_in_it(self, example: Example) -> None:
        bot = loaded(example)
        kinds = {block.kind for flow in bot.flows.values() for block in flow}
        assert (set(example.kinds), example.name) == (kinds, bot.name)
        assert len(example.kinds) == len(kinds)
        assert re.fullmatch(r"[A-Z][^.]+\.", example.description)

    def test_the_gallery_says_what_it_needs(self, example: Example) -> None:
        assert re.fullmatch(r"[A-Z][^.]+\.", example.needs)
        assert re.search("[Tt]eam", example.needs), "each passes customers on"
        assert ("API" in example.needs) == ("call_api" in example.kinds)
        assert ("office hours" in example.needs) == ("office_hours" in example.kinds)
        secrets = any("{secret." in path.read_text("utf-8") for path in (FOLDER / example.id).glob("*.json"))
        assert ("token" in example.needs) == secrets

    def test_its_cards_do_not_lie_on_each_other_and_go_from_left_to_right(self, example: Example) -> None:
        for flow in loaded(example).flows.values():
            assert set(flow.layout) == {block.id for block in flow}
            boxes = {block.id: (*flow.layout[block.id], height(block)) for block in flow}
            for a, b in combinations(sorted(boxes), 2):
                (x, y, tall), (u, v, high) = boxes[a], boxes[b]
                apart = abs(x - u) >= CARD_WIDTH + 20 or y + tall + 10 <= v or v + high + 10 <= y
                assert apart, f"{flow.id}: {a} lies on {b}"
            assert flow.start is not None
            assert min(x for x, *_ in boxes.values()) == boxes[flow.start.id][0]

    def test_its_blocks_have_names_and_its_texts_are_whole_sentences(self, example: Example) -> None:
        for flow in loaded(example).flows.values():
            assert [block.id for block in flow if block.kind != "start" and not block.name] == []
            for text in texts(flow):
                assert re.search(r"(?:[.?!]|</a>)$", text), text

    def test_a_bot_is_made_of_it(self, example: Example, tmp_path: Path) -> None:
        bot = Bot.create(tmp_path / "bot", "Mine", example=example.id)
        assert (bot.name, Bot.load(tmp_path / "bot").name) == ("Mine", "Mine")
        assert bot.data()["flows"] == loaded(example).data()["flows"]
        assert not list((tmp_path / "bot").glob("*.py"))


def test_an_example_is_found_as_people_write_it() -> None:
    assert example_of("Order-status") is example_of("order_status")
    assert example_of("order_status") is not None
    assert example_of("nonesuch") is None


def test_an_example_that_is_not_there_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="order_support, triage"):
        Bot.create(tmp_path / "bot", "Mine", example="nonesuch")
    assert not (tmp_path / "bot").exists()
