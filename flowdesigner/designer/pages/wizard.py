"""`Wizard`: connects one channel to Intercom, or to the sandbox, in three plain steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.account import Account
from flowdesigner.designer.background import Background
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.account_step import AccountStep
from flowdesigner.designer.pages.behaviour_step import BehaviourStep
from flowdesigner.designer.pages.controls import button, drop, heading, html, note, row, styled
from flowdesigner.designer.pages.sandbox_card import SandboxCard
from flowdesigner.designer.pages.subscription_step import SubscriptionStep
from flowdesigner.designer.sandbox_process import SandboxProcess
from flowdesigner.settings import SANDBOX_BOT_AGENT, SANDBOX_BOT_TEAM

STEPS = ("Account", "Subscription", "Behaviour")
LEAD = "Your bot answers in Intercom as one of your teammates. You can change all of this later."


class Wizard(widgets.VBox):  # type: ignore[misc]
    """Three steps, one on the screen. `changed` is called when settings or the account change, `left` when the author
    goes to the list of channels."""

    def __init__(
        self,
        connection: Connection,
        live: Live,
        sandbox: SandboxProcess,
        background: Background,
        *,
        changed: Callable[[], None],
        left: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self.connection = connection
        self.live = live
        self._changed = changed
        self.card = SandboxCard(connection, sandbox, background, self.filled)
        self.account = AccountStep(connection, background, self.card, self.met, self.settings_changed)
        self.subscription = SubscriptionStep(connection, live, background, self.settings_changed, now)
        self.behaviour = BehaviourStep(connection, live, self.settings_changed)
        self.all = button("All channels", left, look="ghost")
        self.title = html()
        self.trouble = html(classes="fd-trouble")
        self.marks = [
            styled(button(name, lambda place=place: self.show(place)), f"fd-turn fd-step fd-step-{place + 1}")  # type: ignore[misc]
            for place, name in enumerate(STEPS)
        ]
        self.steps = (self.account, self.subscription, self.behaviour)
        self.place = 0
        self._is_filling = False
        self.body = widgets.VBox([self.account])
        self.back = button("Back", lambda: self.show(self.place - 1), look="ghost")
        self.next = button("", lambda: self.show(self.place + 1), look="primary")
        self.done = button("Done", left, look="primary")
        for way in (self.all, self.back, self.next, self.done):
            way.add_class("fd-turn")
        marks = styled(widgets.HBox(self._with_lines()), "fd-steps")
        top = row(styled(self.title, "fd-grow"), self.all, classes="fd-line fd-between fd-top")
        ways = row(self.back, self.next, self.done, classes="fd-line fd-between")
        super().__init__([top, marks, self.trouble, self.body, ways])
        self.show(0)

    def begin(self) -> None:
        """The wizard comes to the screen: read the account, if there is one."""
        if self.connection.is_connected:
            self.account.test()
        self.show(self.place)

    def forget(self) -> None:
        """Nothing typed and not kept stays behind."""
        self.account.token.forget()
        self.account.authorize.secret.forget()
        self.subscription.secret.forget()

    def drop(self) -> None:
        """The channel has gone."""
        for part in (*self.steps, self):
            drop(part)

    def look(self) -> None:
        """What has arrived, and how the runner is."""
        self.account.look()
        self.subscription.look()
        self.behaviour.look()
        self._show_trouble()

    def show(self, place: int) -> None:
        """Put a step on the screen."""
        self.place = min(max(place, 0), len(self.steps) - 1)
        settings = self.connection.settings
        self.title.value = heading(f"Intercom: {settings.workspace}" if settings.workspace else "Add Intercom", LEAD)
        self.body.children = (self.steps[self.place],)
        self.steps[self.place].show()
        self.back.layout.visibility = "visible" if self.place else "hidden"
        is_last = self.place == len(self.steps) - 1
        self.next.layout.display = "none" if is_last else None
        if not is_last:
            self.next.description = f"Next: {STEPS[self.place + 1].lower()}"
        self._show_marks()
        self._show_trouble()

    def met(self, account: Account) -> None:
        """The account was read; a sandbox just filled in has its team and teammate chosen too."""
        if self._is_filling:
            self._is_filling = False
            self.connection.keep(**what_it_is_made_for(account))
        self.subscription.show()
        self._show_marks()
        self.title.value = heading(f"Intercom: {account.workspace}", LEAD)
        self._changed()

    def filled(self) -> None:
        """The sandbox has filled in the account: read it."""
        self._is_filling = True
        self.account.show()
        self.account.test()

    def settings_changed(self) -> None:
        """A setting was kept."""
        self._show_marks()
        self.behaviour.look()
        self._changed()

    def _show_marks(self) -> None:
        done = self._done()
        for place, mark in enumerate(self.marks):
            (mark.add_class if place == self.place else mark.remove_class)("fd-now")
            (mark.add_class if done[place] and place != self.place else mark.remove_class)("fd-done")
        is_over = self.place == len(self.steps) - 1 and not self.connection.missing
        self.done.layout.display = None if is_over else "none"

    def _done(self) -> tuple[bool, bool, bool]:
        settings = self.connection.settings
        own = self.connection.has_secret("client_secret") or "client_secret" in self.connection.from_environment
        subscribed = own and bool(settings.bot_agent) and bool(settings.bot_teams or settings.takes_unassigned)
        return bool(settings.workspace), subscribed, self.live.look.state == "live"

    def _show_trouble(self) -> None:
        look = self.live.look
        self.trouble.value = note(look.trouble, "bad") if look.trouble else ""

    def _with_lines(self) -> list[widgets.Widget]:
        lined: list[widgets.Widget] = []
        for place, mark in enumerate(self.marks):
            lined += [mark] if place == 0 else [html("<hr>"), mark]
        return lined


def what_it_is_made_for(account: Account) -> dict[str, object]:
    """The team and the teammate that a sandbox has for the bot."""
    teams = [team.id for team in account.teams if team.id == SANDBOX_BOT_TEAM]
    agents = [agent.id for agent in account.agents if agent.id == SANDBOX_BOT_AGENT]
    return {"bot_teams": teams, "bot_agent": "".join(agents)}
