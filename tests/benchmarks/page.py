"""How long the designer takes to open, and what its processes and a runner weigh: `python -m tests.benchmarks.page`.

Memory is the proportional set size (PSS): pages that forked processes share count once, divided among them.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from flowdesigner import runner
from flowdesigner.bot import Bot
from flowdesigner.ports import free_port
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.processes import Program, own_folders

OPENINGS = 5
WARM_UP = 6
"""Seconds after which the next spare kernel is ready."""


def megabytes(process: psutil.Process) -> float:
    """Memory of its own, and its part of what it shares."""
    return float(process.memory_full_info().pss) / 1e6


def kernels(root: int) -> list[float]:
    """Memory of each kernel below this process, the newest last."""
    found = sorted(psutil.Process(root).children(recursive=True), key=lambda process: process.create_time())
    return [megabytes(process) for process in found if "ipykernel" in " ".join(process.cmdline())]


def openings(url: str) -> list[float]:
    """Seconds from the address to the canvas: at once after the server's start, then with a spare kernel ready."""
    seconds = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for _ in range(OPENINGS):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            began = time.monotonic()
            page.goto(url)
            page.get_by_role("toolbar", name="Canvas tools").wait_for(timeout=60_000)
            seconds.append(time.monotonic() - began)
            page.close()
            time.sleep(WARM_UP)
        browser.close()
    return seconds


def runner_weights() -> tuple[float, float]:
    """MB of a live bot's kernel, and of all its processes together: supervisor, nursery and kernel."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        folder = Path(name)
        environ = own_folders(folder)
        os.environ.update(environ)
        Bot.create(folder / "bot", "Order support", example=True)
        with Program("run", str(folder / "bot"), "--sandbox", "--port", str(free_port()), environ=environ) as program:
            program.wait_for("answers, version")
            found = runner.find(folder / "bot")
            assert found is not None
            supervisor = psutil.Process(found.pid)
            all_of_it = [supervisor, *(one for one in supervisor.children(recursive=True) if not is_sandbox(one))]
            return megabytes(psutil.Process(found.kernel_pid)), sum(megabytes(one) for one in all_of_it)


def is_sandbox(process: psutil.Process) -> bool:
    """Whether it is the sandbox beside the bot."""
    return "sandbox" in process.cmdline()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        folder = Path(name)
        Bot.create(folder / "bot", "Order support", example=True)
        command = ("design", str(folder / "bot"), "--port", "0", "--no-browser")
        with Program(*command, environ=own_folders(folder)) as designer:
            url = designer.wait_for(r"http://\S+")[0]
            seconds = openings(url)
            weights = kernels(designer.process.pid)
            server = megabytes(psutil.Process(designer.process.pid))
    cold, warm = seconds[0], statistics.median(seconds[1:])
    print(f"open to canvas: cold {cold:.2f} s, with a spare kernel {warm:.2f} s (median)")
    print(f"designer's server: {server:.0f} MB; page kernel: {max(weights, default=0):.0f} MB")
    kernel, together = runner_weights()
    print(f"runner kernel: {kernel:.0f} MB; with supervisor and nursery: {together:.0f} MB")


if __name__ == "__main__":
    main()
