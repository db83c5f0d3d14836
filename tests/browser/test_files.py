"""Files to hand on: the picture of a flow, the whole bot as one file, and a bot taken in from such a file."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from flowdesigner.blocks import SendMessage
from flowdesigner.bot import Bot
from flowdesigner.flow.attachment import LARGEST_FILE
from flowdesigner.flow.files_folder import content_of
from flowdesigner.transfer import unpack
from tests.browser.designer import DesignerPage
from tests.processes import Program

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def saved(designer: DesignerPage, label: str) -> Download:
    """What comes of a command of the menu."""
    with designer.page.expect_download() as download:
        designer.button("More").click()
        designer.page.get_by_role("menuitem", name=label).click()
    return download.value


def test_a_bot_goes_out_as_a_file_and_comes_in_from_one(page: Page, folder: Path, environ: dict[str, str]) -> None:
    bot = Bot.create(folder / "desk", "Desk", example=True)
    (folder / "prices.pdf").write_bytes(random.Random(1).randbytes(LARGEST_FILE))
    prices = bot.attach(folder / "prices.pdf")
    bot.flow().add(SendMessage(text="Our prices", files=[prices]), at=(900, 900))
    bot.save()
    with Program("design", str(bot.folder), "--port", "0", "--no-browser", environ=environ) as program:
        designer = DesignerPage(page)
        designer.open(program.wait_for(r"http://\S+")[0])
        picture = saved(designer, "Save a picture (PNG)")
        assert picture.suggested_filename == "desk.png"
        assert picture.path().read_bytes().startswith(b"\x89PNG")
        assert saved(designer, "Save a picture (SVG)").path().read_text("utf-8").startswith("<svg")
        whole = saved(designer, "Export as JSON").path()
        parcel = unpack(whole.read_text("utf-8"))
        assert parcel.document == bot.data()
        assert parcel.files == {prices.sha256: (folder / "prices.pdf").read_bytes()}

        other = Bot.create(folder / "other", "Other")
        (folder / "film.mp4").write_bytes(random.Random(2).randbytes(LARGEST_FILE))
        film = other.attach(folder / "film.mp4")
        other.flow().add(SendMessage(text="A film", files=[film]), at=(900, 900))
        other.flow().rename("start", "Somebody writes")
        (folder / "other.json").write_text(other.export("json"), "utf-8")
        with page.expect_file_chooser() as chooser:
            designer.button("More").click()
            page.get_by_role("menuitem", name="Import a bot…").click()
        chooser.value.set_files(folder / "other.json")
        expect(designer.card("Somebody writes")).to_be_visible()
        expect(designer.card("Did this help?")).to_have_count(0)
        assert content_of(bot.folder, film) == (folder / "film.mp4").read_bytes()
        designer.button("Undo").click()
        expect(designer.card("Did this help?")).to_be_visible()
        expect(designer.card("Somebody writes")).to_have_count(0)
