"""`Accounts`: what the pickers and the checks know of all workspaces together, and asking Intercom again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from flowdesigner.channel.offload import providers
from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.designer.account import Account, Team
from flowdesigner.designer.background import Background
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.connection import Connection
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.requests import ReadAccount
from flowdesigner.errors import ConfigurationError

INTERCOM = "intercom"
"""The offload provider that is the account itself."""
UP_TO_DATE = "Teams, teammates and tags are up to date."


class Place(NamedTuple):
    """A workspace: its account as it was read last, and the channel's settings."""

    account: Account | None
    settings: ChannelSettings

    @property
    def name(self) -> str:
        """What people call it."""
        return self.account.workspace if self.account else self.settings.workspace

    @property
    def teams(self) -> tuple[Team, ...]:
        """Its teams; before they were ever read, those that the settings name."""
        return self.account.teams if self.account else tuple(Team(id, f"Team {id}") for id in self.settings.bot_teams)


class Accounts:
    """All workspaces of one bot. `changed` is called whenever one of them was read."""

    def __init__(
        self, canvas: Canvas, connections: Connections, background: Background, *, changed: Callable[[], None]
    ) -> None:
        self.canvas = canvas
        self.connections = connections
        self.background = background
        self._changed = changed
        self._facts: dict[str, Any] | None = None
        canvas.on(ReadAccount, self.refresh)

    def read(self) -> None:
        """Ask Intercom for those workspaces that were read before; what keeps it from answering stands on Channels."""
        for connection in self.connections:
            if connection.settings.workspace:
                self._ask(connection, lambda error: None)

    def refresh(self, _: ReadAccount) -> None:
        """Ask Intercom for all again, and say what became of it."""
        asked = [one for one in self.connections if one.is_connected] or [self.connections.first]
        troubles: list[str] = []
        waiting = {one.name for one in asked}

        def done(connection: Connection, trouble: str) -> None:
            waiting.discard(connection.name)
            if trouble:
                place = connection.settings.workspace if len(asked) > 1 else ""
                troubles.append(f"{place}: {trouble}" if place else trouble)
            if not waiting and troubles:
                self.canvas.notice(" ".join(troubles))
            elif not waiting:
                self.canvas.notice(UP_TO_DATE, tone="ok")

        for connection in asked:
            self._ask(connection, partial(done, connection))

    def show(self) -> None:
        """Show them again in the pickers."""
        self.look()
        known = list(self.connections)
        connected = [one for one in known if one.settings.workspace] or known
        self.canvas.account = account_view(
            [Place(one.last_account, one.settings) for one in connected],
            reachable=all(one.is_reachable for one in connected),
        )

    def look(self) -> None:
        """Another page may have changed a channel: what the checks must know is read again for the next of them."""
        self._facts = None

    def facts(self) -> dict[str, Any]:
        """What the checks must know: all bot teams, and the names in the workspaces once all of them were read."""
        if self._facts is None:
            self._facts = self._read_facts()
        return self._facts

    def _read_facts(self) -> dict[str, Any]:
        known = list(self.connections)
        connected = [one for one in known if one.settings.workspace] or known[:1]
        accounts = [one.account for one in connected if one.account]
        has_all = len(accounts) == len(connected)
        has_people = has_all and all(one.knows_teams for one in accounts)
        return {
            "bot_teams": frozenset(team for one in known for team in one.settings.bot_teams),
            "teams": {id: name for one in accounts for id, name in one.team_names.items()} if has_people else None,
            "agent": next((one.settings.bot_agent for one in connected if is_agent_gone(one)), ""),
            "agents": {agent.id: agent.name for one in accounts for agent in one.agents} if has_people else None,
            "tags": frozenset(tag for one in accounts for tag in one.tags) if has_all else None,
        }

    def _ask(self, connection: Connection, done: Callable[[str], None]) -> None:
        def met(account: Account) -> None:
            try:
                connection.met(account)
            except ConfigurationError as error:
                missed(error)
                return
            self.look()
            self._changed()
            done("")

        def missed(error: Exception) -> None:
            connection.missed(error)
            self.look()
            self._changed()
            done(connection.trouble)

        self.background.run(connection.read_account, met, missed)


def is_agent_gone(connection: Connection) -> bool:
    """Whether the teammate as whom the bot speaks is not in the workspace any more."""
    account, agent = connection.account, connection.settings.bot_agent
    return bool(account and agent and account.knows_teams and agent not in {one.id for one in account.agents})


def account_view(places: Iterable[Place], *, reachable: bool) -> dict[str, Any]:
    """The workspaces as the page wants them: with the workspace's name behind each entry where there are several."""
    known = list(places)
    named = [(place.name if len(known) > 1 else "", place) for place in known]
    agents = [(name, one) for name, place in named if place.account for one in place.account.agents]
    bot_teams = {team for place in known for team in place.settings.bot_teams}
    team_names = together((name, team.id, team.name) for name, place in named for team in place.teams)
    agent_names = together((name, one.id, one.name) for name, one in agents)
    pictures = {one.id: one.avatar for _, one in agents}
    seated = {one.id for _, one in agents if one.has_inbox_seat}
    workspace = ", ".join(place.name for place in known if place.name)
    tags = words_of(named, lambda account: account.tags)
    attributes = words_of(named, lambda account: account.attributes)
    return {
        "workspace": workspace,
        "reachable": reachable,
        "teams": [{"id": id, "name": name, "is_bot_team": id in bot_teams} for id, name in team_names.items()],
        "agents": [
            {"id": id, "name": name, "avatar": pictures[id], "has_inbox_seat": id in seated}
            for id, name in agent_names.items()
        ],
        "tags": sorted(tags),
        "attributes": sorted(attributes),
        "places": {**attributes, **tags} if len(known) > 1 else {},
        "providers": [
            {"id": one.id, "label": f"{one.label} · {workspace}" if one.id == INTERCOM and workspace else one.label}
            for one in providers().values()
            if any(one.is_ready(place.settings) for place in known)
        ],
    }


def together(entries: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Names by id of (workspace, id, name); an id that two workspaces have bears both names."""
    found: dict[str, dict[str, list[str]]] = {}
    for workspace, id, name in entries:
        found.setdefault(id, {}).setdefault(name, []).append(workspace)
    return {
        id: " / ".join(
            " · ".join(filter(None, (name, ", ".join(filter(None, workspaces))))) for name, workspaces in names.items()
        )
        for id, names in found.items()
    }


def words_of(named: Iterable[tuple[str, Place]], words: Callable[[Account], Iterable[str]]) -> Mapping[str, str]:
    """Tags or attributes, each with the workspaces that have it."""
    found: dict[str, list[str]] = {}
    for name, place in named:
        for word in words(place.account) if place.account else ():
            found.setdefault(word, []).append(name)
    return {word: ", ".join(filter(None, names)) for word, names in found.items()}
