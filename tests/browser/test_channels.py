"""The page Channels as a person connects Intercom: by a token, by authorized access, a second workspace, and all that
goes wrong on the way."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from flowdesigner.bot import Bot
from flowdesigner.ports import free_port
from flowdesigner.sandbox import Sandbox
from flowdesigner.sandbox.seeds import BILLING, MARA
from flowdesigner.sandbox.server import RunningSandbox, running_sandbox
from flowdesigner.settings import SANDBOX_BOT_AGENT, SANDBOX_BOT_TEAM, WEBHOOK_PATH
from flowdesigner.store.channels import ChannelRecord
from flowdesigner.store.store import Store
from tests.browser.designer import DesignerPage
from tests.browser.waiting import until
from tests.processes import Program

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]
SOON = 30_000
"""Milliseconds; a slow machine may take so long for what a person hardly waits for."""
PICTURES = "https://pictures.example.com"
FACE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
TOKEN, SECRET = "token-of-acme", "secret-of-acme"


class Channels(DesignerPage):
    """The page Channels by what stands on it."""

    @contextmanager
    def showing(self, folder: Path, environ: dict[str, str]) -> Iterator[None]:
        """The page of the bot in the folder."""
        with Program("design", str(folder), "--port", "0", "--no-browser", environ=environ) as program:
            self.open(program.wait_for(r"http://\S+")[0])
            self.go_to("Channels")
            yield

    @property
    def region(self) -> Locator:
        """The page itself."""
        return self.page.get_by_role("region", name="Channels")

    def write(self, label: str, text: str) -> None:
        """Into a field; it is kept when it is left."""
        field = self.page.get_by_label(label, exact=True)
        field.fill(text)
        field.press("Tab")

    def says(self, text: str) -> None:
        """Wait until this stands on the page."""
        expect(self.region).to_contain_text(text, timeout=SOON)

    def warns(self, text: str) -> None:
        """Wait until this is announced as an error."""
        expect(self.page.get_by_role("alert").filter(has_text=text)).to_be_visible(timeout=SOON)

    def ask_at(self, address: str) -> None:
        """Intercom's API elsewhere than at Intercom."""
        where = self.page.get_by_label("Where your workspace is kept")
        where.select_option(label="Another address, for example a sandbox")
        self.write("API address", address)

    def choose_agent(self, name: str) -> None:
        """By the keyboard alone."""
        self.page.get_by_role("combobox", name="Bot agent").press("ArrowDown")
        self.page.keyboard.type(name)
        self.press("Enter")

    def entry(self, workspace: str) -> Locator:
        """A channel of the list."""
        return self.page.locator(".fd-channel").filter(has=self.page.get_by_role("heading", name=workspace, exact=True))

    def lights(self, word: str, sandbox: RunningSandbox) -> None:
        """Let the sandbox send its test until the light says so: the runner looks at new secrets once a second."""

        def is_seen() -> bool:
            sandbox.do(lambda sandbox: sandbox.courier.ping())
            return self.region.get_by_text(word, exact=True).is_visible()

        until(is_seen, 30)


@pytest.fixture
def channels(page: Page) -> Channels:
    return Channels(page)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def bot(folder: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, port: int) -> Path:
    """A bot that listens at a port of its own and is connected nowhere."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    made = Bot.create(folder / "bot", "Desk", example=True)
    with made.store() as store:
        store.settings.set("listener_port", port)
    return made.folder


@pytest.fixture
def acme(port: int) -> Iterator[RunningSandbox]:
    webhook = f"http://127.0.0.1:{port}{WEBHOOK_PATH}"
    with running_sandbox(webhook=webhook, token=TOKEN, client_secret=SECRET) as running:
        yield running


def show_faces(sandbox: Sandbox) -> None:
    """Two teammates have pictures; one of them cannot be had."""
    sandbox.workspace.admins[SANDBOX_BOT_AGENT].avatar = f"{PICTURES}/olive.png"
    sandbox.workspace.admins[MARA].avatar = f"{PICTURES}/mara.png"


def let_go(sandbox: Sandbox) -> None:
    """The owner of the workspace deletes the bot team, and takes the bot agent's seat."""
    del sandbox.workspace.teams[SANDBOX_BOT_TEAM]
    sandbox.workspace.admins[SANDBOX_BOT_AGENT].has_inbox_seat = False


