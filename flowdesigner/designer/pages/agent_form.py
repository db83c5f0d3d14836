"""`AgentForm`: as whom the bot speaks; one without an inbox seat is marked and not taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.account import Agent
from flowdesigner.designer.channel_state import AGENT_GONE, NO_SEAT
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.pages.agent_picker import AgentPicker, choice
from flowdesigner.designer.pages.controls import hint_markup, html, note

HINT = "Customers see the bot's messages as sent by this teammate."
NOT_READ = "Test the connection in the first step to see the account's teammates."
NOBODY = "Choose a teammate"


class AgentForm(widgets.VBox):  # type: ignore[misc]
    """`keep` keeps the choice."""

    def __init__(self, connection: Connection, keep: Callable[..., None]) -> None:
        self.connection = connection
        self._keep = keep
        self._showing = False
        self.picker = AgentPicker(label="Bot agent", empty=NOBODY)
        self.wrong = html()
        self.hint = html()
        super().__init__([self.picker, self.wrong, self.hint])
        self.add_class("fd-entry")
        self.picker.observe(self._chosen, "value")

    def show(self) -> None:
        """As the settings and the account are now."""
        account, chosen = self.connection.account, self.connection.settings.bot_agent
        known = list(account.agents) if account else []
        if chosen and chosen not in {one.id for one in known}:
            known.append(Agent(chosen, f"Teammate {chosen}"))
        self._showing = True
        self.picker.people = [choice(one) for one in known]
        self.picker.value = chosen
        self._showing = False
        self.picker.disabled = "bot_agent" in self.connection.from_environment
        self.hint.value = hint_markup(HINT if known else NOT_READ)
        self.wrong.value = note(wrong, "bad") if (wrong := self._wrong(chosen)) else ""

    def _wrong(self, id: str) -> str:
        """Why this teammate cannot speak for the bot; "" when they can, or nobody knows."""
        account = self.connection.account
        if not id or account is None or not account.knows_teams:
            return ""
        one = next((one for one in account.agents if one.id == id), None)
        if one is None:
            return AGENT_GONE
        return "" if one.has_inbox_seat else NO_SEAT.format(one.name)

    def _chosen(self, change: dict[str, Any]) -> None:
        if self._showing:
            return
        if wrong := self._wrong(change["new"]):
            self.show()
            self.wrong.value = note(wrong, "bad")
            return
        self._keep(bot_agent=change["new"])
        self.show()
