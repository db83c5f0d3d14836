"""What a page's kernel weighs after an hour of editing: `python -m tests.benchmarks.editing`.

An hour's edits, one every two seconds, made as fast as the page takes them, some of them undone, and the bot tried now
and then. Memory is the proportional set size.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from flowdesigner.bot import Bot
from tests.benchmarks.canvas import Wire, large_flow
from tests.benchmarks.page import kernels, megabytes
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.designer import DesignerPage
from tests.processes import Program, own_folders

BLOCKS = 200
EDITS = 1_800
UNDONE = 10
"""One of so many edits is taken back."""
TRIED = 60
"""The bot is tried once in so many edits."""


def edit_for_an_hour(page: Page, wire: Wire) -> None:
    """Move a card, take it back, try the bot; each edit waits for its answer."""
    designer, card = DesignerPage(page), page.locator(".react-flow__node").nth(BLOCKS // 2)
    for edit in range(EDITS):
        card.focus()
        wire.answered.clear()
        page.keyboard.press("Control+z" if edit % UNDONE == UNDONE - 1 else f"Alt+Arrow{('Up', 'Down')[edit % 2]}")
        deadline = time.monotonic() + 20
        while not wire.answered and time.monotonic() < deadline:
            page.wait_for_timeout(5)
        if edit % TRIED == TRIED - 1:
            designer.button("Try it").click()
            chat = page.get_by_role("complementary", name="Try it")
            chat.get_by_role("textbox", name="Write as the customer").fill("Hello")
            chat.get_by_role("button", name="Send").click()
            chat.get_by_text("Message 1 for").first.wait_for()
            chat.get_by_role("button", name="Close", exact=True).click()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        folder = Path(name)
        bot = Bot.create(folder / "bot", "Large")
        large_flow(BLOCKS).save(folder / "bot/main.flow.json")
        command = ("design", str(bot.folder), "--port", "0", "--no-browser")
        with Program(*command, environ=own_folders(folder)) as program, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            wire = Wire()
            page.on("websocket", wire.listen)
            DesignerPage(page).open(program.wait_for(r"http://\S+")[0])
            page.locator(".react-flow__node").first.wait_for(timeout=60_000)
            page.mouse.click(760, 640)
            page.keyboard.press("f")
            before = max(kernels(program.process.pid))
            edit_for_an_hour(page, wire)
            after = max(kernels(program.process.pid))
            server = megabytes(psutil.Process(program.process.pid))
            browser.close()
    print(f"page kernel: {before:.0f} MB; after {EDITS:,} edits {after:.0f} MB; designer's server {server:.0f} MB")


if __name__ == "__main__":
    main()