def test_by_a_token_with_all_that_goes_wrong_on_the_way(
    channels: Channels, bot: Path, environ: dict[str, str], acme: RunningSandbox, port: int
) -> None:
    with channels.showing(bot, environ), running_sandbox(token="token-of-another-region") as elsewhere:
        wrong_token_and_wrong_region(channels, acme, elsewhere)
        a_permission_is_missing(channels, acme)
        channels.button("Next: subscription").click()
        the_address_is_not_reached(channels, port)
        the_secret_is_wrong(channels, acme)
        team_and_agent_are_chosen(channels, acme)
        channels.button("Next: behaviour").click()
        channels.says("Everything is there.")
        channels.button("Done").click()
        entry = channels.entry("Acme")
        expect(entry).to_contain_text("US · Answers Order bot, Billing")
        expect(entry).to_contain_text("Connected", timeout=SOON)
        acme.do(let_go)
        entry.get_by_role("button", name="Open").click()
        channels.button("Next: subscription").click()
        channels.warns("A team that is not in the workspace any more")
        channels.warns("Olive Bot has no inbox seat")
        channels.button("All channels").click()
        expect(entry).to_contain_text(f"no team {SANDBOX_BOT_TEAM} any more")


def wrong_token_and_wrong_region(channels: Channels, acme: RunningSandbox, elsewhere: RunningSandbox) -> None:
    """A token that is none, then one that is right but not at this address."""
    channels.ask_at(elsewhere.url)
    channels.write("Access token", "no-token-at-all")
    channels.warns("Access Token Invalid. Copy the access token again")
    channels.button("Replace").click()
    channels.write("Access token", TOKEN)
    channels.warns("it must be of an app in this workspace and region")
    channels.ask_at(acme.url)
    channels.button("Test connection").click()
    channels.says("Connected to the workspace “Acme” (US).")
    assert TOKEN not in channels.page.content()


def a_permission_is_missing(channels: Channels, acme: RunningSandbox) -> None:
    """It is named as Intercom's check-box is, and no more when it is ticked."""
    acme.settings.lacks = frozenset({"Read tags", "Write conversations"})
    channels.button("Test connection").click()
    channels.says("Not ticked: Write conversations, Read tags.")
    acme.settings.lacks = frozenset()
    acme.do(show_faces)
    channels.page.route(f"{PICTURES}/olive.png", lambda route: route.fulfill(content_type="image/png", body=FACE))
    channels.page.route(f"{PICTURES}/mara.png", lambda route: route.abort())
    channels.button("Test connection").click()
    expect(channels.region).not_to_contain_text("Not ticked", timeout=SOON)


def the_address_is_not_reached(channels: Channels, port: int) -> None:
    """Nobody there, somebody else there, then this bot."""
    with running_sandbox() as somebody:
        channels.write("Public address", f"http://127.0.0.1:{free_port()}")
        channels.button("Test the address").click()
        channels.warns("Nobody answers at http://127.0.0.1:")
        channels.write("Public address", somebody.url)
        channels.button("Test the address").click()
        channels.warns("somebody answers with 404 instead of 200")
    channels.write("Public address", f"http://127.0.0.1:{port}")
    channels.button("Test the address").click()
    channels.says("The address leads to this bot.")
    expect(channels.region.locator("code").first).to_have_text(f"http://127.0.0.1:{port}{WEBHOOK_PATH}")
    channels.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    channels.button("Copy Subscription webhook URL").click()
    copied = channels.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"http://127.0.0.1:{port}{WEBHOOK_PATH}"


def the_secret_is_wrong(channels: Channels, acme: RunningSandbox) -> None:
    """The light waits, turns red with words at a bad signature, and green at the first good one."""
    expect(channels.region.get_by_text("Waiting", exact=True)).to_be_visible(timeout=SOON)
    channels.write("Client secret", "secret-of-another-app")
    channels.lights("Wrong signature", acme)
    channels.says("not signed with this client secret")
    channels.button("Replace").click()
    channels.write("Client secret", SECRET)
    channels.lights("Connected", acme)


def team_and_agent_are_chosen(channels: Channels, acme: RunningSandbox) -> None:
    """Teams by their names and by an inbox URL; a teammate without a seat is not taken, and pictures learn nothing."""
    asked: list[Request] = []
    channels.page.on("request", lambda request: asked.append(request) if PICTURES in request.url else None)
    channels.page.get_by_label("Order bot", exact=True).check()
    url = "https://app.intercom.com/a/inbox/{}/inbox/team/{}"
    channels.write("Add a team", url.format("another", BILLING))
    channels.warns("This inbox is of another workspace (another)")
    channels.write("Add a team", url.format(acme.sandbox.workspace.app_id, BILLING))
    expect(channels.page.get_by_label("Billing", exact=True)).to_be_checked(timeout=SOON)
    agent = channels.page.get_by_role("combobox", name="Bot agent")
    channels.choose_agent("Kim")
    unseated = channels.page.get_by_role("option", name="Kim Berg no inbox seat")
    expect(unseated).to_be_visible()
    expect(unseated).to_have_attribute("aria-disabled", "true")
    channels.press("Escape")
    channels.choose_agent("Olive")
    expect(agent).to_contain_text("Olive Bot")
    expect(agent.locator("img")).to_be_visible(timeout=SOON)
    agent.click()
    mara = channels.page.get_by_role("option", name="Mara Lindt")
    expect(mara).to_contain_text("ML")  # her picture does not come
    channels.press("Escape")
    assert not [request for request in asked if "referer" in request.headers]
    assert asked


