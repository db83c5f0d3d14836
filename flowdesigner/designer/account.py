"""What the page knows of the Intercom account: its workspace, teams, teammates and tags."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from flowdesigner.channel.settings import Channel
from flowdesigner.errors import ConfigurationError, IntercomDownError, IntercomError

if TYPE_CHECKING:
    from flowdesigner.intercom.client import Intercom
READ_ADMINS = "Read admins"
"""The permission that teams and teammates are listed with."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team of the workspace."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Agent:
    """A teammate; one without an inbox seat cannot be assigned to."""

    id: str
    name: str
    avatar: str = ""
    has_inbox_seat: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """The account as it was read last."""

    app_id: str
    workspace: str
    region: str = ""
    teams: tuple[Team, ...] = ()
    agents: tuple[Agent, ...] = ()
    tags: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    """The workspace's own, of conversations and of contacts."""

    missing: tuple[str, ...] = ()
    """Permissions that the access token lacks, as Intercom names them."""

    @property
    def knows_teams(self) -> bool:
        """Whether its lists hold all teams and teammates: a token without the permission lists none."""
        return READ_ADMINS not in self.missing

    @property
    def team_names(self) -> dict[str, str]:
        """Names of the teams by id."""
        return {team.id: team.name for team in self.teams}

    def to_data(self) -> dict[str, Any]:
        """JSON data, to be remembered until Intercom can be reached again."""
        lists = {name: list(values) for name, values in asdict(self).items() if isinstance(values, tuple)}
        return {**asdict(self), **lists}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Account:
        """The account that `to_data` wrote."""
        lists = {
            "teams": tuple(Team(**team) for team in data["teams"]),
            "agents": tuple(Agent(**agent) for agent in data["agents"]),
            "tags": tuple(data["tags"]),
            "attributes": tuple(data.get("attributes", ())),
            "missing": tuple(data.get("missing", ())),
        }
        return cls(**{**data, **lists})


def read_account(channel: Channel) -> Account:
    """Ask Intercom; IntercomError says why it cannot be had. Blocks: call it in a thread."""
    if not channel.access_token:
        raise ConfigurationError("There is no access token yet. Paste it above, then test the connection.")
    return asyncio.run(_read(channel))


async def _read(channel: Channel) -> Account:
    from flowdesigner.intercom.client import Intercom  # the page must not wait for it when it opens
    from flowdesigner.intercom.permissions import if_allowed, missing

    async with Intercom(channel.access_token, api_url=channel.settings.api_url) as intercom:
        me = await intercom.me()
        if me.app is None:
            raise IntercomDownError("Intercom does not say which workspace the access token is of. Try again later.")
        lacks = await missing(intercom)
        teams, agents, tags, attributes = await asyncio.gather(
            if_allowed(intercom.teammates.teams()),
            if_allowed(intercom.teammates.list()),
            if_allowed(intercom.tags.list()),
            _attributes(intercom),
        )
    return Account(
        app_id=me.app.id_code,
        workspace=me.app.name or me.app.id_code,
        region=me.app.region or "",
        teams=tuple(Team(team.id, team.name) for team in teams),
        agents=tuple(
            Agent(one.id, one.name or one.email or one.id, one.avatar or "", one.has_inbox_seat) for one in agents
        ),
        tags=tuple(sorted(tag.name for tag in tags)),
        attributes=attributes,
        missing=lacks,
    )


async def _attributes(intercom: Intercom) -> tuple[str, ...]:
    """Names of the attributes that blocks may write; none where the access token may not read them."""
    try:
        of_contacts, of_conversations = await asyncio.gather(
            intercom.contacts.attributes(), intercom.conversations.attributes()
        )
    except IntercomError:
        return ()
    own = [one for one in of_contacts if one.get("custom")] + list(of_conversations)
    return tuple(sorted({str(one["name"]) for one in own if one.get("name") and not one.get("archived")}))
