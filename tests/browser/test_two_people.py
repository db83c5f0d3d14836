"""Two people at one bot in two browsers: they see each other and each other's edits, and nothing of theirs is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from flowdesigner.bot import Bot
from tests.browser.designer import DesignerPage
from tests.browser.server import Address
from tests.processes import Program

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]
SOON = 20_000
SIZE = {"width": 1440, "height": 900}


class Line:
    """The page's line to its kernel, which can be cut and mended."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._is_cut = False
        self._open: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("."), self._begin)

    def _begin(self, socket: WebSocketRoute) -> None:
        if self._is_cut:
            socket.close()
        else:
            socket.connect_to_server()
            self._open.append(socket)

    def cut(self) -> None:
        self._is_cut = True
        self.page.context.set_offline(True)
        for socket in self._open:
            socket.close()
        self._open.clear()
        expect(self.page.get_by_text("The designer has lost its connection.")).to_be_visible(timeout=60_000)

    def mend(self) -> None:
        self._is_cut = False
        self.page.context.set_offline(False)


@dataclass
class Two:
    """The pages of Ann and Ben, and Ben's line."""

    ann: DesignerPage
    ben: DesignerPage
    line: Line


@contextmanager
def opened(chromium: Browser, url: str) -> Iterator[Two]:
    with (
        chromium.new_context(viewport=SIZE) as anns,  # type: ignore[arg-type]
        chromium.new_context(viewport=SIZE) as bens,  # type: ignore[arg-type]
    ):
        pages = [DesignerPage(context.new_page()) for context in (anns, bens)]
        line = Line(pages[1].page)
        for page in pages:
            page.open(url)
        yield Two(pages[0], pages[1], line)
        for page in pages:
            if not page.page.is_closed():
                page.page.goto("about:blank")


@pytest.fixture
def bot(folder: Path) -> Path:
    """The example bot."""
    return Bot.create(folder / "bot", "Desk", example=True).folder


@pytest.fixture
def two(chromium: Browser, bot: Path, address: Address) -> Iterator[Two]:
    with opened(chromium, address(bot)) as two:
        yield two


def called(page: DesignerPage, name: str) -> None:
    """The person at the page says who it is."""
    page.button("Say who you are").click(timeout=SOON)
    page.page.get_by_label("Your name").fill(name)
    page.button("Keep it").click()


def test_they_see_each_other_and_each_others_edits(two: Two) -> None:
    called(two.ann, "Ann Lee")
    called(two.ben, "Ben Ito")
    two.ann.card("Where invoices are").click()
    expect(two.ben.page.get_by_role("button", name="Ann Lee, at “Where invoices are”")).to_be_visible(timeout=SOON)
    expect(two.ben.card("Where invoices are")).to_contain_text("Ann Lee")
    two.ann.name("Invoices")
    expect(two.ben.card("Invoices")).to_be_visible(timeout=SOON)
    two.ben.card("Solved").click()
    two.ben.name("The end")
    expect(two.ann.card("The end")).to_be_visible(timeout=SOON)
    two.ann.page.close()
    expect(two.ben.page.get_by_role("list", name="Also here")).to_have_count(0, timeout=SOON)


def test_two_edits_of_one_field_ask_and_the_later_one_chooses(two: Two) -> None:
    called(two.ann, "Ann Lee")
    two.line.cut()
    two.ben.card("Where invoices are").click()
    two.ben.fill("Text", "By Ben")
    two.ann.card("Where invoices are").click()
    two.ann.fill("Text", "By Ann")
    expect(two.ann.card("Where invoices are")).to_contain_text("By Ann")
    two.line.mend()
    question = two.ben.page.get_by_role("dialog", name="Which one shall it be?")
    expect(question).to_be_visible(timeout=60_000)
    expect(question.get_by_role("region", name="Yours")).to_contain_text("By Ben")
    expect(question.get_by_role("region", name="By Ann Lee")).to_contain_text("By Ann")
    question.get_by_role("button", name="Use mine").click()
    expect(two.ann.card("Where invoices are")).to_contain_text("By Ben", timeout=SOON)


def test_edits_of_one_who_was_offline_come_when_the_line_is_back(two: Two) -> None:
    two.line.cut()
    two.ben.card("Solved").click()
    two.ben.name("Named offline")
    two.ann.card("No answer").click()
    two.ann.name("Named meanwhile")
    two.line.mend()
    expect(two.ann.card("Named offline")).to_be_visible(timeout=60_000)
    expect(two.ben.card("Named meanwhile")).to_be_visible(timeout=SOON)


def test_edits_that_a_lost_kernel_did_not_save_come_back_from_the_browser(
    chromium: Browser, bot: Path, environ: dict[str, str]
) -> None:
    with Program("design", str(bot), "--port", "0", "--no-browser", environ=environ) as server:
        url = server.wait_for(r"http://\S+")[0]
        with opened(chromium, url) as two:
            lose_kernels(server.process.pid, two, bot)


def lose_kernels(server: int, two: Two, bot: Path) -> None:
    children = psutil.Process(server).children(recursive=True)
    kernels = [one for one in children if "ipykernel_launcher" in " ".join(one.cmdline())]
    stopped = sorted(kernels, key=lambda one: one.create_time())[:2]  # the newest is the spare one
    for kernel in stopped:
        kernel.suspend()
    try:
        two.ben.card("Solved").click()
        two.ben.name("Made without a kernel")
        two.ben.page.wait_for_timeout(500)
    finally:
        for kernel in stopped:
            kernel.kill()
    expect(two.ben.card("Made without a kernel")).to_be_visible(timeout=90_000)
    expect(two.ann.card("Made without a kernel")).to_be_visible(timeout=90_000)
    names = {block.name for block in Bot.load(bot).flow().blocks}
    assert "Made without a kernel" in names
