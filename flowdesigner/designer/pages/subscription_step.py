"""Channels, second step: the subscription webhook, bot teams and bot agent, client secret, and what has arrived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.background import Background
from flowdesigner.designer.channel_state import arrival
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.agent_form import AgentForm
from flowdesigner.designer.pages.controls import box, button, field, hint_markup, html, note, pill, row, table
from flowdesigner.designer.pages.copy_field import CopyField
from flowdesigner.designer.pages.secret_field import SecretField
from flowdesigner.designer.pages.teams_form import TeamsForm
from flowdesigner.designer.reach import reach
from flowdesigner.errors import FlowdesignerError
from flowdesigner.intercom.notification import TOPICS

WEBHOOK_HINT = (
    f"Paste it in Intercom: Developer Hub, your app, Configure, Webhooks, and tick the {len(TOPICS)} topics in the"
    " list here."
)
LOCAL_HINT = (
    "Intercom reaches only public HTTPS addresses: put a reverse proxy or a tunnel in front of this one and write its"
    " address below. A sandbox on this computer needs none."
)
HOW_TO_BE_PUBLIC = """<details class="fd-how"><summary>How to get a public address</summary><ul>
<li><b>A reverse proxy</b> on a server with a name of its own, for example Caddy:
<code>caddy reverse-proxy --from bots.example.com --to 127.0.0.1:{port}</code>. A path before it is honoured:
https://example.com/orders.</li>
<li><b>A tunnel</b> from this computer, for trying: <code>cloudflared tunnel --url http://127.0.0.1:{port}</code> or
<code>ngrok http {port}</code>. Write the https address that it prints.</li>
<li><b>On a JupyterHub</b> its administrator leads an address of its own to this port. Addresses below /user/ ask for a
login, which Intercom has not.</li></ul></details>"""
WHERE_IT_IS = (
    "Developer Hub, your app, Basic information. Proves that notifications come from Intercom. Kept encrypted."
)


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
        self.webhook = CopyField(label="Subscription webhook URL")
        self.webhook_hint = html()
        self.public = widgets.Text(
            description="Public address", continuous_update=False, placeholder="https://bots.example.com"
        )
        self.how = html()
        self.teams = TeamsForm(connection, self._keep, self._say)
        self.agent = AgentForm(connection, self._keep)
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

    def _form(self) -> widgets.Widget:
        webhook = box(
            html('<div class="fd-legend">Subscription webhook URL</div>'),
            self.webhook,
            self.webhook_hint,
            classes="fd-entry",
        )
        form = box(
            webhook,
            box(field(self.public), self.how, classes="fd-entry"),
            row(self.teams, self.agent, classes="fd-pair"),
            self.secret,
            self.message,
        )
        arrived = box(row(self.state, self.test_button), self.reached, classes="fd-box fd-slim")
        return box(form, arrived, classes="")

    def _list(self) -> widgets.Widget:
        return box(html("<h2>Topics to tick</h2>"), self.topics)

    def show(self) -> None:
        """As the settings and the account are now."""
        settings = self.connection.settings
        self.webhook.value = self.connection.webhook
        hints = [WEBHOOK_HINT] if settings.public_url else [WEBHOOK_HINT, LOCAL_HINT]
        self.webhook_hint.value = "".join(map(hint_markup, hints))
        self.public.value = settings.public_url
        self.how.value = HOW_TO_BE_PUBLIC.format(port=self.connection.port)
        self.teams.show()
        self.agent.show()
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
        state = arrival(seen, self.live.look, self._now())
        light = pill(state.word, state.tone, dot=True)
        text = f'<span class="fd-grow">{escape(state.text)}</span>'
        self.state.value = f'<div class="fd-line" role="status">{light}{text}</div>'

    def _public_typed(self, change: dict[str, Any]) -> None:
        address = change["new"].strip().rstrip("/")
        if address and not address.startswith(("https://", "http://")):
            self._say("A public address begins with https://")
            return
        self._keep(public_url=address)
        self.webhook.value = self.connection.webhook

    def _keep(self, **values: object) -> None:
        try:
            self.connection.keep(**values)
        except FlowdesignerError as error:
            self._say(str(error))
            return
        self.message.value = ""
        self._changed()

    def _say(self, text: str) -> None:
        self.message.value = note(text, "bad")
