"""`AuthorizeForm`: access that the workspace's owner allows on Intercom's own page, instead of a pasted token."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.connection import Connection
from flowdesigner.designer.pages.controls import box, button, field, hint_markup, html, note, row
from flowdesigner.designer.pages.copy_field import CopyField
from flowdesigner.designer.pages.secret_field import SecretField
from flowdesigner.designer.pages.settings_form import SettingsForm
from flowdesigner.errors import FlowdesignerError

CLIENT_ID_HINT = "Developer Hub, your app, Basic information."
REDIRECT_HINT = (
    "Add it to your app as a redirect URL: Developer Hub, your app, Authentication. Intercom takes https addresses; the"
    " public address is asked for in the second step."
)


class AuthorizeForm(widgets.VBox):  # type: ignore[misc]
    """Client id, client secret, redirect address, the way to Intercom. `came` is called when the owner was there."""

    def __init__(self, connection: Connection, came: Callable[[], None]) -> None:
        self.connection = connection
        self._came = came
        self._since = connection.token_kept_at()
        self.form = SettingsForm(connection, lambda: None)
        self.client_id = self.form.tie(
            widgets.Text(description="Client ID", continuous_update=False, placeholder="Paste it here"), "client_id"
        )
        self.secret = SecretField(connection, "client_secret", "Client secret", CLIENT_ID_HINT, lambda: None)
        self.redirect = CopyField(label="Redirect URL")
        self.authorize = button("Authorize access", self.begin, look="primary")
        self.way = html()
        super().__init__(
            [
                field(self.client_id, CLIENT_ID_HINT),
                self.secret,
                box(
                    html('<div class="fd-legend">Redirect URL</div>'),
                    self.redirect,
                    html(hint_markup(REDIRECT_HINT)),
                    classes="fd-entry",
                ),
                self.form.message,
                row(self.authorize, self.way),
            ]
        )
        self.add_class("fd-stack")

    def show(self) -> None:
        """As the settings are now."""
        self.form.show()
        self.secret.show()
        self.redirect.value = self.connection.redirect

    def begin(self) -> None:
        """Make a link to Intercom, which is good for an hour and once."""
        try:
            if not self.connection.has_secret("client_secret"):
                self.way.value = note("Enter the client secret first.", "bad")
                return
            url = self.connection.authorize_url()
        except FlowdesignerError as error:
            self.way.value = note(str(error), "bad")
            return
        self._since = self.connection.token_kept_at()
        link = f'<a href="{escape(url)}" target="_blank" rel="noopener">Open Intercom to allow access</a>'
        self.way.value = f'<div class="fd-say" role="status">{link}. This page goes on when you come back.</div>'

    def look(self) -> None:
        """Whether the owner has been there."""
        kept_at = self.connection.token_kept_at()
        if self.way.value and kept_at is not None and kept_at != self._since:
            self._since = kept_at
            self.way.value = note("Access is authorized.", "ok")
            self._came()
