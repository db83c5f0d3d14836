"""Takes the pictures of README and Help anew: `python -m tests.browser.pictures`. Look at each before you commit it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from flowdesigner import runner
from flowdesigner.bot import Bot
from flowdesigner.ports import free_port
from flowdesigner.sandbox.server import running_sandbox
from flowdesigner.settings import WEBHOOK_PATH
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.designer import DesignerPage
from tests.browser.messenger import Inbox, Messenger
from tests.processes import ROOT, Program, own_folders

PICTURES = ROOT / "flowdesigner/docs/pictures"
SIZE = {"width": 1440, "height": 900}
THEMES = ("light", "dark")
COLOURS = 192
GERMAN = (
    ("number", "text", "Hallo {firstname}, um welche Bestellung geht es? Die Nummer steht oben in der Bestätigung."),
    ("reason", "text", "Warum möchten Sie sie zurückgeben?"),
    ("reason", "choices.it_is_damaged.label", "Sie ist beschädigt"),
    ("reason", "choices.i_changed_my_mind.label", "Ich habe es mir anders überlegt"),
    ("photo", "text", "Das tut mir leid. Bitte schicken Sie ein Foto; sonst genügen ein paar Worte."),
    ("arrived", "text", "Wann ist sie angekommen?"),
    ("clear", "text", "Ist alles klar?"),
    ("clear", "choices.yes.label", "Ja"),
    ("too_late", "choices.yes_please.label", "Ja, bitte"),
    ("too_late", "choices.no_thanks.label", "Nein, danke"),
)
"""Translations of some texts of a bot."""


def take(page: Page, name: str, theme: str, folder: Path) -> None:
    """One picture, when nothing moves any more."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    taken = Image.open(BytesIO(page.screenshot(animations="disabled")))
    taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(folder / f"{name}-{theme}.png", optimize=True)


@contextmanager
def shop(folder: Path) -> Iterator[tuple[str, str]]:
    """The example bot, live on a sandbox: the designer's address and the sandbox's."""
    port = free_port()
    environ = own_folders(folder)
    bot = Bot.create(folder / "order-support", "Order support", example=True).folder
    Bot.create(folder / "order-status", "Order status", example="order_status")
    Bot.create(folder / "desk", "Desk")
    speak_german(Bot.create(folder / "returns", "Returns", example="returns"))
    with running_sandbox(webhook=f"http://127.0.0.1:{port}{WEBHOOK_PATH}") as sandbox:
        os.environ.update({**environ, **sandbox.environ})
        runner.start(bot, port=port)
        try:
            sandbox.visit("Jon Ek", "Hello").press("Billing").press("Yes").wait_for("closed by")
            sandbox.visit("Mia Novak", "Good morning").wait_for("what can we help you with?")
            sandbox.visit("Sara Lind", "Hello").press("Billing").wait_for("Did this help?")
            with Program("design", str(bot), "--port", "0", "--no-browser") as program:
                yield program.wait_for(r"http://\S+")[0], sandbox.url
        finally:
            runner.stop(bot)


def speak_german(bot: Bot) -> None:
    """The bot in English and, but for some texts, in German."""
    bot.speak("en", "de")
    flow = bot.flow()
    for block, path, words in GERMAN:
        flow.translate(block, path, "de", words)
    bot.save()


def designer(browser: Browser, url: str, theme: str, folder: Path, size: dict[str, int]) -> None:
    """Every page of the designer."""
    with browser.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        screen = DesignerPage(page)
        screen.open(url)
        if page.get_by_role("button", name=f"Switch to the {theme} theme").is_visible():
            page.get_by_role("button", name=f"Switch to the {theme} theme").click()
        screen.tidy()
        screen.card("What is it about?").click()
        expect(screen.panel).to_be_visible()
        take(page, "edit", theme, folder)
        page.keyboard.press("Escape")
        screen.button("Try it").click()
        chat = page.get_by_role("complementary", name="Try it")
        chat.get_by_role("textbox", name="Write as the customer").fill("Hello")
        chat.get_by_role("button", name="Send").click()
        chat.get_by_role("button", name="Billing", exact=True).click()
        expect(chat).to_contain_text("Did this help?")
        take(page, "try", theme, folder)
        chat.get_by_role("button", name="Close", exact=True).click()
        for name in ("Channels", "Running", "Help"):
            screen.go_to(name)
            page.wait_for_timeout(1500)
            take(page, name.lower(), theme, folder)
        under_way(screen, theme, folder)
        screen.go_to("Tests")
        page.get_by_role("switch", name="Mark on the canvas").click()
        screen.button("Show all").click()
        expect(page.get_by_role("complementary", name="Tests")).to_contain_text("All 7 pass")
        take(page, "tests", theme, folder)
        screen.button("Take the marks away").click()
        page.get_by_role("complementary", name="Tests").get_by_role("button", name="Close", exact=True).click()
        screen.button("Publish").click()
        page.get_by_label("What is new").fill("A clearer question at the start")
        take(page, "publish", theme, folder)
        page.keyboard.press("Escape")
        screen.drag("Ask question", 760, 640)
        page.get_by_role("button", name=re.compile("error")).click()
        take(page, "problems", theme, folder)
        screen.button("Close problems").click()
        screen.card("No answer").click()
        screen.fill("Reason", "It is quiet here, so we close this. Write again whenever you like.")
        screen.go_to("Versions")
        screen.button("What changed").click()
        expect(page.get_by_role("complementary", name="What changed in words")).to_contain_text("Added")
        take(page, "compare", theme, folder)
        page.keyboard.press("Escape")
        screen.undo(2)
        expect(screen.page.get_by_text("No problems", exact=True)).to_be_visible()
        page.wait_for_timeout(1000)


