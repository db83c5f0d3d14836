"""`ChannelList`: every channel with its workspace, how it is, which teams it answers; open, add and remove."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.account import Account
from flowdesigner.designer.channel_state import state_of
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.asked_button import AskedButton
from flowdesigner.designer.pages.controls import box, button, drop, heading, html, note, pill, row, styled

LEAD = "Workspaces of Intercom in which the bot answers, all by the same webhook URL."
QUESTION = "Remove “{}”? The bot will answer nobody there any more; the channel's settings and secrets are forgotten."
TOLD = "The environment gives this channel: take its variables away to remove it."


class ChannelList(widgets.VBox):  # type: ignore[misc]
    """`opened` is called with the channel to open, `removed` with the one that is to be forgotten, `added` for one
    more."""

    def __init__(
        self,
        connections: Connections,
        live: Live,
        *,
        opened: Callable[[Connection], None],
        added: Callable[[], None],
        removed: Callable[[Connection], None],
        now: Callable[[], datetime],
    ) -> None:
        self.connections = connections
        self.live = live
        self._opened = opened
        self._removed = removed
        self._now = now
        self.add = button("Add channel", added, look="primary")
        self.said = html(classes="fd-trouble")
        self.trouble = html(classes="fd-trouble")
        self.rows = box(classes="")
        self.entries: list[Entry] = []
        top = row(html(heading("Channels", LEAD), "fd-grow"), self.add, classes="fd-line fd-between fd-top")
        super().__init__([top, self.trouble, self.said, self.rows])

    def show(self, said: str = "") -> None:
        """All channels as they are now, and what has just become of one."""
        self.said.value = said
        for entry in self.entries:
            drop(entry)
        self.entries = [self._entry(one) for one in self.connections]
        self.rows.children = tuple(self.entries)
        self.look()

    def look(self) -> None:
        """What has arrived, and how the runner is."""
        look, at = self.live.look, self._now()
        self.trouble.value = note(look.trouble, "bad") if look.trouble else ""
        for entry in self.entries:
            entry.text.value = described(entry.connection, pill_and_text(entry.connection, self.live, at))

    def _entry(self, connection: Connection) -> Entry:
        is_told = self.connections.is_told(connection)
        return Entry(connection, self._opened, None if is_told else self._removed)


class Entry(widgets.HBox):  # type: ignore[misc]
    """One channel; without `removed` it says why it cannot be removed."""

    def __init__(
        self,
        connection: Connection,
        opened: Callable[[Connection], None],
        removed: Callable[[Connection], None] | None,
    ) -> None:
        self.connection = connection
        self.text = html(classes="fd-grow")
        self.way = button("Open", lambda: opened(connection), hint=f"Open {name_of(connection)}")
        self.way.add_class("fd-turn")
        if removed is None:
            super().__init__([self.text, self.way, html(note(TOLD), "fd-asks")])
        else:
            self.remove = AskedButton(
                "Remove", QUESTION.format(name_of(connection)), "Remove it", lambda: removed(connection)
            )
            super().__init__([self.text, row(self.way, self.remove.ask), self.remove.question])
        styled(self, "fd-box fd-slim fd-line fd-channel")


def name_of(connection: Connection) -> str:
    """What people call the channel."""
    return connection.settings.workspace or "Intercom"


def pill_and_text(connection: Connection, live: Live, at: datetime) -> str:
    """How the channel is, as markup."""
    state = state_of(connection, live.look, at)
    text = f'<span class="fd-grow">{escape(state.text)}</span>'
    return f'<div class="fd-line" role="status">{pill(state.word, state.tone, dot=True)}{text}</div>'


def described(connection: Connection, state: str) -> str:
    """The channel's workspace, region and teams, and how it is."""
    settings = connection.settings
    account = connection.last_account
    facts = [settings.region, teams_in_words(settings.bot_teams, account)]
    line = " · ".join(escape(fact) for fact in facts if fact)
    return f"<h2>{escape(name_of(connection))}</h2><p>{line}</p>{state}"


def teams_in_words(teams: tuple[str, ...], account: Account | None) -> str:
    """Names of the bot teams."""
    names = account.team_names if account else {}
    told = ", ".join(names.get(id, f"Team {id}") for id in teams)
    return f"Answers {told}" if told else ""
