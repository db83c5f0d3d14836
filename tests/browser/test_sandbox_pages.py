"""The sandbox's own pages: by keyboard, live, legible in both themes and sizes, and safe whatever customers write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from flowdesigner.ports import free_port
from flowdesigner.sandbox import RunningSandbox, Sandbox, running_sandbox, teammates
from flowdesigner.sandbox.conversation import Option
from flowdesigner.sandbox.seeds import BILLING, MARA, MIA
from flowdesigner.settings import SANDBOX_BOT_AGENT
from tests.browser.messenger import SOON, Inbox, Messenger

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
CHECKS = (Path(__file__).parent / "checks.js").read_text("utf-8")
EVIL = '<script>window.ran = 1</script><img src="x" onerror="window.ran = 1">'
FORMATTED = """<h2>Welcome</h2><p>Hello <b>Mia</b>, <a href="https://example.com/">see here</a></p>
<ul><li>One</li><li>Two</li></ul><pre>a = 1</pre><blockquote>quoted</blockquote>"""
SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 1024, "height": 768})


@pytest.fixture
def running() -> Iterator[RunningSandbox]:
    with running_sandbox() as running:
        yield running


def everything(sandbox: Sandbox) -> str:
    """A conversation with all that can be seen in one, among others; its id."""
    workspace = sandbox.workspace
    olive, mara = workspace.admin(SANDBOX_BOT_AGENT), workspace.admin(MARA)
    for number in range(12):
        newcomer = workspace.add_contact(f"A customer with quite a long name, number {number}")
        sandbox.start("Where is my order, which I made three weeks ago?", newcomer)
    talk = sandbox.start(f"Hello\n{EVIL}", workspace.contact(MIA))
    teammates.reply(workspace, talk, olive, FORMATTED + EVIL)
    teammates.note(workspace, talk, mara, "<p>A regular</p>")
    teammates.assign(workspace, talk, olive.author, workspace.team(BILLING))
    file = workspace.add_file("a-receipt-with-a-long-name.pdf", "application/pdf", b"%PDF", "http://127.0.0.1:1")
    teammates.reply(workspace, talk, mara, "long" * 80, [file])
    teammates.tag(workspace, talk, mara, next(iter(workspace.tags)))
    labels = ("Billing", "A technical problem", "Something else that takes many more words to be said")
    teammates.quick_reply(workspace, talk, olive, [Option(label, f"uuid-{label}") for label in labels])
    return talk.id


def test_a_conversation_by_keyboard_on_both_sides(chromium: Browser, running: RunningSandbox) -> None:
    with chromium.new_context() as customers, chromium.new_context() as team:
        customer, inbox = Messenger(customers.new_page(), running.url), Inbox(team.new_page(), running.url)
        customer.page.goto(customer.url)
        customer.page.get_by_role("combobox", name="Customer").select_option(label="Jon Ek")
        customer.page.get_by_role("button", name="Start a conversation").press("Enter")
        expect(customer.page.get_by_role("textbox", name="Message")).to_be_focused()
        customer.page.keyboard.type("Hello")
        customer.page.keyboard.press("Shift+Enter")
        customer.page.keyboard.type("I am Jon")
        customer.page.keyboard.press("Enter")
        inbox.page.goto(inbox.url)
        inbox.page.get_by_role("button", name="Jon Ek").press("Enter")
        inbox.sees("I am Jon")
        inbox.page.get_by_role("textbox", name="Reply").fill("Hello Jon")
        inbox.page.keyboard.press("Control+Enter")
        customer.sees("Hello Jon")
        [talk] = running.do(lambda sandbox: list(sandbox.workspace.conversations.values()))
        olive = running.sandbox.workspace.admin(SANDBOX_BOT_AGENT)
        options = [Option("Yes", "u1"), Option("No", "u2")]
        running.do(lambda sandbox: teammates.quick_reply(sandbox.workspace, talk, olive, options))
        expect(customer.page.get_by_role("button", name="No", exact=True)).to_be_visible(timeout=SOON)
        customer.page.keyboard.press("Shift+Tab")
        expect(customer.page.get_by_role("button", name="No", exact=True)).to_be_focused()
        customer.page.keyboard.press("Enter")
        inbox.sees("No")
        expect(customer.page.get_by_role("textbox", name="Message")).to_be_focused()
    assert talk.lines == [
        "Jon Ek: Hello\nI am Jon", "Mara Lindt: Hello Jon", "Olive Bot: [Yes] [No]", "Jon Ek: No",
    ]  # fmt: skip


def test_the_inbox_notes_snoozes_reopens_closes_and_deletes(page: Page, running: RunningSandbox) -> None:
    talk = running.visit("Mia Novak", "Hello")
    inbox = Inbox(page, running.url)
    inbox.open("Mia Novak")
    expect(page.get_by_text("mia.novak@example.com")).to_be_visible()
    page.get_by_role("textbox", name="Reply").fill("A regular")
    page.get_by_role("button", name="Add note").click()
    inbox.sees("A regular")
    for button, state in (("Snooze", "Snoozed"), ("Reopen", "Open"), ("Close conversation", "Closed")):
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator("#state")).to_have_text(state, timeout=SOON)
    talk.wait_for("closed by Mara Lindt")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Choose a conversation.")).to_be_visible(timeout=SOON)
    assert running.do(lambda sandbox: len(sandbox.workspace.conversations)) == 0


def test_a_closed_conversation_is_rated(page: Page, running: RunningSandbox) -> None:
    customer = Messenger(page, running.url)
    customer.start("Mia Novak", "Hello")
    customer.sees("Hello")
    [talk] = running.do(lambda sandbox: list(sandbox.workspace.conversations.values()))
    running.do(lambda sandbox: teammates.close(sandbox.workspace, talk, sandbox.workspace.admin(MARA)))
    customer.sees_end()
    page.get_by_role("group", name="How was it?").get_by_role("button", name="4 of 5").click()
    expect(page.get_by_role("button", name="4 of 5", pressed=True)).to_be_visible(timeout=SOON)
    assert talk.rating is not None
    assert talk.rating.rating == 4


def test_the_settings_say_what_is_wrong_at_its_field_and_what_became_of_notifications(
    page: Page, running: RunningSandbox
) -> None:
    page.goto(running.url)
    expect(page.get_by_text("Notifications go nowhere yet.")).to_be_visible()
    address = page.get_by_role("textbox", name="Send them to")
    address.fill("nowhere")
    address.press("Enter")
    expect(page.locator(".field", has=address)).to_contain_text("must begin with http:// or https://", timeout=SOON)
    expect(address).to_be_focused()
    expect(address).to_have_attribute("aria-invalid", "true")
    address.fill(f"http://127.0.0.1:{free_port()}/")
    page.get_by_role("combobox", name="New conversations go to").select_option(label="Billing")
    page.get_by_role("button", name="Send a test").click()
    row = page.get_by_role("row", name="ping")
    expect(row).to_contain_text("nobody answers there; once more in 60 s", timeout=SOON)
    expect(address).not_to_have_attribute("aria-invalid", "true")
    assert running.settings.new_conversations_team == BILLING
    id = running.do(lambda sandbox: sandbox.start("Hello").id)
    page.get_by_role("row", name="conversation.user.created").get_by_role("link", name="Mia Novak").click()
    expect(page).to_have_url(f"{running.url}/inbox#{id}")
    expect(page.get_by_role("log")).to_contain_text("Hello", timeout=SOON)


def test_faults_are_asked_for_in_words_and_seen_to_be_used_up(page: Page, running: RunningSandbox) -> None:
    page.goto(running.url)
    expect(page.get_by_text("Nothing is going to go wrong.")).to_be_visible()
    page.get_by_role("combobox", name="What").select_option(label="A call fails (500)")
    expect(page.get_by_role("spinbutton", name="Seconds")).to_be_hidden()
    page.get_by_role("spinbutton", name="How often").fill("2")
    page.get_by_role("button", name="Let it go wrong").click()
    expect(page.get_by_text("A call fails (500): 2 times.")).to_be_visible(timeout=SOON)
    headers = {"Authorization": "Bearer any"}
    assert page.request.post(f"{running.url}/tags", data={"name": "x"}, headers=headers).status == 500
    expect(page.get_by_text("A call fails (500): once.")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Nothing any more").click()
    expect(page.get_by_text("Nothing is going to go wrong.")).to_be_visible(timeout=SOON)


def test_nothing_that_a_customer_or_a_bot_writes_runs(page: Page, running: RunningSandbox) -> None:
    id = running.do(everything)
    Inbox(page, running.url).open("Mia Novak")
    expect(page.get_by_role("log")).to_contain_text("<script>window.ran = 1</script>", timeout=SOON)
    assert page.evaluate("window.ran") is None
    page.goto(f"{running.url}/oauth?client_id={EVIL}&redirect_uri=https://example.com/{EVIL}&state={id}")
    expect(page.get_by_role("button", name="Allow", exact=True)).to_be_visible()
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_can_be_read_reached_and_named(theme: str, chromium: Browser, running: RunningSandbox) -> None:
    id = running.do(everything)
    consent = "/oauth?client_id=app-1&state=s&redirect_uri=https://bot.example.com/oauth/callback"
    for size in SIZES:
        with chromium.new_context(viewport=size, color_scheme="dark" if theme == "dark" else "light") as context:
            page = context.new_page()
            for path in ("/", "/messenger", f"/inbox#{id}", consent, "/oauth"):
                page.goto("about:blank")
                page.goto(running.url + path)
                if path == "/messenger":
                    page.get_by_role("combobox", name="Customer").select_option(label="Mia Novak")
                    page.locator("#talks button").first.click()
                if "log" in page.content() and path.startswith(("/messenger", "/inbox")):
                    expect(page.get_by_role("log")).to_contain_text("Welcome", timeout=SOON)
                assert page.evaluate(CHECKS) == [], f"{path} at {size['width']}, {theme}"


def test_a_page_says_that_the_sandbox_is_gone_and_finds_it_again(page: Page) -> None:
    port = free_port()
    with running_sandbox(port=port) as running:
        page.goto(f"{running.url}/inbox")
        expect(page.get_by_text("No conversations here.")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("alert")).to_contain_text("The sandbox does not answer.", timeout=SOON)
    with running_sandbox(port=port) as running:
        running.visit("Sara Lind", "Are you back?")
        expect(page.get_by_role("button", name="Sara Lind")).to_be_visible(timeout=SOON)
        expect(page.get_by_role("alert")).to_be_hidden()