def under_way(screen: DesignerPage, theme: str, folder: Path) -> None:
    """One conversation with a customer, and where all of them stand."""
    page = screen.page
    screen.go_to("Running")
    page.get_by_role("button", name="Open the conversation with Sara Lind").first.click()
    expect(page.get_by_role("heading", name="Variables")).to_be_visible()
    take(page, "conversation", theme, folder)
    page.get_by_role("button", name="All conversations").click()
    screen.go_to("Live")
    screen.button("Show all").click()
    page.get_by_role("complementary", name="Live").get_by_role("button", name=re.compile("Sara Lind")).click()
    expect(page.get_by_role("log")).to_contain_text("Did this help?")
    take(page, "live", theme, folder)
    page.get_by_role("complementary", name="Live").get_by_role("button", name="Close", exact=True).click()


def other_bots(browser: Browser, url: str, theme: str, folder: Path, size: dict[str, int]) -> None:
    """Those beside the first: what an empty one says, a call and its variables, and the gallery."""
    with browser.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        screen = DesignerPage(page)
        screen.open(f"{url}&bot=desk")
        expect(page.get_by_text("What does the bot do first?")).to_be_visible()
        take(page, "empty", theme, folder)
        screen.open(f"{url}&bot=order-status")
        screen.card("Look it up").click()
        expect(screen.panel).to_be_visible()
        take(page, "call-api", theme, folder)
        page.keyboard.press("Escape")
        screen.go_to("Variables")
        variables = page.get_by_role("complementary", name="Variables")
        variables.get_by_role("button", name=re.compile("^order_number ")).click()
        expect(variables.get_by_role("region", name="Read by")).to_be_visible()
        take(page, "variables", theme, folder)
        page.keyboard.press("Escape")
        screen.open(f"{url}&bot=returns")
        screen.go_to("Languages")
        expect(page.get_by_role("textbox", name="in German").first).to_be_visible()
        take(page, "languages", theme, folder)
        page.keyboard.press("Escape")
        screen.go_to("Bots")
        expect(page.get_by_role("img", name="The flow of Triage")).to_be_visible()
        page.get_by_role("heading", name="New bot").evaluate("title => title.scrollIntoView()")
        take(page, "gallery", theme, folder)


def sandbox(browser: Browser, url: str, theme: str, folder: Path, size: dict[str, int]) -> None:
    """A conversation as the customer and as the team see it."""
    with browser.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        customer = Messenger(context.new_page(), url)
        customer.start("Mia Novak", "Hello, I have a question about my invoice")
        customer.press("Billing")
        customer.sees("Did this help?")
        take(customer.page, "messenger", theme, folder)
        inbox = Inbox(context.new_page(), url)
        inbox.open("Mia Novak")
        inbox.sees("Did this help?")
        take(inbox.page, "inbox", theme, folder)
        home = context.new_page()
        home.goto(url)
        take(home, "sandbox", theme, folder)


def main(folder: Path = PICTURES, size: dict[str, int] = SIZE) -> None:
    """All pages in both themes."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fd") as name, shop(Path(name)) as (page, api), sync_playwright() as pw:
        browser = pw.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for theme in THEMES:
            # Before Help, which shows what is taken here.
            other_bots(browser, page, theme, folder, size)
        for theme in THEMES:
            designer(browser, page, theme, folder, size)
            sandbox(browser, api, theme, folder, size)


if __name__ == "__main__":
    main()