def test_by_access_that_the_owner_authorizes(
    channels: Channels, bot: Path, environ: dict[str, str], acme: RunningSandbox
) -> None:
    with channels.showing(bot, {**environ, "FLOWDESIGNER_INTERCOM_APP_URL": acme.url}):
        channels.ask_at(acme.url)
        channels.page.get_by_label("How to connect").select_option(label="Authorize access")
        channels.button("Authorize access").click()
        channels.warns("Enter the client secret first.")
        channels.write("Client ID", "app-1")
        channels.write("Client secret", "not-the-secret")
        comes_back(channels, "Allow", "refused the client secret")
        channels.button("Replace").click()
        channels.write("Client secret", SECRET)
        comes_back(channels, "Do not allow", "Access was not allowed")
        comes_back(channels, "Allow", "Access is authorized")
        channels.says("Connected to the workspace “Acme” (US).")
        channels.button("Disconnect").click()
        channels.button("Keep").click()
        channels.button("Disconnect").click()
        channels.button("Disconnect it").click()
        channels.says("Disconnected. The bot answers nobody in this workspace any more.")
        assert not acme.sandbox.consent.tokens


def comes_back(channels: Channels, answer: str, said: str) -> None:
    """The owner goes to Intercom, answers and reads this at the end: again, where the runner, which looks at settings
    once a second, has not seen a new secret yet."""
    until(lambda: said in at_intercom(channels, answer), 30)


def at_intercom(channels: Channels, answer: str) -> str:
    """What the owner reads in the window when they come back."""
    channels.button("Authorize access").click()
    with channels.page.expect_popup() as opened:
        channels.page.get_by_role("link", name="Open Intercom to allow access").click()
    window = opened.value
    window.get_by_role("button", name=answer, exact=True).click()
    window.wait_for_url(re.compile("/oauth/intercom"))
    said = window.locator("p").inner_text()
    window.close()
    return said


def test_a_second_workspace_beside_the_first(
    channels: Channels, bot: Path, environ: dict[str, str], acme: RunningSandbox
) -> None:
    with Bot.load(bot).store() as store:
        connect(store, acme)
    webhook = acme.settings.webhook
    with (
        channels.showing(bot, environ),
        running_sandbox(webhook=webhook, token="eu", client_secret="eu-secret", workspace="Acme Europe") as europe,
    ):
        expect(channels.entry("Acme")).to_be_visible(timeout=SOON)
        channels.button("Add channel").click()
        channels.ask_at(acme.url)
        channels.write("Access token", TOKEN)
        channels.warns("This bot answers in the workspace “Acme” already, by another channel.")
        channels.ask_at(europe.url)
        channels.write("Access token", "eu")
        channels.says("Connected to the workspace “Acme Europe” (US).")
        channels.button("Next: subscription").click()
        channels.write("Client secret", "eu-secret")
        channels.lights("Connected", europe)
        channels.page.get_by_label("Order bot", exact=True).check()
        channels.choose_agent("Olive")
        channels.button("All channels").click()
        expect(channels.entry("Acme Europe")).to_contain_text("Connected", timeout=SOON)
        pickers_name_both(channels)
        europe_is_removed(channels)
    with Bot.load(bot).store() as store:
        assert [record.name for record in store.channels.list()] == ["intercom"]
        assert "intercom-2.access_token" not in store.secrets.names()


def connect(store: Store, sandbox: RunningSandbox) -> None:
    """The bot's first channel, as the wizard leaves it."""
    settings = {
        "api_url": sandbox.url, "app_id": sandbox.sandbox.workspace.app_id, "workspace": "Acme", "region": "US",
        "bot_teams": [SANDBOX_BOT_TEAM], "bot_agent": SANDBOX_BOT_AGENT,
    }  # fmt: skip
    store.channels.save(ChannelRecord("intercom", settings))
    store.secrets.set("intercom.access_token", TOKEN)
    store.secrets.set("intercom.client_secret", SECRET)


def pickers_name_both(channels: Channels) -> None:
    """A team that both workspaces have is named with both."""
    channels.go_to("Flow")
    channels.card("To the technicians").click()
    team = channels.panel.get_by_label("Team", exact=True)
    expect(team.get_by_role("option", name="Billing · Acme, Acme Europe")).to_be_attached(timeout=SOON)
    channels.go_to("Channels")


def europe_is_removed(channels: Channels) -> None:
    """Asked first; the other one stays."""
    entry = channels.entry("Acme Europe")
    entry.get_by_role("button", name="Remove", exact=True).click()
    expect(entry).to_contain_text("Remove “Acme Europe”? The bot will answer nobody there any more")
    entry.get_by_role("button", name="Remove it").click()
    channels.says("“Acme Europe” is removed.")
    expect(entry).to_have_count(0)
    expect(channels.entry("Acme")).to_be_visible()
