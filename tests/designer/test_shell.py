"""The whole screen, without a browser: pages over the canvas, the header, what cannot be opened."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]
import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer import Designer, open_designer
from flowdesigner.designer.shell import failure, make_sure
from flowdesigner.settings import BOT_FOLDER, SECRET_KEY
from tests.designer.page import RehearsedRunners


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(SECRET_KEY, raising=False)


@pytest.fixture
def designer(tmp_path: Path) -> Iterator[Designer]:
    Bot.create(tmp_path / "bot", "Order desk", example=True)
    designer = Designer(tmp_path / "bot", environ={}, runners=RehearsedRunners())
    yield designer
    designer.close()


def test_the_header_knows_the_bot(designer: Designer) -> None:
    bot = designer.canvas.bot
    assert bot["name"] == "Order desk"
    assert bot["flow"] == "main"
    assert [flow["name"] for flow in bot["flows"]] == ["Main flow", "Something went wrong"]
    assert bot["live"] is None
    assert bot["changes"] > 0
    assert (bot["running"], bot["running_text"]) == ("stopped", "Not running")


def test_the_palette_has_every_kind(designer: Designer) -> None:
    kinds = designer.canvas.catalog["kinds"]
    assert {"start", "send_message", "offer_choices", "close_conversation"} <= {kind["kind"] for kind in kinds}
    groups = {group["id"] for group in designer.canvas.catalog["groups"]}
    for kind in kinds:
        assert kind["group"] in groups
        assert kind["icon"].startswith("<svg")
        assert kind["help"].startswith("<h1>")


def test_a_page_is_laid_over_the_canvas_and_taken_away(designer: Designer) -> None:
    def shown() -> list[object]:
        return list(designer.children[1:])

    canvas = designer.canvas
    assert shown() == [canvas]
    canvas.page = "help"
    assert shown() == [canvas, designer.pages["help"]]
    canvas.page = "running"
    assert shown() == [canvas, designer.pages["running"]]
    assert not designer.pages["help"].is_open
    canvas.page = "flow"
    assert shown() == [canvas]


def test_the_theme_is_remembered(designer: Designer, tmp_path: Path) -> None:
    designer.canvas.theme = "dark"
    later = Designer(tmp_path / "bot", environ={}, runners=RehearsedRunners())
    assert later.canvas.theme == "dark"
    later.close()


def test_publishing_reaches_the_header(designer: Designer) -> None:
    designer.canvas.hear({"type": "publish", "note": ""})
    assert designer.canvas.bot["live"]["number"] == 1
    assert designer.canvas.bot["changes"] == 0


def test_a_bot_team_chosen_in_the_channel_is_known_to_the_checks(designer: Designer) -> None:
    designer.connections.first.keep(bot_teams=["7"])
    designer.account_changed()
    assert designer.context().bot_teams == {"7"}
    assert designer.canvas.account["teams"] == [{"id": "7", "name": "Team 7", "is_bot_team": True}]


def test_opening_channels_starts_listening_and_shows_it(designer: Designer) -> None:
    designer.canvas.page = "channels"
    assert designer.canvas.bot["running"] == "listening"


async def test_what_happens_elsewhere_is_shown_by_itself(tmp_path: Path) -> None:
    Bot.create(tmp_path / "bot", "Order desk", example=True)
    designer = Designer(tmp_path / "bot", environ={}, runners=RehearsedRunners())
    shown = asyncio.Event()

    def look(change: dict[str, Any]) -> None:
        if change["new"]["live"]:
            shown.set()

    designer.canvas.observe(look, "bot")
    Bot.load(tmp_path / "bot").publish("from the command line")
    await asyncio.wait_for(shown.wait(), 20)
    await designer.background.idle()
    designer.close()


def test_a_broken_file_is_said_on_the_page(tmp_path: Path) -> None:
    Bot.create(tmp_path / "bot", "Desk")
    (tmp_path / "bot/main.flow.json").write_text("{ <b>")
    shown = open_designer(tmp_path / "bot")
    assert isinstance(shown, widgets.HTML)
    assert "fd-failure" in shown.value
    assert "main.flow.json" in shown.value
    assert 'role="alert"' in shown.value
    assert "run this cell again" in shown.value


def test_on_a_page_of_its_own_one_click_tries_again_or_opens_the_first_bot() -> None:
    served = {"VOILA_KERNEL_ID": "1"}
    assert failure("main.flow.json: line 3: <no>", "", served).value.count("<a ") == 1
    shown = failure("There is no bot", "bot=third&token=x", served)
    assert re.findall(r'<a[^>]* href="([^"]*)">([^<]+)', shown.value) == [
        ("", "Load again"),
        ("?", "Open the first bot instead"),
    ]


def test_a_folder_that_is_not_there_gets_the_example(tmp_path: Path) -> None:
    folder = make_sure(tmp_path / "my-desk")
    assert Bot.load(folder).name == "My desk"
    assert make_sure(folder) == folder


def test_the_environment_names_the_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BOT_FOLDER, str(tmp_path / "told"))
    shown = open_designer()
    assert shown.bot.name == "Told"
    assert shown.canvas.embedded
    shown.close()


def test_the_address_of_the_page_names_another_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Bot.create(tmp_path / "first", "First")
    Bot.create(tmp_path / "second", "Second")
    monkeypatch.setenv(BOT_FOLDER, str(tmp_path / "first"))
    monkeypatch.setenv("QUERY_STRING", "bot=second")
    shown = open_designer()
    assert shown.bot.name == "Second"
    shown.close()
    monkeypatch.setenv("QUERY_STRING", "bot=third")
    shown = open_designer()
    assert isinstance(shown, widgets.HTML)
    assert "There is no bot “third”" in shown.value
