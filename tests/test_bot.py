"""A bot in its folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flowdesigner import Bot, Flow, talk
from flowdesigner.blocks import PythonFunction
from flowdesigner.errors import BrokenFileError, DocumentError, EditError
from flowdesigner.interpreter.program import compile_program


@pytest.fixture
def example(tmp_path: Path) -> Bot:
    return Bot.create(tmp_path / "bot", "Order support", example=True)


def test_a_new_bot_has_a_start(tmp_path: Path) -> None:
    bot = Bot.create(tmp_path / "bot", "Mine")
    assert sorted(path.name for path in bot.folder.iterdir()) == [
        ".flowdesigner",
        "bot.json",
        "chats",
        "main.flow.json",
    ]
    assert Bot.load(bot.folder).flow().start is not None
    assert (bot.folder / ".flowdesigner").stat().st_mode & 0o777 == 0o700


def test_state_stays_out_of_git(example: Bot, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(example.folder, clone, ignore=shutil.ignore_patterns(".flowdesigner"))
    Bot.load(clone).publish()
    assert (clone / ".flowdesigner" / ".gitignore").read_text("utf-8") == "*\n"


def test_the_example_has_no_problems_and_answers(example: Bot) -> None:
    assert example.check() == []
    lines = talk(example, "hello", "billing", "yes", facts={"firstname": "Mia"}).lines
    assert lines[1] == "bot: Hi Mia, what can we help you with?"
    assert lines[-1] == "closed"


def test_a_bot_survives_saving_and_loading(example: Bot) -> None:
    example.flow().rename("topic", "Topic")
    example.save()
    assert Bot.load(example.folder).data() == example.data()
    assert Bot.from_data(json.loads(json.dumps(example.data()))).data() == example.data()
    assert compile_program(example.data()).main == "main"


def test_a_folder_without_a_bot_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="flowdesigner new"):
        Bot.load(tmp_path)


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(DocumentError, match="in use"):
        Bot.create(tmp_path, "Mine")


def test_a_main_flow_that_is_missing_is_named(example: Bot) -> None:
    (example.folder / "main.flow.json").unlink()
    with pytest.raises(BrokenFileError, match="no flow “main”") as caught:
        Bot.load(example.folder)
    assert caught.value.where == "$.main"


def test_a_file_whose_name_is_not_its_id_is_named(example: Bot) -> None:
    (example.folder / "main.flow.json").rename(example.folder / "other.flow.json")
    with pytest.raises(BrokenFileError, match=r"must be named main\.flow\.json"):
        Bot.load(example.folder)


def test_flows_by_name(example: Bot) -> None:
    assert example.add_flow("Second flow").id == "second-flow"
    with pytest.raises(EditError, match="already"):
        example.add_flow(Flow("Main", id="main"))
    with pytest.raises(EditError, match="has no flow “third”"):
        example.flow("third")


def test_a_flow_that_is_removed_takes_its_file_along(example: Bot) -> None:
    example.add_flow("Second flow")
    example.save()
    example.remove_flow("second-flow")
    assert sorted(Bot.load(example.folder).flows) == ["error", "main"]
    with pytest.raises(EditError, match="name another one first"):
        example.remove_flow("error")


def test_no_flow_is_written_outside_the_folder(example: Bot) -> None:
    with pytest.raises(EditError, match="cannot name"):
        example.add_flow(Flow("Up", id="../up"))
    data = example.data()
    data["flows"]["main"]["id"] = "../up"
    with pytest.raises(EditError, match="cannot name"):
        Bot.from_data(data)


def test_a_revision_that_is_none_says_what_is_missing() -> None:
    with pytest.raises(BrokenFileError, match="“name” is missing"):
        Bot.from_data({"format": 1})


def test_publishing_keeps_a_copy_that_later_edits_do_not_touch(example: Bot) -> None:
    first = example.publish("first")
    example.flow().rename("topic", "Changed")
    example.save()
    second = example.publish("second")
    assert (first.number, second.number) == (1, 2)
    with example.store() as store:
        kept = store.revisions.get(1)
        assert kept is not None
        assert kept.document == first.document != second.document


def test_an_export_is_one_text(example: Bot) -> None:
    assert json.loads(example.export("json"))["name"] == "Order support"
    assert example.export("mermaid").count("flowchart LR") == 2
    with pytest.raises(DocumentError, match="docx"):
        example.export("docx")


def test_the_checks_look_at_the_functions_of_the_folder(tmp_path: Path) -> None:
    bot = Bot.create(tmp_path / "bot", "Desk")
    bot.flow().connect("start", bot.flow().add(PythonFunction(function="price"), id="it"))
    (bot.folder / "functions.py").write_text(
        "import flowdesigner\n@flowdesigner.function\ndef price() -> int: return 1\n", "utf-8"
    )
    assert [one.name for one in bot.functions().functions] == ["price"]
    assert "function_gone" not in [problem.code for problem in bot.check()]
    (bot.folder / "functions.py").unlink()
    assert "function_gone" in [problem.code for problem in bot.check()]
