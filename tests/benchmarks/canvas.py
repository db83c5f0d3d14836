"""How fast the canvas is in large flows, and what it weighs: `python -m tests.benchmarks.canvas`.

Frames a second while a card is dragged, the way of an edit to Python and back, what an edit costs the page's kernel in
CPU time (which depends less on the neighbours), and the size of the bundle.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Locator, Page, WebSocket, sync_playwright

from flowdesigner.blocks import SendMessage, Start
from flowdesigner.bot import Bot
from flowdesigner.flow.document import Flow
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.designer import DesignerPage
from tests.processes import ROOT, Program, own_folders

BUNDLE = ROOT / "flowdesigner/designer/static/designer.js"
COLUMNS, ACROSS, DOWN = 20, 316, 190
MOVES = 240
EDITS = 15
COUNT_FRAMES = """() => {
  window.frameTimes = [];
  const next = (now) => { window.frameTimes.push(now); window.nextFrame = requestAnimationFrame(next); };
  window.nextFrame = requestAnimationFrame(next);
}"""
FRAMES = "() => { cancelAnimationFrame(window.nextFrame); return window.frameTimes; }"


@dataclass
class Wire:
    """When edits went to Python, and when their answers came."""

    sent: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        """Follow one connection."""
        socket.on("framesent", lambda frame: self._note(frame, b'"op":', self.sent))
        socket.on("framereceived", lambda frame: self._note(frame, b'"can_undo":', self.answered))

    def _note(self, frame: str | bytes, mark: bytes, times: list[float]) -> None:
        data = frame.encode() if isinstance(frame, str) else frame
        if mark in data.replace(b'": ', b'":'):
            times.append(time.monotonic())


def large_flow(blocks: int) -> Flow:
    """A chain of messages in rows."""
    flow = Flow("Large", id="main")
    before = flow.add(Start(), at=(0, 0))
    for number in range(1, blocks):
        row, column = divmod(number, COLUMNS)
        message = SendMessage(name=f"Step {number}", text=f"Message {number} for {{firstname}}: we have <b>news</b>.")
        block = flow.add(message, at=(column * ACROSS, row * DOWN))
        flow.connect(before, block)
        before = block
    return flow


def middle_card(page: Page) -> Locator:
    """A card in the middle of the canvas, away from what lies over it."""
    best: tuple[float, Locator] | None = None
    for card in page.locator(".react-flow__node").all():
        box = card.bounding_box()
        if box:
            off = abs(box["x"] + box["width"] / 2 - 800) + abs(box["y"] + box["height"] / 2 - 420)
            if best is None or off < best[0]:
                best = off, card
    assert best, "no card is drawn"
    return best[1]


def frames_while_dragging(page: Page) -> tuple[float, float]:
    """Frames a second, and the 95th percentile of a frame's length in ms."""
    box = middle_card(page).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + min(12, box["height"] / 3)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y)
    page.evaluate(COUNT_FRAMES)
    for move in range(MOVES):
        page.mouse.move(x + move % 60 * 3, y + move % 40 * 3)
    times: list[float] = page.evaluate(FRAMES)
    page.mouse.up()
    lengths = [after - before for before, after in pairwise(times)]
    return 1000 * len(lengths) / (times[-1] - times[0]), statistics.quantiles(lengths, n=20)[-1]


def round_trip(page: Page, wire: Wire, kernel: psutil.Process) -> tuple[float, float]:
    """The median of the ms from an edit to Python's answer, and what an edit costs the kernel in ms of CPU time."""
    took = []
    middle_card(page).focus()
    page.wait_for_timeout(1500)
    spent = sum(kernel.cpu_times()[:2])
    for edit in range(EDITS):
        wire.sent.clear()
        wire.answered.clear()
        page.keyboard.press("Alt+ArrowDown" if edit % 2 else "Alt+ArrowUp")
        deadline = time.monotonic() + 20
        while not wire.answered and time.monotonic() < deadline:
            page.wait_for_timeout(10)
        took.append(1000 * (wire.answered[0] - wire.sent[0]))
    return statistics.median(took), 1000 * (sum(kernel.cpu_times()[:2]) - spent) / EDITS


def kernel_of(program: Program) -> psutil.Process:
    """The kernel of the page that is open: the one that has worked most; the other is a spare one."""
    below = psutil.Process(program.process.pid).children(recursive=True)
    kernels = [one for one in below if "ipykernel" in " ".join(one.cmdline())]
    return max(kernels, key=lambda one: one.cpu_times().user)


def measure(browser: Browser, blocks: int, *, is_all: bool) -> None:
    """Open a flow of so many blocks at zoom 1, or with all of them in sight, and print its figures."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        folder = Path(name)
        bot = Bot.create(folder / "bot", "Large")
        large_flow(blocks).save(folder / "bot/main.flow.json")
        with Program("design", str(bot.folder), "--port", "0", "--no-browser", environ=own_folders(folder)) as program:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            wire = Wire()
            page.on("websocket", wire.listen)
            DesignerPage(page).open(program.wait_for(r"http://\S+")[0])
            page.locator(".react-flow__node").first.wait_for(timeout=60_000)
            page.mouse.click(760, 640)
            page.keyboard.press("f" if is_all else "0")
            page.wait_for_timeout(2000)
            cards = page.locator(".react-flow__node").count()
            frames, slow = frames_while_dragging(page)
            edit, cpu = round_trip(page, wire, kernel_of(program))
            page.close()
    sight = "all in sight" if is_all else "zoom 1"
    print(f"| {blocks:,} blocks, {sight} | {cards} | {frames:.0f} | {slow:.0f} | {edit:.0f} | {cpu:.0f} |", flush=True)


def main() -> None:
    """Measure and print."""
    print(f"bundle: {BUNDLE.stat().st_size / 1024:.0f} KB minified\n")
    print("| flow | cards drawn | frames/s while dragging | frame, p95 ms | edit and back, ms | kernel's CPU, ms |")
    print("|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        measure(browser, 1000, is_all=False)
        measure(browser, 200, is_all=True)
        browser.close()


if __name__ == "__main__":
    main()
