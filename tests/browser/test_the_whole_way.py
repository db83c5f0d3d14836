"""The main job, once, as a person does it: draw, mend, try, publish, connect, go live, answer, hand over, survive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from flowdesigner import runner
from flowdesigner.ports import free_port
from tests.browser.designer import DesignerPage
from tests.browser.messenger import Inbox, Messenger
from tests.processes import Program, own_folders

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(420)]
SOON = 30_000
"""Milliseconds; a slow machine may take so long for what a person hardly waits for."""


@pytest.fixture
def bot(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty bot; what the page started is ended with the test."""
    for name, value in own_folders(folder).items():
        monkeypatch.setenv(name, value)
    with Program("new", str(folder / "bot"), "--name", "Order support") as made:
        made.wait_for("Made")
    yield folder / "bot"
    runner.stop(folder / "bot")
    for process in psutil.process_iter(["cmdline", "environ"]):
        if "sandbox" in (process.info["cmdline"] or []) and str(folder) in str(process.info["environ"]):
            process.terminate()


def draw(designer: DesignerPage) -> None:
    """The bot of the story, by mouse and keyboard; one port is forgotten."""
    designer.drag("Offer choices", 420, 130)
    designer.name("What is it about")
    designer.fill("Question", "What can we help you with?")
    designer.add_choices("Billing", "A technical problem")
    designer.drag("Send message", 420, 400)
    designer.name("Where invoices are")
    designer.fill("Text", "Your invoices are in Settings.")
    designer.drag("Offer choices", 420, 560)
    designer.name("Survey")
    designer.fill("Question", "Did this help?")
    designer.add_choices("Yes", "No")
    designer.drag("Close conversation", 760, 130)
    designer.name("Solved")
    designer.fill("Reason", "Thank you for writing.")
    designer.drag("Send to offload provider", 760, 640)
    designer.name("To the technicians")
    designer.fill("Message before", "I will connect you.")
    designer.fill("Team", "6100006")
    designer.tidy()
    for edge in (
        ("Customer writes", "Start", "What is it about"),
        ("Billing", "What is it about", "Where invoices are"),
        ("A technical problem", "What is it about", "To the technicians"),
        ("Next", "Where invoices are", "Survey"),
        ("Yes", "Survey", "Solved"),
        ("No", "Survey", "To the technicians"),
        ("Anything else", "Survey", "To the technicians"),
        ("Given back", "To the technicians", "Survey"),
    ):
        designer.connect(*edge)


def mend(designer: DesignerPage) -> None:
    """The list of problems names the forgotten port; it is connected, and the list is empty."""
    designer.button("1 error").click()
    problems = designer.page.get_by_role("region", name="Problems")
    expect(problems).to_contain_text("“Anything else” leads nowhere: customers who come this way are stuck.")
    designer.button("Close problems").click()
    designer.connect("Anything else", "What is it about", "To the technicians")
    expect(designer.page.get_by_text("No problems", exact=True)).to_be_visible(timeout=SOON)


def rehearse(designer: DesignerPage) -> None:
    """A chat beside the canvas; the block that waits is lit."""
    designer.button("Try it").click()
    chat = designer.page.get_by_role("complementary", name="Try it")
    chat.get_by_role("textbox", name="Write as the customer").fill("Hello")
    chat.get_by_role("button", name="Send").click()
    expect(chat).to_contain_text("What can we help you with?", timeout=SOON)
    chat.get_by_role("button", name="Billing", exact=True).click()
    expect(chat).to_contain_text("Your invoices are in Settings.", timeout=SOON)
    expect(designer.card("Survey")).to_contain_text("The conversation is here")
    chat.get_by_role("button", name="Close", exact=True).click()


def publish(designer: DesignerPage) -> None:
    designer.button("Publish").click()
    designer.page.get_by_label("What is new").fill("First version")
    designer.button("Publish version").click()
    expect(designer.page.get_by_role("status", name="Messages")).to_contain_text("ersion 1", timeout=SOON)


def connect(designer: DesignerPage, folder: Path) -> str:
    """The sandbox is connected in the form, and its first notification is seen; gives its address."""
    designer.go_to("Channels")
    designer.button("3 Behaviour").click()
    port = designer.page.get_by_label("Port on this computer")
    port.fill(str(free_port()))
    port.press("Tab")
    designer.button("1 Account").click()
    designer.button("Use the built-in sandbox").click()
    link = designer.page.get_by_role("link", name=re.compile("messenger", re.IGNORECASE)).first
    expect(link).to_be_visible(timeout=60_000)
    return (link.get_attribute("href") or "").removesuffix("/messenger")


def go_live(designer: DesignerPage) -> None:
    designer.button("Go live").click()
    expect(designer.page.get_by_text("Live: version 1")).to_be_visible(timeout=60_000)


def test_from_canvas_to_conversation(page: Page, chromium: Browser, bot: Path) -> None:
    environ = own_folders(bot.parent)
    with Program("design", str(bot), "--port", "0", "--no-browser", environ=environ) as program:
        designer = DesignerPage(page)
        designer.open(program.wait_for(r"http://\S+")[0])
        draw(designer)
        mend(designer)
        rehearse(designer)
        publish(designer)
        sandbox = connect(designer, bot)
        go_live(designer)
        with chromium.new_context() as customers, chromium.new_context() as team:
            is_answered_and_closed(Messenger(customers.new_page(), sandbox))
            inbox = Inbox(team.new_page(), sandbox)
            is_handed_over_and_comes_back(Messenger(customers.new_page(), sandbox), inbox)
    page.close()
    found = runner.find(bot)
    assert found is not None, "the bot ended with the page"
    with chromium.new_context() as customers:
        survives_kill_9(Messenger(customers.new_page(), sandbox), found.kernel_pid)


def is_answered_and_closed(customer: Messenger) -> None:
    """A customer presses buttons, is answered, and the conversation is closed with the reason."""
    customer.start("Mia Novak", "Hello")
    customer.sees("What can we help you with?")
    customer.press("Billing")
    customer.sees("Your invoices are in Settings.", "Did this help?")
    customer.press("Yes")
    customer.sees("Thank you for writing.")
    customer.sees_end()


def is_handed_over_and_comes_back(customer: Messenger, inbox: Inbox) -> None:
    """People get it, the bot is silent while they talk, and goes on after the offload when they assign it back."""
    customer.start("Jon Ek", "Help")
    customer.sees("What can we help you with?")
    customer.press("A technical problem")
    customer.sees("I will connect you.")
    inbox.open("Jon Ek")
    inbox.reply("I am Mara. What is broken?")
    customer.sees("I am Mara. What is broken?")
    customer.write("Everything")
    inbox.sees("Everything")
    inbox.assign("Order bot")
    customer.sees("Did this help?")
    for text in ("What can we help you with?", "I will connect you.", "Did this help?"):
        assert customer.times(text) == 1, "the bot spoke while people had the conversation"


def survives_kill_9(customer: Messenger, kernel: int) -> None:
    """The page is closed, the kernel is killed in the middle of a talk, and nothing is lost or said twice."""
    customer.start("Mia Novak", "Hello again")
    customer.sees("What can we help you with?")
    psutil.Process(kernel).kill()
    customer.press("Billing")
    customer.sees("Your invoices are in Settings.", "Did this help?")
    assert customer.times("What can we help you with?") == 1
    assert customer.times("Your invoices are in Settings.") == 1
