"""The sandbox's two pages as people use them: the customer's messenger and the team's inbox."""

from __future__ import annotations

from playwright.sync_api import Page, expect

SOON = 30_000


class Messenger:
    """The customer."""

    def __init__(self, page: Page, sandbox: str) -> None:
        self.page = page
        self.url = f"{sandbox}/messenger"
        self.talk = page.get_by_role("log")

    def start(self, customer: str, text: str) -> None:
        """Begin a conversation as this customer."""
        self.page.goto(self.url)
        self.page.get_by_role("combobox", name="Customer").select_option(label=customer)
        self.page.get_by_role("button", name="Start a conversation").click()
        self.write(text)

    def write(self, text: str) -> None:
        """Write a message."""
        self.page.get_by_role("textbox", name="Message").fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def press(self, option: str) -> None:
        """Press a button that the bot offers."""
        self.page.get_by_role("button", name=option, exact=True).click(timeout=SOON)

    def sees(self, *texts: str) -> None:
        """Wait until all of this stands in the conversation."""
        for text in texts:
            expect(self.talk).to_contain_text(text, timeout=SOON)

    def sees_end(self) -> None:
        """Wait until the messenger says that the conversation is closed."""
        expect(self.page.get_by_text("closed").first).to_be_visible(timeout=SOON)

    def times(self, text: str) -> int:
        """How often this stands in the conversation."""
        return self.talk.inner_text().count(text)


class Inbox:
    """The team."""

    def __init__(self, page: Page, sandbox: str) -> None:
        self.page = page
        self.url = f"{sandbox}/inbox"

    def open(self, customer: str) -> None:
        """Open the newest conversation of this customer."""
        self.page.goto(self.url)
        self.page.get_by_role("button", name=customer).first.click(timeout=SOON)

    def sees(self, text: str) -> None:
        """Wait until this stands in the open conversation."""
        expect(self.page.get_by_role("log")).to_contain_text(text, timeout=SOON)

    def reply(self, text: str) -> None:
        """Answer as a teammate."""
        self.page.get_by_role("textbox", name="Reply").fill(text)
        self.page.get_by_role("button", name="Send reply").click()
        self.sees(text)

    def assign(self, to: str) -> None:
        """Give the conversation to a team or teammate."""
        self.page.get_by_role("combobox", name="Assign to").select_option(label=to)
        self.page.get_by_role("button", name="Assign", exact=True).click()
