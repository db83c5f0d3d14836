"""`TeamsForm`: the bot teams, chosen from the account's, or pasted as an id or an inbox URL."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.account import Team
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.pages.controls import box, field, hint_markup, html, note

INBOX_URL = re.compile(r"/inbox/team/(\d+)|^\s*(\d+)\s*$")
WORKSPACE_OF_URL = re.compile(r"/a/(?:inbox|apps)/([A-Za-z0-9]+)/")
HINT = "The bot answers conversations assigned to these teams."
NOT_READ = "Test the connection in the first step to see the account's teams."
NO_TEAM = "This is no team: paste the number, or the address of the team's inbox."
OTHER_WORKSPACE = "This inbox is of another workspace ({}): paste the address of one of this workspace's teams."
GONE = "A team that is not in the workspace any more brings the bot no conversation. Take it off the list."


class TeamsForm(widgets.VBox):  # type: ignore[misc]
    """`keep` keeps settings, and `say` says what is wrong with what was pasted."""

    def __init__(self, connection: Connection, keep: Callable[..., None], say: Callable[[str], None]) -> None:
        self.connection = connection
        self._keep = keep
        self._say = say
        self._boxes: dict[str, widgets.Checkbox] = {}
        self.list = box(classes="fd-choices")
        self.gone = html()
        self.more = widgets.Text(
            description="Add a team", continuous_update=False, placeholder="Paste its id or its inbox URL"
        )
        super().__init__(
            [html('<div class="fd-legend">Bot teams</div>'), self.list, self.gone, html(hint_markup(HINT)),
             field(self.more)]
        )  # fmt: skip
        self.add_class("fd-entry")
        self.more.observe(self._typed, "value")

    def show(self) -> None:
        """As the settings and the account are now."""
        account, chosen = self.connection.account, self.connection.settings.bot_teams
        known = account.teams if account else ()
        gone = [id for id in chosen if id not in {team.id for team in known}]
        is_known = account is not None and account.knows_teams
        strangers = [Team(id, f"Team {id} (not in the workspace)" if is_known else f"Team {id}") for id in gone]
        decided = "bot_teams" in self.connection.from_environment
        self._boxes = {
            team.id: widgets.Checkbox(description=team.name, value=team.id in chosen, indent=False, disabled=decided)
            for team in (*known, *strangers)
        }
        for one in self._boxes.values():
            one.observe(self._chosen, "value")
        self.list.children = tuple(self._boxes.values()) or (html(hint_markup(NOT_READ)),)
        self.gone.value = note(GONE, "bad") if gone and is_known else ""
        self.more.disabled = decided

    def _chosen(self, _: dict[str, Any]) -> None:
        self._keep(bot_teams=[id for id, one in self._boxes.items() if one.value])

    def _typed(self, change: dict[str, Any]) -> None:
        text = change["new"].strip()
        if not text:
            return
        found, own = INBOX_URL.search(text), self.connection.settings.app_id
        if not found:
            self._say(NO_TEAM)
            return
        workspace = WORKSPACE_OF_URL.search(text)
        if own and workspace and workspace[1] != own:
            self._say(OTHER_WORKSPACE.format(workspace[1]))
            return
        self.more.value = ""
        self._keep(bot_teams=[*self.connection.settings.bot_teams, found[1] or found[2]])
        self.show()
