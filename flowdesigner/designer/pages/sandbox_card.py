"""The card that offers the built-in sandbox: an Intercom of one's own, with a messenger and an inbox."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.background import Background
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.pages.controls import bones, button, html, note
from flowdesigner.designer.sandbox_process import Sandbox, SandboxProcess
from flowdesigner.errors import FlowdesignerError

OFFER = (
    "<h2>Just trying?</h2><p>The built-in sandbox is an Intercom of your own on this computer: a page where you are the"
    " customer, and an inbox where you are the team. Nothing leaves this computer.</p>"
)


class SandboxCard(widgets.VBox):  # type: ignore[misc]
    """Starts the sandbox and fills in everything; `filled` is called when that is done."""

    def __init__(
        self, connection: Connection, process: SandboxProcess, background: Background, filled: Callable[[], None]
    ) -> None:
        self.connection = connection
        self.process = process
        self.background = background
        self._filled = filled
        self.button = button("Use the built-in sandbox", self.start)
        self.links = html()
        self.result = html()
        super().__init__([html(OFFER), self.button, self.result, self.links])
        self.add_class("fd-box")
        self.show()

    def start(self) -> None:
        """Start it, or take the one that runs already."""
        self.button.disabled = True
        self.result.value = bones(1)
        webhook = self.connection.webhook
        self.background.run(lambda: self.process.start(webhook), self.started, self.failed)

    def started(self, sandbox: Sandbox) -> None:
        """Fill in what a person would otherwise copy."""
        self.button.disabled = False
        self.result.value = ""
        try:
            self.connection.keep_secret("access_token", sandbox.token)
            self.connection.keep_secret("client_secret", sandbox.client_secret)
            self.connection.keep(api_url=sandbox.url, public_url="", app_id="", workspace="", region="")
        except FlowdesignerError as error:
            self.failed(error)
            return
        self.show()
        self._filled()

    def failed(self, error: Exception) -> None:
        """Say why it did not start."""
        self.button.disabled = False
        self.result.value = note(str(error), "bad")

    def show(self) -> None:
        """Links to its pages while it is the account that the bot is connected to."""
        running = self.process.running()
        uses_it = running is not None and self.connection.settings.api_url == running.url
        self.button.description = "Fill in the sandbox again" if uses_it else "Use the built-in sandbox"
        self.links.value = links(running) if running and uses_it else ""


def links(sandbox: Sandbox) -> str:
    """Ways to the sandbox's own pages."""
    pages = (
        ("Messenger, where you are the customer", sandbox.messenger),
        ("Inbox, where you are the team", sandbox.inbox),
    )
    items = "".join(
        f'<li><a href="{escape(address)}" target="_blank" rel="noopener">{name}</a></li>' for name, address in pages
    )
    return f"{note('The sandbox runs. Its pages open in tabs of their own:', 'ok')}<ul>{items}</ul>"
