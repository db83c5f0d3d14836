"""The bots of a folder on the page: the list, the gallery, and new bots that are whole or not there."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.bots import Bots
from flowdesigner.designer.bots_folder import asked_for
from flowdesigner.designer.requests import Import
from flowdesigner.errors import DocumentError
from flowdesigner.examples import EXAMPLES
from tests.designer.page import RecordingCanvas


class Shelf:
    """A folder with the bot “Desk”, whose page asks; what its draft was told to become is in `taken`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bot = Bot.create(folder / "desk", "Desk")
        self.taken: list[Import] = []
        self.canvas = RecordingCanvas()
        Bots(self.canvas, folder / "desk", take_in=self.taken.append)

    def ask(self, do: str, **content: str) -> dict[str, object]:
        """The one answer."""
        (answer,) = self.canvas.ask("bots", do=do, **content)
        return answer


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_the_list_has_the_bots_beside_this_one_and_nothing_else(shelf: Shelf) -> None:
    Bot.create(shelf.folder / "another", "Another")
    Bot.create(shelf.folder / ".hidden", "Hidden")
    (shelf.folder / "notes").mkdir()
    Bot.create(shelf.folder / "broken", "Broken")
    (shelf.folder / "broken/bot.json").write_text("{", "utf-8")
    told = shelf.ask("list")
    assert told["folder"] == str(shelf.folder)
    bots = told["bots"]
    assert isinstance(bots, list)
    assert [(one["folder"], one["name"], one["is_this"]) for one in bots] == [
        ("another", "Another", False),
        ("broken", "broken", False),
        ("desk", "Desk", True),
    ]


def test_the_gallery_tells_each_example_and_draws_it_in_the_theme(shelf: Shelf) -> None:
    examples = shelf.ask("list")["examples"]
    assert isinstance(examples, list)
    assert [one["id"] for one in examples] == [example.id for example in EXAMPLES]
    for one in examples:
        assert one["tests"] == len(list(Path(str(EXAMPLES[0].folder)).parent.glob(f"{one['id']}/chats/*.txt"))) > 0
    light, dark = (shelf.ask("pictures", theme=theme)["pictures"] for theme in ("light", "dark"))
    assert isinstance(light, dict)
    assert isinstance(dark, dict)
    for id, drawn in light.items():
        assert ElementTree.fromstring(drawn).tag.endswith("svg")
        assert drawn != dark[id]
    assert len(light) == len(dark) == len(EXAMPLES)


def test_a_bot_is_made_empty_or_of_an_example_or_of_a_file(shelf: Shelf) -> None:
    empty = shelf.ask("make", name="  My   first bot ")
    assert empty == {
        "type": "made",
        "folder": "my-first-bot",
        "name": "My first bot",
        "path": str(shelf.folder / "my-first-bot"),
    }
    assert [block.kind for block in Bot.load(shelf.folder / "my-first-bot").flow()] == ["start"]
    assert shelf.ask("make", name="Questions", example="faq")["folder"] == "questions"
    questions = Bot.load(shelf.folder / "questions")
    assert questions.run_chats().failures == []
    assert shelf.ask("make", name="Copy", text=questions.export("json"))["folder"] == "copy"
    copy = Bot.load(shelf.folder / "copy")
    assert copy.name == "Copy"
    assert copy.flows == questions.flows
    assert len(copy.run_chats().results) == len(questions.run_chats().results) > 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"name": " "}, "Give the bot a name"),
        ({"name": "a" * 61}, "60 at most"),
        ({"name": "¿?"}, "needs a letter"),
        ({"name": "desk "}, "There is a bot “desk” already"),
        ({"name": "Notes"}, "There is a folder “notes” already"),
        ({"name": "New", "text": "{"}, "The file is no bot: .*not JSON"),
        ({"name": "New", "text": '{"format": 1, "name": "x", "main": "../up", "flows": {}}'}, "no flow"),
        ({"name": "New", "example": "nothing"}, "no example “nothing”"),
    ],
)
def test_what_keeps_a_bot_from_being_made_is_said_and_nothing_is_left(
    shelf: Shelf, content: dict[str, str], says: str
) -> None:
    (shelf.folder / "notes").mkdir()
    told = shelf.ask("make", **content)
    assert told["type"] == "not_made"
    with pytest.raises(DocumentError, match=says):
        raise DocumentError(str(told["message"]))
    assert sorted(path.name for path in shelf.folder.iterdir()) == ["desk", "notes"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    canvas = RecordingCanvas()
    Bots(canvas, tmp_path / "gone" / "desk", take_in=lambda _: None)
    (told,) = canvas.ask("bots", do="make", name="New")
    assert told["type"] == "not_made"
    assert str(told["message"]).endswith("gone: the folder is gone.")


def test_an_example_becomes_the_draft_as_an_imported_file_would(shelf: Shelf) -> None:
    shelf.canvas.ask("bots", do="take", example="triage")
    (taken,) = shelf.taken
    assert '"Triage"' in taken.text
    assert "no example" in str(shelf.ask("take", example="nothing")["text"])


def test_the_address_of_the_page_names_a_bot_beside_the_first(shelf: Shelf) -> None:
    Bot.create(shelf.folder / "other", "Other")
    assert asked_for(shelf.bot.folder, "") == shelf.bot.folder
    assert asked_for(shelf.bot.folder, "token=a&bot=other") == shelf.folder / "other"
    for elsewhere in ("..%2Fdesk", "..", "nothing", "other%2F..%2Fdesk"):
        with pytest.raises(DocumentError, match="There is no bot"):
            asked_for(shelf.bot.folder, f"bot={elsewhere}")
