"""The Channels page by its widgets: what a person fills in is kept, what is secret is never left in the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import ipywidgets as widgets  # type: ignore[import-untyped]
import pytest

from flowdesigner.bot import Bot
from flowdesigner.channel.settings import Channel
from flowdesigner.designer.account import Account, Agent, Team
from flowdesigner.designer.background import Background
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.channels import ChannelsPage
from flowdesigner.designer.pages.wizard import Wizard
from flowdesigner.designer.release import Release
from flowdesigner.designer.sandbox_process import Sandbox, SandboxProcess
from flowdesigner.errors import NotAuthorizedError
from flowdesigner.flow.check import CheckContext
from flowdesigner.settings import SANDBOX_BOT_AGENT, SANDBOX_BOT_TEAM, SECRET_KEY
from flowdesigner.store.channels import saw, saw_bad_signature
from flowdesigner.store.store import Store
from tests.designer.page import RecordingCanvas, RehearsedRunners

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ACCOUNT = Account(
    app_id="abc123",
    workspace="Acme",
    region="EU",
    teams=(Team(SANDBOX_BOT_TEAM, "Order bot"), Team("8", "Technicians")),
    agents=(Agent(SANDBOX_BOT_AGENT, "Olive Bot"), Agent("2", "Nobody", has_inbox_seat=False)),
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(SECRET_KEY, raising=False)
    with Bot.create(tmp_path / "bot", "Desk").store() as store:
        yield store


class RehearsedSandbox(SandboxProcess):
    """A sandbox that is there at once."""

    def __init__(self) -> None:
        self.webhooks: list[str] = []

    def running(self) -> Sandbox | None:
        return Sandbox("http://127.0.0.1:4000", "sandbox-token") if self.webhooks else None

    def start(self, webhook: str) -> Sandbox:
        self.webhooks.append(webhook)
        return Sandbox("http://127.0.0.1:4000", "sandbox-token")


class Screen:
    """The page with everything behind it but a browser, a runner and Intercom."""

    def __init__(self, store: Store, folder: Path, environ: dict[str, str] | None = None) -> None:
        self.asked: list[Channel] = []
        self.refuses: Exception | None = None
        self.lacks: tuple[str, ...] = ()
        self.app_id = ACCOUNT.app_id
        self.runners = RehearsedRunners()
        self.changes = 0
        background = Background()
        self.connections = Connections(store, environ=environ or {}, read=self.read)
        release = Release(RecordingCanvas(), Bot.load(folder), store, context=CheckContext, changed=lambda: None)
        self.live = Live(
            folder, self.runners, self.connections, release, background,
            changed=lambda: None, notice=lambda text: None,
        )  # fmt: skip
        self.sandbox = RehearsedSandbox()
        self.page = ChannelsPage(
            self.connections, self.live, lambda name: self.sandbox, background, changed=self.changed, now=lambda: NOW
        )
        self.page.open_channel(self.connections.first)

    @property
    def connection(self) -> Connection:
        """The channel whose steps are on the screen."""
        return self.wizard.connection

    @property
    def wizard(self) -> Wizard:
        """The steps on the screen."""
        assert self.page.wizard is not None
        return self.page.wizard

    def read(self, channel: Channel) -> Account:
        self.asked.append(channel)
        if self.refuses:
            raise self.refuses
        return replace(ACCOUNT, app_id=self.app_id, missing=self.lacks)

    def changed(self) -> None:
        self.changes += 1


@pytest.fixture
def screen(store: Store, tmp_path: Path) -> Screen:
    return Screen(store, tmp_path / "bot")


def everything(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """The widget and all in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from everything(child)


def test_a_token_is_kept_encrypted_tested_and_gone_from_the_page(screen: Screen, store: Store) -> None:
    screen.wizard.account.token.input.value = " dG9rZW46c2VjcmV0 "
    assert store.secrets.get("intercom.access_token") == "dG9rZW46c2VjcmV0"
    assert screen.wizard.account.token.input.value == ""
    assert [channel.access_token for channel in screen.asked] == ["dG9rZW46c2VjcmV0"]
    assert "Connected to the workspace “Acme” (EU)." in screen.wizard.account.result.value
    assert screen.connection.settings.app_id == "abc123"
    shown = [*everything(screen.page), screen.wizard.account.token.input]
    states = json.dumps([one.get_state() for one in shown], default=str)
    assert "dG9rZW46c2VjcmV0" not in states


