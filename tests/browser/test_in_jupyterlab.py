"""The designer in a cell of JupyterLab: the same canvas, and Python sees at once what is drawn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from flowdesigner.bot import Bot
from flowdesigner.ports import LOOPBACK, free_port
from tests.browser.designer import DesignerPage
from tests.processes import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.processes]
OPEN = "from flowdesigner.designer import open_designer\n\ndesigner = open_designer('bot')\ndesigner"
LOOK = (
    "flow = designer.bot.flow()\nprint('edges:', [(edge.port, flow.block(edge.target).title) for edge in flow.edges])"
)
TOKEN = "of-this-test"
SLOW = 90_000


@pytest.fixture
def lab(folder: Path, environ: dict[str, str]) -> Iterator[str]:
    """The address of a notebook with two cells, in a JupyterLab that ends with the test."""
    Bot.create(folder / "bot", "Desk")
    cells = [nbformat.v4.new_code_cell(source) for source in (OPEN, LOOK)]  # type: ignore[no-untyped-call]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})  # type: ignore[no-untyped-call]
    nbformat.write(book, folder / "desk.ipynb")  # type: ignore[no-untyped-call]
    base = f"http://{LOOPBACK}:{(port := free_port())}"
    options = {
        "ServerApp.ip": LOOPBACK, "ServerApp.port": port, "ServerApp.port_retries": 0, "ServerApp.root_dir": folder,
        "ServerApp.open_browser": False, "IdentityProvider.token": TOKEN, "LabApp.check_for_updates_class":
        "jupyterlab.NeverCheckForUpdate", "LabApp.news_url": "None", "ServerApp.allow_root": True,
    }  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]
    home = {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder / "jupyter"), "HOME": str(folder)}
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(
            command, env={**os.environ, **environ, **home}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            wait_until_it_answers(f"{base}/api?token={TOKEN}", server, folder / "lab.log")
            yield f"{base}/lab/tree/desk.ipynb?token={TOKEN}&reset"
        finally:
            server.terminate()
            server.wait(30)


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text('utf-8')}")


def opened(page: Page, lab: str) -> DesignerPage:
    """The designer in its cell."""
    page.goto(lab)
    designer = DesignerPage(page)
    expect(page.get_by_text("open_designer('bot')").first).to_be_visible(timeout=SLOW)
    page.get_by_text("open_designer('bot')").first.click()
    expect(page.get_by_text(" | Idle")).to_be_visible(timeout=SLOW)
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("toolbar", name="Canvas tools")).to_be_visible(timeout=SLOW)
    designer.card("Start").scroll_into_view_if_needed()
    return designer


def test_what_is_drawn_in_a_cell_is_there_in_python(page: Page, lab: str) -> None:
    designer = opened(page, lab)
    canvas = page.get_by_role("region", name="Canvas").bounding_box()
    assert canvas
    designer.drag("Close conversation", canvas["x"] + canvas["width"] * 0.6, canvas["y"] + canvas["height"] * 0.6)
    designer.name("The end")
    designer.tidy()
    designer.connect("Customer writes", "Start", "The end")
    page.get_by_text("print('edges:'").click()
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_text("edges: [('next', 'The end')]")).to_be_visible(timeout=SLOW)


def test_a_new_bot_in_a_cell_is_made_and_told_how_to_open(page: Page, lab: str, folder: Path) -> None:
    designer = opened(page, lab)
    designer.go_to("Bots")
    designer.button("Use Triage").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What is it called?").fill("First line")
    dialog.get_by_role("button", name="Make it").click()
    expect(dialog).to_contain_text(f'open_designer("{folder / "first-line"}")')
    assert Bot.load(folder / "first-line").run_chats().failures == []
    dialog.get_by_role("button", name="Close").click()
    expect(page.get_by_role("listitem").filter(has_text="First line")).to_contain_text("open_designer(")
