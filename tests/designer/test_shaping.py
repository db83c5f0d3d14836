"""Find, uses, the Variables panel and a part that becomes a flow of its own, as the page asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.editor import Editor
from flowdesigner.designer.session import EditingSession
from flowdesigner.designer.shaping import Shaping
from flowdesigner.designer.tryout import Tryout
from flowdesigner.flow.block import BlockId
from flowdesigner.flow.check import CheckContext
from tests.designer.page import RecordingCanvas


@pytest.fixture
def page(tmp_path: Path) -> Iterator[RecordingCanvas]:
    bot = Bot.create(tmp_path / "bot", "Desk", example="order_status")
    session = EditingSession.open(bot.folder)
    canvas = RecordingCanvas()
    editor = Editor(
        canvas,
        session,
        Tryout(session.bot, {}),
        context=lambda: CheckContext(flows=session.bot.flows),
        changed=lambda: None,
    )
    Shaping(canvas, session, editor)
    canvas.ask("hello", client="page")
    yield canvas
    session.close()


@pytest.fixture
def folder(tmp_path: Path, page: RecordingCanvas) -> Path:
    return tmp_path / "bot"


def variable(page: RecordingCanvas, name: str) -> dict[str, Any]:
    (told,) = page.ask("variables", do="list")
    return next(one for one in told["variables"] if one["name"] == name)


def edit(page: RecordingCanvas, **op: Any) -> None:
    page.ask("op", id=f"page-{len(page.told)}", op=op)


def test_the_panel_lists_where_each_variable_is_declared_set_and_read(page: RecordingCanvas) -> None:
    edit(page, op="add_block", id="keep", kind="set_variable", settings={"variable": "parcel", "value": "{firstname}"})
    edit(page, op="set_variable", name="parcel", variable={"name": "parcel", "sensitive": True})
    parcel = variable(page, "parcel")
    assert (parcel["declared"]["sensitive"], parcel["declared_in"], parcel["is_system"]) == (True, ["main"], False)
    (use,) = parcel["sets"]
    assert (use["block"], use["fields"], use["flow_name"]) == (
        "keep",
        ["variable"],
        page.last("document")["flow"]["name"],
    )
    assert "keep" in [use["block"] for use in variable(page, "firstname")["reads"]]


def test_a_variable_is_renamed_in_all_flows_and_back_by_one_undo(page: RecordingCanvas, folder: Path) -> None:
    bot = Bot.load(folder)
    second = bot.add_flow("Second", id="second")
    bot.save()
    edit(page, op="add_block", id="keep", kind="set_variable", settings={"variable": "parcel", "value": "1"})
    page.ask("flow", id="second")
    edit(page, op="add_block", id="say", kind="send_message", settings={"text": "{parcel}"})
    before = Bot.load(folder).data()
    told = page.ask("variables", do="rename", name="parcel", to="package")
    assert [message["type"] for message in told] == ["changed", "variables"]
    assert told[0]["blocks"]["say"]["settings"]["text"] == "{package}"
    after = Bot.load(folder)
    assert after.flows["main"].block("keep").writes() == {"package"}
    page.ask("undo")
    assert Bot.load(folder).data() == before
    page.ask("redo")
    assert Bot.load(folder).data() == after.data()
    assert second.id == "second"


def test_a_name_that_cannot_be_is_a_notice_and_changes_nothing(page: RecordingCanvas, folder: Path) -> None:
    before = Bot.load(folder).data()
    (told,) = page.ask("variables", do="rename", name="firstname", to="x")
    assert told["type"] == "notice"
    assert "comes from Intercom" in told["text"]
    assert Bot.load(folder).data() == before


def test_a_text_is_found_in_every_flow(page: RecordingCanvas, folder: Path) -> None:
    edit(page, op="set_notes", notes={"n": {"id": "n", "text": "Zebra crossing"}})
    (told,) = page.ask("find", text="zebra")
    assert (told["text"], told["is_all"]) == ("zebra", True)
    assert [(hit["what"], hit["id"], hit["excerpt"]) for hit in told["hits"]] == [("note", "n", "Zebra crossing")]


def test_what_leads_to_a_block_is_listed(page: RecordingCanvas) -> None:
    edit(page, op="add_block", id="last", kind="end")
    edit(page, op="add_block", id="jump", kind="go_to", settings={"block": "last"})
    (told,) = page.ask("uses", flow="main", block="last")
    assert [(use["block"], use["how"]) for use in told["uses"]] == [("jump", "jumps")]


def test_a_part_becomes_a_flow_and_one_undo_takes_it_back(page: RecordingCanvas, folder: Path) -> None:
    edit(page, op="add_block", id="one", kind="send_message", settings={"text": "1"}, at=[0, 900])
    edit(page, op="add_block", id="two", kind="send_message", settings={"text": "2"}, at=[300, 900])
    edit(page, op="connect", **{"from": "one"}, port="next", to="two")
    before = Bot.load(folder).data()
    changed, extracted = page.ask("extract", blocks=["one", "two"], name="Twice")
    assert (changed["type"], changed["blocks"]["one"]) == ("changed", None)
    assert (extracted["flow"], extracted["name"], extracted["block"]) == ("twice", "Twice", "twice")
    after = Bot.load(folder)
    assert "one" in after.flows["twice"]
    page.ask("undo")
    assert Bot.load(folder).data() == before
    page.ask("redo")
    assert Bot.load(folder).data() == after.data()


def test_a_part_that_cannot_be_a_flow_is_a_notice(page: RecordingCanvas) -> None:
    (told,) = page.ask("extract", blocks=["start"], name="x")
    assert (told["type"], "The start stays" in told["text"]) == ("notice", True)


def test_what_is_on_the_clipboard_is_pasted_as_one_edit(page: RecordingCanvas, folder: Path) -> None:
    before = Bot.load(folder).data()
    clip = (
        '{"flowdesigner": "blocks", "flow": "main",'
        ' "blocks": [{"id": "start", "kind": "start", "name": "", "settings": {}},'
        ' {"id": "a", "kind": "go_to", "name": "", "settings": {"block": "a"}}], "edges": [], "at": {"a": [5, 5]},'
        ' "variables": [{"name": "fresh"}], "notes": [{"id": "n", "text": "Note"}], "note_layout": {"n": [0, 0, 9, 9]},'
        ' "groups": [{"id": "g", "blocks": ["a"]}], "collapsed": ["g"]}'
    )
    edit(page, op="paste", clip=clip, at=[100, 200])
    edit(page, op="paste", clip=clip)
    changed = page.last("changed")
    assert changed["blocks"]["go_to"]["settings"]["block"] == "go_to"
    assert [(one["id"], one["at"]) for one in changed["notes"]] == [("n", [100, 200, 9, 9]), ("note", [40, 40, 9, 9])]
    assert [(one["id"], one["blocks"], one["collapsed"]) for one in changed["groups"]] == [
        ("g", ["a"], True),
        ("group", ["go_to"], True),
    ]
    flow = Bot.load(folder).flows["main"]
    assert (flow.layout[BlockId("a")], "fresh" in flow.variables) == ((105, 205), True)
    page.ask("undo")
    page.ask("undo")
    assert Bot.load(folder).data() == before
    edit(page, op="paste", clip="nothing of ours")
    assert page.last("refused")["message"].startswith("There are no blocks on the clipboard")


def test_what_is_said_of_a_variable_is_said_in_every_flow_that_says_it(page: RecordingCanvas, folder: Path) -> None:
    said = {"name": "parcel", "type": "number", "sensitive": True, "default": 3, "description": "Parcels"}
    told = page.ask("variables", do="declare", variable=said)
    assert [one["type"] for one in told] == ["changed", "variables"]
    assert variable(page, "parcel")["declared"] == said
    assert Bot.load(folder).flows["main"].variables["parcel"].default == 3
    page.ask("undo")
    with pytest.raises(StopIteration):
        variable(page, "parcel")


def test_a_variable_is_forgotten_when_no_block_uses_it(page: RecordingCanvas) -> None:
    page.ask("variables", do="declare", variable={"name": "parcel"})
    edit(page, op="add_block", id="keep", kind="set_variable", settings={"variable": "parcel", "value": "1"})
    (notice,) = page.ask("variables", do="forget", name="parcel")
    assert "used by" in notice["text"]
    edit(page, op="remove", blocks=["keep"])
    page.ask("variables", do="forget", name="parcel")
    with pytest.raises(StopIteration):
        variable(page, "parcel")


def test_a_name_that_texts_could_not_say_is_refused(page: RecordingCanvas) -> None:
    (notice,) = page.ask("variables", do="declare", variable={"name": "my parcel"})
    assert "cannot name a variable" in notice["text"]
    (notice,) = page.ask("variables", do="declare", variable={"name": "firstname"})
    assert "comes from Intercom" in notice["text"]
