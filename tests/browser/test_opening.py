"""Opening the page in a kernel that was started before: what it shows is the bot of this moment."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from flowdesigner.bot import Bot
from tests.browser.designer import DesignerPage
from tests.browser.waiting import until
from tests.processes import Program

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def kernels_of(server: int) -> dict[int, psutil.Process]:
    """Kernels that the server started, by process id."""
    children = [one for one in psutil.Process(server).children() if one.status() != psutil.STATUS_ZOMBIE]
    return {one.pid: one for one in children if "ipykernel_launcher" in " ".join(one.cmdline())}


def wait_for_spare_kernel(server: int, but: set[int]) -> set[int]:
    """Until a kernel that no page has is ready, which is when it does nothing any more; gives all kernels."""
    deadline = time.monotonic() + 60
    spent: dict[int, float] = {}
    while time.monotonic() < deadline:
        kernels = kernels_of(server)
        before, spent = spent, {pid: one.cpu_times().user for pid, one in kernels.items() if pid not in but}
        if any(seconds > 0.5 and before.get(pid) == seconds for pid, seconds in spent.items()):
            return set(kernels)
        time.sleep(1)
    raise AssertionError("no spare kernel was started")


def test_a_page_shows_the_bot_as_it_is_when_it_is_opened(page: Page, folder: Path, environ: dict[str, str]) -> None:
    bot = Bot.create(folder / "bot", "Order support", example=True)
    flow = bot.folder / "main.flow.json"
    whole = flow.read_text("utf-8")
    with Program("design", str(bot.folder), "--port", "0", "--no-browser", environ=environ) as program:
        url = program.wait_for(r"http://\S+")[0]
        kernels = wait_for_spare_kernel(program.process.pid, set())
        flow.write_text(whole[:200], "utf-8")
        page.goto(url)
        expect(page.get_by_role("alert")).to_contain_text("main.flow.json: line", timeout=60_000)
        assert flow.read_text("utf-8") == whole[:200], "a broken file is left alone"
        wait_for_spare_kernel(program.process.pid, kernels)
        flow.write_text(whole, "utf-8")
        page.get_by_role("link", name="Load again").click()
        expect(page.get_by_role("group", name="Start,").first).to_be_visible(timeout=60_000)


def test_a_spare_kernel_that_dies_is_replaced_and_a_closed_page_leaves_none(
    page: Page, folder: Path, environ: dict[str, str]
) -> None:
    bot = Bot.create(folder / "bot", "Order support", example=True)
    with Program("design", str(bot.folder), "--port", "0", "--no-browser", environ=environ) as program:
        url = program.wait_for(r"http://\S+")[0]
        server = program.process.pid
        (first,) = wait_for_spare_kernel(server, set())
        DesignerPage(page).open(url)
        expect(page.get_by_role("group", name="Start,").first).to_be_visible()
        before = wait_for_spare_kernel(server, {first})
        page.goto("about:blank")
        until(lambda: first not in kernels_of(server))
        for spare in before - {first}:
            psutil.Process(spare).kill()
        wait_for_spare_kernel(server, before)
        DesignerPage(page).open(url)
        expect(page.get_by_role("group", name="Start,").first).to_be_visible()
