"""Chromium for the browser tests: Debian's, driven by Playwright."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from flowdesigner.bot import Bot
from tests.browser.designer import DesignerPage
from tests.browser.server import Address, Server
from tests.processes import end_bots, own_folders

CHROMIUM = Path("/usr/bin/chromium")
SHOWN_WITHIN = 15_000
"""Milliseconds for what a page does at once, on a crowded machine."""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a crowded machine a page may answer later than any limit: these tests get a second try, and pytest says so."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running Chromium; the test skips where none is installed, and fails in CI.

    One for each module and no longer: an asynchronous test cannot run while Playwright's event loop does.
    """
    if not CHROMIUM.exists():
        reason = f"browser tests need Chromium at {CHROMIUM}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=SHOWN_WITHIN)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of 1440x900 in a context of its own."""
    with chromium.new_context(viewport={"width": 1440, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def folders() -> Iterator[Path]:
    """Where the tests' folders are, which go at the end: a closed page's kernel may write to its own to the last."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        yield Path(name)


@pytest.fixture
def folder(folders: Path) -> Path:
    """A short path: the runner's sockets may have 107 bytes at most."""
    return Path(tempfile.mkdtemp(dir=folders, prefix=""))


@pytest.fixture
def environ(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of the programs that the test starts; bots that a page let run, which outlive it, are ended."""
    environ = own_folders(folder)
    yield environ
    end_bots(environ)


@pytest.fixture(scope="session")
def server(folders: Path) -> Iterator[Server]:
    """The designer's server that tests share; one that needs an environment or kernels of its own starts its own."""
    with Server(Path(tempfile.mkdtemp(dir=folders, prefix=""))) as server:
        yield server


@pytest.fixture
def address(server: Server, page: Page) -> Iterator[Address]:
    """Gives the address of a bot's page; the page is left at the end, so that its kernel ends too."""
    yield server.show
    page.goto("about:blank")


@pytest.fixture
def example(page: Page, folder: Path, address: Address) -> DesignerPage:
    """The designer with the example bot “Order support” in `folder / "bot"` on its canvas."""
    bot = Bot.create(folder / "bot", "Order support", example=True)
    designer = DesignerPage(page)
    designer.open(address(bot.folder))
    expect(designer.card("Start")).to_be_visible()
    return designer
