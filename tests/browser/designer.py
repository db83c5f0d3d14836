"""The designer's page as a person uses it: by names, by mouse and by keyboard, never by the inside of the page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

OPENS_WITHIN = 120_000
"""Milliseconds; a page waits for its kernel, which starts late on a crowded machine."""


class DesignerPage:
    """Verbs for what a person does on the page; each waits until the page shows that it was done."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.panel = page.get_by_role("complementary", name="Block settings")
        self.palette = page.get_by_role("complementary", name="Blocks")
        self.problems = page.get_by_role("button", name="error").or_(page.get_by_text("No problems", exact=True))

    def open(self, url: str) -> None:
        """Open the page and wait for the canvas."""
        self.page.goto(url, timeout=OPENS_WITHIN)
        expect(self.page.get_by_role("toolbar", name="Canvas tools")).to_be_visible(timeout=OPENS_WITHIN)

    def button(self, name: str) -> Locator:
        """A button by its whole name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def card(self, title: str) -> Locator:
        """The card of a block by its title."""
        return self.page.get_by_role("group", name=f"{title},").first

    # Drawing

    def drag(self, kind: str, x: float, y: float) -> None:
        """Drag a kind from the palette to a place of the page; its settings open."""
        self._drag(self.palette.get_by_role("button", name=kind, exact=True), x, y)
        expect(self.panel).to_be_visible()

    def name(self, name: str) -> None:
        """Name the block whose settings are open."""
        self.fill("Name", name)
        expect(self.card(name)).to_be_visible()

    def fill(self, label: str, text: str) -> None:
        """Write into a field of the settings and leave it."""
        field = self.panel.get_by_label(label, exact=True)
        field.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def add_choices(self, *labels: str) -> None:
        """Add choices to the block whose settings are open."""
        for number, label in enumerate(labels, 1):
            self.panel.get_by_role("button", name="Add choice").click()
            field = self.panel.get_by_label(f"Choice {number}", exact=True)
            field.fill(label)
            field.press("Tab")

    def connect(self, port: str, source: str, target: str) -> None:
        """Draw an edge from a port to a card."""
        box = self.page.get_by_label(f"Into {target}", exact=True).bounding_box()
        assert box, f"{target} has no way in"
        dot = self.page.get_by_label(f"{port} of {source}", exact=True)
        self._drag(dot, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def _drag(self, thing: Locator, x: float, y: float) -> None:
        box = thing.bounding_box()
        assert box, "nothing to drag"
        mouse = self.page.mouse
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        mouse.down()
        mouse.move(x - 12, y - 12, steps=8)
        mouse.move(x, y, steps=4)
        mouse.up()

    def line(self, port: str, source: str, target: str) -> Locator:
        """The line from a port to a card."""
        return self.page.get_by_label(f"Line from {source} ({port}) to {target}", exact=True)

    def middle_of(self, thing: Locator) -> tuple[float, float]:
        """A point of the screen."""
        box = thing.bounding_box()
        assert box, "it is not on the screen"
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def press(self, *keys: str) -> None:
        """Keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, menu: str, search: str) -> None:
        """Search in the list that is open, and take the first that is found."""
        expect(self.page.get_by_role("dialog", name=menu)).to_be_visible()
        self.page.keyboard.type(search)
        self.press("Enter")

    def chosen(self) -> list[str]:
        """The titles of the selected cards."""
        cards = self.page.locator(".react-flow__node.selected")
        return sorted((card.get_attribute("aria-label") or "").split(",")[0] for card in cards.all())

    def undo(self, times: int = 1) -> None:
        """Take edits back."""
        for _ in range(times):
            self.button("Undo").click()

    def tidy(self) -> None:
        """Arrange everything and show all of it, with nothing selected."""
        self.page.keyboard.press("Escape")
        self.button("Arrange").click()
        self.button("Show all").click()
        # The canvas glides there; a drag that begins before it has come to rest would miss.
        self.page.wait_for_timeout(600)

    def go_to(self, name: str) -> None:
        """Open a page by the rail."""
        self.page.get_by_role("navigation", name="Pages").get_by_role("button", name=name).click()