def test_a_refused_token_is_said_where_it_was_typed(screen: Screen) -> None:
    screen.refuses = NotAuthorizedError("Intercom refused the access token.")
    screen.wizard.account.test()
    assert "Intercom refused the access token." in screen.wizard.account.result.value
    assert 'role="alert"' in screen.wizard.account.result.value
    assert not screen.wizard.account.test_button.disabled


def test_the_region_decides_where_the_api_is(screen: Screen) -> None:
    step = screen.wizard.account
    step.region.value = "https://api.eu.intercom.io"
    assert screen.connection.settings.api_url == "https://api.eu.intercom.io"
    step.region.value = "another"
    step.address.value = "http://127.0.0.1:4000/"
    assert screen.connection.settings.api_url == "http://127.0.0.1:4000"
    step.address.value = "127.0.0.1"
    assert "makes no sense" in step.result.value


def test_teams_and_agents_come_from_the_account(screen: Screen) -> None:
    screen.wizard.account.test()
    step = screen.wizard.subscription
    assert [choice.description for choice in step.teams.list.children] == ["Order bot", "Technicians"]
    assert [(one["name"], one["note"]) for one in step.agent.picker.people] == [
        ("Olive Bot", ""),
        ("Nobody", "no inbox seat"),
    ]
    step.teams.list.children[0].value = True
    step.agent.picker.value = SANDBOX_BOT_AGENT
    assert screen.connection.settings.bot_teams == (SANDBOX_BOT_TEAM,)
    assert screen.connection.settings.bot_agent == SANDBOX_BOT_AGENT
    assert screen.changes >= 2


@pytest.mark.parametrize(
    ("text", "team"),
    [("42", "42"), ("https://app.intercom.com/a/inbox/abc/inbox/team/42/conversation/9", "42"), ("technicians", None)],
)
def test_a_team_can_be_pasted_by_id_or_inbox_url(screen: Screen, text: str, team: str | None) -> None:
    screen.wizard.subscription.teams.more.value = text
    assert screen.connection.settings.bot_teams == ((team,) if team else ())
    assert ("This is no team" in screen.wizard.subscription.message.value) is (team is None)


def test_the_webhook_to_copy_follows_the_public_address(screen: Screen) -> None:
    step = screen.wizard.subscription
    assert step.webhook.value == "http://127.0.0.1:8080/webhooks/intercom"
    step.public.value = "https://bots.example.com/"
    assert step.webhook.value == "https://bots.example.com/webhooks/intercom"
    step.public.value = "bots.example.com"
    assert "begins with https://" in step.message.value


def test_opening_the_page_starts_listening(screen: Screen) -> None:
    screen.page.enter()
    assert screen.runners.asked == ["listen on 8080"]
    screen.page.look()
    assert "Listening for the first notification" in screen.wizard.subscription.state.value


def test_the_first_notification_and_its_topic_are_seen(screen: Screen, store: Store) -> None:
    store.write(lambda conn: saw(conn, "intercom", "conversation.user.created", NOW - timedelta(seconds=12)))
    screen.page.look()
    assert "arrived 12 seconds ago" in screen.wizard.subscription.state.value
    first = screen.wizard.subscription.topics.value.partition("</tr>")[2]
    assert "conversation.user.created" in first
    assert screen.wizard.subscription.topics.value.count(">seen<") == 1
    assert screen.wizard.subscription.topics.value.count(">not yet<") == 11


def test_a_wrong_signature_is_said(screen: Screen, store: Store) -> None:
    store.write(lambda conn: saw_bad_signature(conn, "intercom", NOW - timedelta(minutes=3)))
    screen.page.look()
    assert "Wrong signature" in screen.wizard.subscription.state.value
    assert "3 minutes ago" in screen.wizard.subscription.state.value


def test_the_environment_wins_and_the_form_says_so(store: Store, tmp_path: Path) -> None:
    environ = {
        "FLOWDESIGNER_INTERCOM_ACCESS_TOKEN": "from-outside",
        "FLOWDESIGNER_INTERCOM_API_URL": "https://api.au.intercom.io",
        "FLOWDESIGNER_BOT_TEAMS": "7",
        "FLOWDESIGNER_BOT_AGENT": "1",
    }
    page = Screen(store, tmp_path / "bot", environ).wizard
    told = "".join(one.value for one in everything(page.account.token) if isinstance(one, widgets.HTML))
    assert "environment gives it" in told
    assert page.account.region.disabled
    assert page.account.region.value == "https://api.au.intercom.io"
    assert page.subscription.agent.picker.disabled
    assert page.subscription.teams.more.disabled
    assert "from-outside" not in json.dumps([one.get_state() for one in everything(page)], default=str)


