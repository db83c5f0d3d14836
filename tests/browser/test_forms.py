"""The forms of blocks: a call whose answer is picked from, hours, conditions, texts, lists, an account that is away."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from flowdesigner.blocks import Assign, Branch, CallApi, OfferChoices, OfficeHours, SendMessage
from flowdesigner.bot import Bot
from flowdesigner.designer.account import Account, Agent, Team
from flowdesigner.designer.connection import Connection
from flowdesigner.flow.attachment import LARGEST_FILE, AttachedFile
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files_folder import content_of
from flowdesigner.settings import ALLOWED_ADDRESSES
from tests.browser.designer import DesignerPage
from tests.browser.server import Address
from tests.browser.waiting import until
from tests.processes import Program

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SESAME = "open-sesame"


class Shop(BaseHTTPRequestHandler):
    """Knows an order, to those who say the secret."""

    def do_GET(self) -> None:
        """Answer with the order that the path names."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_known = self.headers["Authorization"] == f"Bearer {SESAME}"
        number = self.path.rpartition("/")[2]
        order = {"order": {"number": number, "state": "sent", "items": [{"name": "Cup"}, {"name": "Plate"}]}}
        body = json.dumps(order if is_known else {"error": "who are you"}).encode()
        self.send_response(200 if is_known else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def shop() -> Iterator[str]:
    """The address of a shop on this computer."""
    server = HTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class Opened:
    """A designer in which one block is open, and the file in which it is kept."""

    def __init__(self, designer: DesignerPage, file: Path) -> None:
        self.designer = designer
        self.panel = designer.panel
        self.page = designer.page
        self._file = file

    def settings(self) -> dict[str, Any]:
        """What is kept of the block."""
        return Flow.load(self._file).block("it").model_dump(mode="json")

    def expect_kept(self, name: str, value: object) -> None:
        """Wait until the file says so."""
        until(lambda: self.settings()[name] == value)


def opened(page: Page, bot: Bot, block: Block, address: Address) -> Opened:
    """The designer of the bot with this block, whose form is open."""
    flow = bot.flow()
    flow.add(block, id="it")
    flow.connect("start", "it")
    bot.save()
    designer = DesignerPage(page)
    designer.open(address(bot.folder))
    designer.card(block.title).click()
    expect(designer.panel).to_be_visible()
    return Opened(designer, Path(bot.folder) / "main.flow.json")


@pytest.fixture
def bot(folder: Path) -> Bot:
    """An empty bot."""
    return Bot.create(folder / "bot", "Desk")


def test_fields_are_kept_by_clicking_the_answer_of_a_test_call(
    page: Page, bot: Bot, environ: dict[str, str], shop: str
) -> None:
    look = CallApi(url=f"{shop}/orders/{{number}}")
    allowed = {**environ, ALLOWED_ADDRESSES: "127.0.0.1"}
    with Program("design", str(bot.folder), "--port", "0", "--no-browser", environ=allowed) as program:
        form = opened(page, bot, look, lambda _: program.wait_for(r"http://\S+")[0])
        panel = form.panel
        panel.get_by_role("button", name="Add header").click()
        panel.get_by_role("combobox", name="Name of header 1").fill("Auth")
        expect(page.get_by_role("option", name="Authorization")).to_be_visible()
        form.designer.press("ArrowDown", "Enter")
        panel.get_by_role("button", name="Secrets").click()
        secrets = page.get_by_role("dialog", name="Secrets")
        secrets.get_by_label("Name").fill("shop_token")
        secrets.get_by_label("Text").fill(SESAME)
        secrets.get_by_role("button", name="Keep").click()
        expect(secrets.get_by_role("listitem")).to_contain_text("shop_token")
        secrets.get_by_role("button", name="Done").click()
        panel.get_by_role("textbox", name="Value of header 1").click()
        page.keyboard.type("Bearer {secret.sho")
        form.designer.press("Enter", "Tab")
        form.expect_kept("headers", [{"name": "Authorization", "value": "Bearer {secret.shop_token}"}])

        panel.get_by_label("Body", exact=True).select_option(label="JSON")
        panel.get_by_role("textbox", name="Content of the body").click()
        page.keyboard.type("{")
        form.designer.press("Enter")
        page.keyboard.type('"who": {"email": "{user_em')
        form.designer.press("Enter")
        page.keyboard.type('"}}')
        form.designer.press("Tab")
        form.expect_kept("body", '{\n"who": {"email": "{intercom_user_email}"}}')
        expect(panel.get_by_text("The body is no JSON")).to_have_count(0)

        panel.get_by_label("Value of number in the test call").fill("77")
        panel.get_by_role("button", name="Make a test call").click()
        expect(panel.get_by_text("Status 200")).to_be_visible()
        answer = panel.get_by_role("tree", name="Answer")
        answer.get_by_role("treeitem", name="state: sent").click()
        expect(panel.get_by_role("combobox", name="Variable of field 1")).to_have_value("order_state")
        # The same by keyboard: to the first item's name.
        answer.get_by_role("treeitem", name="items: 2 items").press("ArrowDown")
        form.designer.press("ArrowDown", "Enter")
        form.expect_kept(
            "answer",
            [
                {"path": "order.state", "variable": "order_state"},
                {"path": "order.items[0].name", "variable": "items_name"},
            ],
        )
        panel.get_by_role("button", name="Use this answer in Try it").click()
        until(lambda: '"number": "77"' in form.settings()["example"])
        assert SESAME not in page.content()


def test_opening_hours_are_set_day_by_day_with_a_country_by_its_name(page: Page, bot: Bot, address: Address) -> None:
    form = opened(page, bot, OfficeHours(), address)
    panel = form.panel
    panel.get_by_label("Monday until").fill("12:00")
    panel.get_by_role("button", name="More hours on Monday").click()
    panel.get_by_role("button", name="Same until Friday").click()
    panel.get_by_role("checkbox", name="Open on Friday").uncheck()
    hours = [("09:00", "12:00"), ("13:00", "17:00")]
    days = ["monday", "tuesday", "wednesday", "thursday"]
    form.expect_kept("hours", [{"day": day, "opens": a, "closes": b} for day in days for a, b in hours])

    panel.get_by_role("combobox", name="Time zone").click()
    page.keyboard.type("brus")
    page.get_by_role("option", name="Europe/Brussels").click()
    panel.get_by_role("combobox", name="Public holidays of").click()
    page.keyboard.type("germ")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_text("DEGermany")
    form.designer.press("ArrowDown", "Enter", "Tab")
    expect(panel.get_by_text("Germany", exact=True)).to_be_visible()
    panel.get_by_role("combobox", name="Region").click()
    page.get_by_role("option", name="BY", exact=True).click()
    until(lambda: [form.settings()[one] for one in ("time_zone", "country", "region")] == [
        "Europe/Brussels", "DE", "BY",
    ])  # fmt: skip


def test_a_condition_reads_as_a_sentence_and_is_made_by_keyboard(page: Page, bot: Bot, address: Address) -> None:
    form = opened(page, bot, Branch(), address)
    panel = form.panel
    panel.get_by_role("button", name="Add way").click()
    way = panel.get_by_role("group", name="way 1", exact=True)
    way.get_by_role("combobox", name="Variable of condition 1").fill("order_number")
    way.get_by_role("combobox", name="Comparison of condition 1").select_option(label="is set")
    way.get_by_role("button", name="Add condition").click()
    way.get_by_role("combobox", name="Variable of condition 2").fill("country")
    way.get_by_role("combobox", name="Comparison of condition 2").select_option(label="is one of")
    way.get_by_label("Values of condition 2").focus()
    page.keyboard.type("BE,NL,")
    way.get_by_label("Name of way 1").fill("Benelux")
    sentence = way.get_by_role("button", expanded=True)
    expect(sentence).to_have_text("If order_number is set and country is one of BE, NL")
    sentence.press("Enter")
    expect(way.get_by_role("button", expanded=False)).to_contain_text(", go by Benelux")
    expect(form.designer.card("Branch")).to_contain_text("Benelux")
    conditions = form.settings()["branches"][0]["conditions"]
    assert [one["operator"] for one in conditions] == ["is_set", "is_one_of"]
    assert conditions[1]["value"] == "BE, NL"


def test_a_text_takes_variables_and_formatting_from_the_keyboard(page: Page, bot: Bot, address: Address) -> None:
    form = opened(page, bot, SendMessage(text="Hi"), address)
    form.panel.get_by_label("Text", exact=True).click()
    form.designer.press("End")
    page.keyboard.type(" {firstn")
    expect(page.get_by_role("option", name="firstname")).to_be_visible()
    form.designer.press("Enter", "Control+b")
    page.keyboard.type(", welcome")
    form.expect_kept("text", "Hi {firstname}<b>, welcome</b>")


def test_files_are_chosen_dropped_and_taken_away(page: Page, bot: Bot, address: Address, folder: Path) -> None:
    large, too_large = folder / "Price list.pdf", folder / "film.mp4"
    large.write_bytes(bytes(range(256)) * (LARGEST_FILE // 256))
    too_large.write_bytes(bytes(2 * LARGEST_FILE))
    form = opened(page, bot, SendMessage(text="Here"), address)
    field = form.panel.get_by_role("group", name="Files")
    with page.expect_file_chooser() as chooser:
        field.get_by_role("button", name="Add files").press("Enter")
    chooser.value.set_files([large, too_large])
    expect(field.get_by_text("5 MB", exact=True)).to_be_visible()
    expect(field.get_by_text("“film.mp4” has 10 MB; a file may have 5 MB.")).to_be_visible()
    dropped = page.evaluate_handle(
        """() => { const data = new DataTransfer();
        data.items.add(new File(["hello"], "hello.txt", { type: "text/plain" })); return data; }"""
    )
    field.get_by_role("button", name="Add files").dispatch_event("drop", {"dataTransfer": dropped})
    expect(field.get_by_text("5 bytes")).to_be_visible()
    until(lambda: [one["name"] for one in form.settings()["files"]] == ["Price list.pdf", "hello.txt"])
    (kept, _) = (AttachedFile.model_validate(one) for one in form.settings()["files"])
    assert content_of(bot.folder, kept) == large.read_bytes()
    field.get_by_role("button", name="Remove Price list.pdf").click()
    until(lambda: [one["name"] for one in form.settings()["files"]] == ["hello.txt"])
    form.designer.button("Try it").click()
    page.get_by_role("textbox", name="Write as the customer").fill("hi")
    page.keyboard.press("Enter")
    expect(page.get_by_text("File: hello.txt (5 bytes)")).to_be_visible()


def test_choices_are_reordered_by_keyboard(page: Page, bot: Bot, address: Address) -> None:
    choices = [{"id": name.lower(), "label": name} for name in ("Red", "Green", "Blue")]
    form = opened(page, bot, OfferChoices(text="Which?", choices=choices), address)
    form.panel.get_by_label("Choice 3", exact=True).focus()
    form.designer.press("Alt+ArrowUp", "Alt+ArrowUp")
    expect(form.panel.get_by_label("Choice 1", exact=True)).to_be_focused()
    expect(form.panel.get_by_label("Choice 1", exact=True)).to_have_value("Blue")
    until(lambda: [one["id"] for one in form.settings()["choices"]] == ["blue", "red", "green"])


def test_names_of_the_account_stay_while_it_cannot_be_reached(page: Page, bot: Bot, address: Address) -> None:
    account = Account("abc", "Shop", "EU", (Team("5", "Billing"), Team("6", "Sales")), (Agent("7", "Mia"),), ("vip",))
    with bot.store() as store:
        Connection(store, environ={}).met(account)
    form = opened(page, bot, Assign(), address)
    panel = form.panel
    expect(panel.get_by_text("these are the teams known so far")).to_be_visible()
    panel.get_by_label("Team", exact=True).select_option(label="Sales")
    form.expect_kept("team", "6")
    panel.get_by_role("button", name="Type an id").click()
    form.designer.fill("Team", "8888")
    form.expect_kept("team", "8888")
    panel.get_by_role("button", name="Read teams again").click()
    expect(page.get_by_text("There is no access token yet")).to_be_visible()
