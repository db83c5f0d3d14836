"""Channels, first step: which Intercom account, by its access token or as a sandbox on this computer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.account import Account
from flowdesigner.designer.background import Background
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.pages.asked_button import AskedButton
from flowdesigner.designer.pages.authorize_form import AuthorizeForm
from flowdesigner.designer.pages.controls import bones, box, button, field, html, note, row
from flowdesigner.designer.pages.sandbox_card import SandboxCard
from flowdesigner.designer.pages.secret_field import SecretField
from flowdesigner.errors import FlowdesignerError

OTHER = "another"
TOKEN, OAUTH = "token", "oauth"
LACKS = "The access token has no permission for all that a bot does. Not ticked:"
TICK = "Tick them in Developer Hub, your app, Authentication, and copy the token again."
WAYS = (("Paste an access token", TOKEN), ("Authorize access", OAUTH))
HOW_HINT = "A token is for a private app of your own workspace. Authorize access for an app that others install too."
REGIONS = (
    ("United States", "https://api.intercom.io"),
    ("Europe", "https://api.eu.intercom.io"),
    ("Australia", "https://api.au.intercom.io"),
    ("Another address, for example a sandbox", OTHER),
)
KNOWN = {address for _, address in REGIONS}
NAMES = {address: name for name, address in REGIONS}
ADDRESSES = dict(zip(("US", "EU", "AU"), NAMES, strict=False))
LEAVING = "Disconnect? The bot will answer nobody in this workspace any more, and the access token is forgotten."
OTHER_REGION = "Your workspace is kept elsewhere: choose {} above."
WHERE_IT_IS = (
    "In Intercom: Settings, Integrations, Developer Hub, your app, Authentication. Kept, encrypted, as soon as you"
    " leave the field."
)


class AccountStep(widgets.VBox):  # type: ignore[misc]
    """Region, access, connection test. `met` is called with the account that was read, `gone` when it is left."""

    def __init__(
        self,
        connection: Connection,
        background: Background,
        sandbox: SandboxCard,
        met: Callable[[Account], None],
        gone: Callable[[], None],
    ) -> None:
        self.connection = connection
        self.background = background
        self.sandbox = sandbox
        self._met = met
        self._gone = gone
        self._asked = 0
        self.region = widgets.Dropdown(description="Where your workspace is kept", options=REGIONS)
        self.address = widgets.Text(
            description="API address", continuous_update=False, placeholder="http://127.0.0.1:4000"
        )
        self.token = SecretField(connection, "access_token", "Access token", WHERE_IT_IS, self.test)
        self.test_button = button("Test connection", self.test, look="primary")
        self.leave = AskedButton("Disconnect", LEAVING, "Disconnect it", self.disconnect)
        self.how = widgets.Dropdown(description="How to connect", options=WAYS)
        self.authorize = AuthorizeForm(connection, self.test)
        self.result = html()
        self._address = field(self.address, "Where Intercom's API answers.")
        self._account = box(
            html("<h2>Your Intercom account</h2>"),
            field(self.region, "Settings, then General, shows it in Intercom."),
            self._address,
            field(self.how, HOW_HINT),
            self.token,
            self.authorize,
            row(self.test_button, self.leave.ask),
            self.leave.question,
            self.result,
        )
        super().__init__([self._account, sandbox])
        self.add_class("fd-columns")
        self.show()
        self.region.observe(self._region_chosen, "value")
        self.how.observe(lambda _: self._show_how(), "value")
        self.address.observe(self._address_typed, "value")

    def show(self) -> None:
        """As the settings are now."""
        address = self.connection.settings.api_url
        with self.hold_trait_notifications():
            self.region.value = address if address in KNOWN else OTHER
            self.address.value = "" if address in KNOWN else address
        decided = "api_url" in self.connection.from_environment
        self.region.disabled = self.address.disabled = decided
        if self.connection.settings.client_id:
            self.how.value = OAUTH
        self._show_address()
        self._show_how()
        self.token.show()
        self.authorize.show()

    def test(self) -> None:
        """Ask Intercom who this is; the answer, or the reason why there is none, stands beside the button."""
        self.test_button.disabled = True
        self.result.value = bones(1)
        self._asked += 1
        number = self._asked
        self.background.run(
            self.connection.read_account,
            lambda account: self.passed(account) if number == self._asked else None,
            lambda error: self.failed(error) if number == self._asked else None,
        )

    def _forget_asking(self) -> None:
        """An answer that is still on its way is about what was chosen before."""
        self._asked += 1
        self.test_button.disabled = False

    def look(self) -> None:
        """Whether the workspace's owner has authorized access meanwhile."""
        self.authorize.look()
        self.leave.show(is_offered=self.connection.has_secret("access_token"))

    def disconnect(self) -> None:
        """End the access at Intercom, then forget the token; it is forgotten whatever Intercom says."""
        self._forget_asking()
        self.result.value = bones(1)
        self.background.run(self.connection.uninstall, lambda _: self._left(""), lambda error: self._left(str(error)))

    def _left(self, trouble: str) -> None:
        self.connection.disconnect()
        self.show()
        said = "Disconnected. The bot answers nobody in this workspace any more."
        self.result.value = note(f"{said} Intercom was not told: {trouble}", "warn") if trouble else note(said)
        self._gone()

    def passed(self, account: Account) -> None:
        """The account answered."""
        self.test_button.disabled = False
        try:
            self.connection.met(account)
        except FlowdesignerError as error:
            self.show()
            self.failed(error)
            self._gone()
            return
        place = f" ({account.region})" if account.region else ""
        said = note(f"Connected to the workspace “{account.workspace}”{place}.", "ok")
        if account.missing:
            said += note(f"{LACKS} {', '.join(account.missing)}. {TICK}", "warn")
        if region := self._other_region(account):
            said += note(OTHER_REGION.format(region), "warn")
        self.result.value = said
        self._met(account)

    def failed(self, error: Exception) -> None:
        """It did not."""
        self.test_button.disabled = False
        self.connection.missed(error)
        words = str(error) if isinstance(error, FlowdesignerError) else f"It could not be asked: {error}"
        self.result.value = note(words, "bad")

    def _other_region(self, account: Account) -> str:
        """The name of the region that the account is kept in, when another one of Intercom's was asked."""
        kept = ADDRESSES.get(account.region, "")
        asked = self.connection.settings.api_url
        return NAMES[kept] if kept and asked in KNOWN and asked != kept else ""

    def _region_chosen(self, change: dict[str, Any]) -> None:
        self._show_address()
        if change["new"] != OTHER:
            self._keep(change["new"])

    def _address_typed(self, change: dict[str, Any]) -> None:
        if self.region.value == OTHER and change["new"].strip():
            self._keep(change["new"].strip())

    def _keep(self, address: str) -> None:
        if address == self.connection.settings.api_url:
            return
        try:
            self.connection.keep(api_url=address, app_id="", workspace="", region="")
            self._forget_asking()
            self.result.value = ""
        except FlowdesignerError as error:
            self.result.value = note(str(error), "bad")

    def _show_how(self) -> None:
        is_token = self.how.value == TOKEN
        self.token.layout.display = None if is_token else "none"
        self.authorize.layout.display = "none" if is_token else None

    def _show_address(self) -> None:
        self._address.layout.display = None if self.region.value == OTHER else "none"