def test_the_sandbox_fills_in_everything(screen: Screen, store: Store) -> None:
    screen.wizard.card.start()
    assert screen.sandbox.webhooks == ["http://127.0.0.1:8080/webhooks/intercom"]
    assert screen.connection.settings.api_url == "http://127.0.0.1:4000"
    assert store.secrets.get("intercom.access_token") == "sandbox-token"
    assert store.secrets.has("intercom.client_secret")
    assert "http://127.0.0.1:4000/messenger" in screen.wizard.card.links.value
    assert "http://127.0.0.1:4000/inbox" in screen.wizard.card.links.value
    assert "Connected to the workspace" in screen.wizard.account.result.value
    assert screen.connection.settings.bot_teams == (SANDBOX_BOT_TEAM,)
    assert screen.connection.settings.bot_agent == SANDBOX_BOT_AGENT
    assert screen.wizard.subscription.agent.picker.value == SANDBOX_BOT_AGENT


def test_the_last_step_says_what_is_missing(screen: Screen) -> None:
    screen.wizard.show(2)
    assert "The access token is missing" in screen.wizard.behaviour.missing.value
    screen.wizard.card.start()
    screen.wizard.behaviour.look()
    assert "Everything is there" in screen.wizard.behaviour.missing.value


def test_steps_are_walked_forth_and_back(screen: Screen) -> None:
    page = screen.wizard
    assert page.next.description == "Next: subscription"
    page.next.click()
    page.next.click()
    assert page.body.children == (page.behaviour,)
    assert page.next.layout.display == "none"
    page.back.click()
    assert page.body.children == (page.subscription,)


def test_every_control_has_a_label(screen: Screen) -> None:
    controls = (
        widgets.Text,
        widgets.Password,
        widgets.Dropdown,
        widgets.Checkbox,
        widgets.BoundedIntText,
        widgets.Button,
    )
    steps = (screen.page, *screen.wizard.steps)
    unlabelled = [
        one for step in steps for one in everything(step) if isinstance(one, controls) and not one.description
    ]
    assert unlabelled == []


def test_the_owner_is_led_to_intercom_and_the_page_goes_on_when_they_come_back(screen: Screen, store: Store) -> None:
    step = screen.wizard.account
    step.how.value = "oauth"
    form = step.authorize
    assert (step.token.layout.display, form.layout.display) == ("none", None)
    form.begin()
    assert "Enter the client secret first" in form.way.value
    screen.connection.keep_secret("client_secret", "s3cret")
    form.begin()
    assert "client ID" in form.way.value
    form.client_id.value = "app-1"
    assert form.redirect.value == "http://127.0.0.1:8080/oauth/intercom"
    form.begin()
    assert 'href="https://app.intercom.com/oauth?client_id=app-1&amp;state=' in form.way.value
    assert "s3cret" not in form.way.value
    step.look()
    assert screen.asked == []
    store.secrets.set("intercom.access_token", "token")
    step.look()
    assert "Access is authorized" in form.way.value
    assert [channel.access_token for channel in screen.asked] == ["token"]


def test_disconnected_the_token_is_gone_and_the_workspace_too(screen: Screen, store: Store) -> None:
    screen.wizard.account.token.input.value = "token"
    assert screen.connection.settings.workspace == "Acme"
    screen.page.look()
    assert screen.wizard.account.leave.ask.layout.display is None
    screen.wizard.account.leave.ask.click()
    assert store.secrets.has("intercom.access_token")
    screen.wizard.account.leave.yes.click()
    assert not store.secrets.has("intercom.access_token")
    assert screen.connection.settings.workspace == ""
    assert "Disconnected" in screen.wizard.account.result.value
    screen.page.look()
    assert screen.wizard.account.leave.ask.layout.display == "none"


def test_missing_permissions_are_named_as_intercom_names_them(screen: Screen) -> None:
    screen.lacks = ("Read tags", "Write tags")
    screen.wizard.account.test()
    assert "Not ticked: Read tags, Write tags." in screen.wizard.account.result.value


async def test_an_answer_about_what_was_chosen_before_is_not_heard(screen: Screen) -> None:
    step = screen.wizard.account
    step.address.value = "http://127.0.0.1:4000"
    step.test()
    step.region.value = "https://api.eu.intercom.io"
    await step.background.idle()
    assert screen.asked
    assert step.result.value == ""
    assert screen.connection.settings.workspace == ""
    assert not step.test_button.disabled
