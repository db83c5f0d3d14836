"""Channels, second step: the subscription webhook, bot teams and bot agent, client secret, and what has arrived."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.account import Account, Team
from flowdesigner.designer.background import Background
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.controls import box, button, field, hint_markup, html, note, pill, row, table
from flowdesigner.designer.pages.copy_field import CopyField
from flowdesigner.designer.pages.secret_field import SecretField
from flowdesigner.designer.reach import reach
from flowdesigner.designer.times import ago
from flowdesigner.errors import FlowdesignerError
from flowdesigner.intercom.notification import TOPICS
from flowdesigner.store.channels import Sightings

INBOX_URL = re.compile(r"/inbox/team/(\d+)|^\s*(\d+)\s*$")
WEBHOOK_HINT = (
    f"Paste it in Intercom: Developer Hub, your app, Configure, Webhooks, and tick the {len(TOPICS)} topics in the"
    " list here."
)
LOCAL_HINT = (
    "Intercom reaches only public HTTPS addresses: put a reverse proxy or a tunnel in front of this one and write its"
    " address below. A sandbox on this computer needs none."
)
WHERE_IT_IS = (
    "Developer Hub, your app, Basic information. Proves that notifications come from Intercom. Kept encrypted."
)
NOBODY = ("Choose a teammate", "")


class SubscriptionStep(widgets.VBox):  # type: ignore[misc]
    """How notifications reach the bot and which conversations are its own. `changed` is called when settings change."""

    def __init__(
        self,
        connection: Connection,
        live: Live,
        background: Background,
        changed: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self.connection = connection
        self.live = live
        self.background = background
        self._changed = changed
        self._now = now
        self._teams: dict[str, widgets.Checkbox] = {}
        self._showing = False
        self.webhook = CopyField(label="Subscription webhook URL")
        self.webhook_hint = html()
        self.public = widgets.Text(
            description="Public address", continuous_update=False, placeholder="https://bots.example.com"
        )
        self.teams = box(classes="fd-choices")
        self.more = widgets.Text(
            description="Add a team", continuous_update=False, placeholder="Paste its id or its inbox URL"
        )
        self.agent = widgets.Dropdown(description="Bot agent", options=[NOBODY])
        self.secret = SecretField(connection, "client_secret", "Client secret", WHERE_IT_IS, changed)
        self.message = html()
        self.state = html(classes="fd-grow")
        self.test_button = button("Test the address", self.test)
        self.reached = html()
        self.topics = html(classes="fd-tight")
        super().__init__([self._form(), self._list()])
        self.add_class("fd-columns")
        self.show()
        self.public.observe(self._public_typed, "value")
        self.more.observe(self._team_typed, "value")
        self.agent.observe(self._agent_chosen, "value")

    def _form(self) -> widgets.Widget:
        teams = box(
            html('<div class="fd-legend" id="fd-bot-teams">Bot teams</div>'),
            self.teams,
            html(hint_markup("The bot answers conversations assigned to these teams.")),
            field(self.more),
            classes="fd-entry",
        )
        agent = field(self.agent, "Customers see the bot's messages as sent by this teammate.")
        webhook = box(
            html('<div class="fd-legend">Subscription webhook URL</div>'),
            self.webhook,
            self.webhook_hint,
            classes="fd-entry",
        )
        form = box(webhook, field(self.public), row(teams, agent, classes="fd-pair"), self.secret, self.message)
        arrived = box(row(self.state, self.test_button), self.reached, classes="fd-box fd-slim")
        return box(form, arrived, classes="")

    def _list(self) -> widgets.Widget:
        return box(html("<h2>Topics to tick</h2>"), self.topics)

    def show(self) -> None:
        """As the settings and the account are now."""
        settings, account = self.connection.settings, self.connection.account
        self.webhook.value = self.connection.webhook
        hints = [WEBHOOK_HINT] if settings.public_url else [WEBHOOK_HINT, LOCAL_HINT]
        self.webhook_hint.value = "".join(map(hint_markup, hints))
        self.public.value = settings.public_url
        self._show_teams(account, settings.bot_teams)
        self._show_agents(account, settings.bot_agent)
        self.secret.show()
        self.look()

    def test(self) -> None:
        """Ask the webhook's URL whether it answers."""
        self.test_button.disabled = True
        url = self.connection.webhook
        self.background.run(lambda: reach(url), lambda text: self._reached(note(text, "ok")), self._unreached)

    def _unreached(self, error: Exception) -> None:
        self._reached(note(str(error), "bad"))

    def _reached(self, markup: str) -> None:
        self.test_button.disabled = False
        self.reached.value = markup

    def look(self) -> None:
        """What has arrived so far."""
        seen = self.connection.seen()
        rows = [
            (f"<code>{topic}</code>", pill("seen", "ok") if topic in seen.topics else pill("not yet"))
            for topic in TOPICS
        ]
        self.topics.value = table(("Topic", "Arrived"), rows, numbers=frozenset({1}))
        self.state.value = arrival(seen, self.live, self._now())

    def _show_teams(self, account: Account | None, chosen: tuple[str, ...]) -> None:
        known = account.teams if account else ()
        strangers = [Team(id, f"Team {id}") for id in chosen if id not in {team.id for team in known}]
        decided = "bot_teams" in self.connection.from_environment
        self._teams = {
            team.id: widgets.Checkbox(description=team.name, value=team.id in chosen, indent=False, disabled=decided)
            for team in (*known, *strangers)
        }
        for choice in self._teams.values():
            choice.observe(self._team_chosen, "value")
        empty = html(hint_markup("Test the connection in the first step to see the account's teams."))
        self.teams.children = tuple(self._teams.values()) or (empty,)
        self.more.disabled = decided

    def _show_agents(self, account: Account | None, chosen: str) -> None:
        seated = [(one.name, one.id) for one in (account.agents if account else ()) if one.has_inbox_seat]
        if chosen and chosen not in {id for _, id in seated}:
            seated.append((f"Teammate {chosen}", chosen))
        self._showing = True  # a new list of options chooses its first one, which is nobody's choice
        self.agent.options = [NOBODY, *seated]
        self.agent.value = chosen
        self._showing = False
        self.agent.disabled = "bot_agent" in self.connection.from_environment

    def _team_chosen(self, _: dict[str, Any]) -> None:
        self._keep(bot_teams=[id for id, choice in self._teams.items() if choice.value])

    def _team_typed(self, change: dict[str, Any]) -> None:
        text = change["new"].strip()
        if not text:
            return
        found = INBOX_URL.search(text)
        if not found:
            self.message.value = note("This is no team: paste the number, or the address of the team's inbox.", "bad")
            return
        self.more.value = ""
        self._keep(bot_teams=[*self.connection.settings.bot_teams, found[1] or found[2]])
        self._show_teams(self.connection.account, self.connection.settings.bot_teams)

    def _agent_chosen(self, change: dict[str, Any]) -> None:
        if not self._showing:
            self._keep(bot_agent=change["new"])

    def _public_typed(self, change: dict[str, Any]) -> None:
        address = change["new"].strip().rstrip("/")
        if address and not address.startswith(("https://", "http://")):
            self.message.value = note("A public address begins with https://", "bad")
            return
        self._keep(public_url=address)
        self.webhook.value = self.connection.webhook

    def _keep(self, **values: object) -> None:
        try:
            self.connection.keep(**values)
        except FlowdesignerError as error:
            self.message.value = note(str(error), "bad")
            return
        self.message.value = ""
        self._changed()


def arrival(seen: Sightings, live: Live, at: datetime) -> str:
    """Whether notifications arrive, in a sentence."""
    signed, bad = seen.last_signed, seen.last_bad_signature
    if bad and (signed is None or bad > signed):
        state = pill("Wrong signature", "bad", dot=True)
        text = (
            f"A notification came {ago(bad, at)}, but not signed with this client secret: the secret is another app's,"
            " or somebody else posts to your address."
        )
    elif signed:
        state = pill("Connected", "ok", dot=True)
        text = f"The last signed notification arrived {ago(signed, at)}."
    elif live.look.state in ("listening", "live"):
        state = pill("Waiting", "warn", dot=True)
        text = "Listening for the first notification. Write to your own Messenger, or save the webhook once more."
    else:
        state = pill(live.look.text, "bad" if live.look.state == "failed" else "", dot=True)
        text = live.look.trouble or "Nothing listens for notifications yet."
    return f'<div class="fd-line" role="status">{state}<span class="fd-grow">{escape(text)}</span></div>'
