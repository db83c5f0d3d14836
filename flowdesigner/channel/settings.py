"""How a bot is connected to Intercom: what the page keeps, what the environment says, and what of both holds."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from flowdesigner import settings as environment
from flowdesigner.errors import ConfigurationError
from flowdesigner.flow.opening_times import WORKING_WEEK, OpeningTime, OpeningTimes, knows_country, time_zone

US = "https://api.intercom.io"
PREVIOUS = ".previous"
BOTH_SECRETS = timedelta(days=2)
"""So long the client secret before a new one is believed as well: Intercom changes it at a moment of its own."""
AfterClose = Literal["start_again", "go_on", "ignore"]
AnswersWhen = Literal["always", "inside", "outside"]
LONGEST_PAUSE = 10_000
"""Milliseconds between two messages; who waits longer thinks that there is nothing more."""
LONGEST_GATHERING = 30_000
"""Milliseconds; a customer who waits longer for an answer thinks that there is none."""


class SecretSource(Protocol):
    """Where secrets are read: the store's."""

    def get(self, name: str, /) -> str | None:
        """The secret with this name, or None."""

    def kept_at(self, name: str, /) -> datetime | None:
        """When it was kept (UTC)."""


class ChannelSettings(BaseModel):
    """A channel without its secrets; immutable. Ids are strings, as Intercom sends them now as text, now as numbers."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    name: str = "intercom"
    """The channel's name; its secrets are kept under `<name>.access_token` and `<name>.client_secret`."""
    api_url: str = Field(default=US, title="API")
    """The address of Intercom's API in your workspace's region, or of a sandbox."""
    client_id: str = Field(default="", title="Client ID")
    """The app's id at Intercom, for a workspace whose owner authorizes access."""
    app_id: str = ""
    """The workspace's id, learned from the account; notifications of others are not the bot's."""
    workspace: str = ""
    """The workspace's name, for people."""
    region: str = ""
    """The workspace's region, for people."""
    bot_teams: tuple[str, ...] = Field(default=(), title="Bot teams")
    """Teams in which the bot answers."""
    bot_agent: str = Field(default="", title="Bot agent")
    """The teammate as whom the bot speaks; a conversation assigned to them is the bot's."""
    has_buttons: bool = Field(default=True, title="Buttons in the Messenger")
    """Off where Intercom refuses quick replies: choices are a numbered list."""
    pause_ms: int = Field(default=0, ge=0, le=LONGEST_PAUSE, title="Pause between messages")
    """So many milliseconds between two messages of the bot, as if somebody typed; 0: none."""
    silent_in: tuple[str, ...] = Field(default=(), title="Leave to people")
    """Ways of writing, in Intercom's words (`email`, `sms`, `whatsapp`), in which the bot does not answer."""
    after_close: AfterClose = Field(default="start_again", title="When a customer writes after the end")
    """`start_again`: the bot begins anew; `go_on`: with all that it knows, where it was; `ignore`: not at all."""
    gather_ms: int = Field(default=0, ge=0, le=LONGEST_GATHERING, title="Gather several messages")
    """So many milliseconds without another message make several short ones one answer; 0: each counts."""
    answers_when: AnswersWhen = Field(default="always", title="When the bot answers")
    """`always`, or new conversations only `inside` or `outside` of the hours."""
    hours: tuple[OpeningTime, ...] = Field(default=WORKING_WEEK, title="Office hours")
    """When your people are there."""
    time_zone: str = Field(default="", title="Time zone")
    """Where the hours are meant: Europe/Brussels."""
    country: str = Field(default="", title="Public holidays of")
    """Its public holidays are closed; two letters, or empty."""
    takes_unassigned: bool = Field(default=False, title="Answer unassigned conversations")
    """Also answer new conversations that are assigned to nobody."""
    offload_url: str = Field(default="", title="Offload webhook")
    """The address of another system that takes conversations: an https address, told by a POST."""
    public_url: str = Field(default="", title="Public address")
    """Where Intercom reaches the listener: an https address that leads to its port."""

    @field_validator("bot_agent", "app_id", mode="before")
    @classmethod
    def _text(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @field_validator("bot_teams", mode="before")
    @classmethod
    def _texts(cls, value: object) -> object:
        if isinstance(value, (list, tuple, set, frozenset)):
            return tuple(dict.fromkeys(text for text in (str(item).strip() for item in value) if text))
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value and time_zone(value) is None:
            raise ValueError(f"there is no time zone “{value}”")
        return value

    @field_validator("country")
    @classmethod
    def _country(cls, value: str) -> str:
        value = value.strip().upper()
        if value and not knows_country(value):
            raise ValueError(f"no holidays are known for “{value}”")
        return value

    @field_validator("api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        value = value.strip().rstrip("/")
        if not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// or http://")
        return value

    @field_validator("offload_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        value = value.strip()
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https://")
        return value

    @classmethod
    def merged(
        cls,
        record: Mapping[str, Any] | None = None,
        secrets: SecretSource | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> Channel:
        """What holds: the kept settings, and over them what the environment says.

        ConfigurationError, in words, when a setting makes no sense.
        """
        told = {name: value for name, read in _FIELDS.items() if (value := read(environ)) is not None}
        settings = cls._checked({**(record or {}), **told})
        given = {
            kind: value
            for kind, variable in _SECRETS.items()
            if (value := environment.from_environment(variable, environ)) is not None
        }
        names = secret_names(settings.name)
        found = {kind: given.get(kind) or _kept(secrets, names[kind]) for kind in _SECRETS}
        before = "" if "client_secret" in given else previous_secret(secrets, names["client_secret"])
        return Channel(
            settings=settings,
            access_token=found["access_token"],
            client_secrets=tuple(filter(None, [*re.split(r"[\s,]+", found["client_secret"]), before])),
            from_environment=frozenset(told) | frozenset(given),
        )

    @classmethod
    def _checked(cls, values: dict[str, Any]) -> Self:
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ConfigurationError(f"The channel's setting “{where}” makes no sense: {first['msg']}.") from None

    def answers_at(self, moment: datetime) -> bool:
        """Whether the bot takes conversations that begin then."""
        if self.answers_when == "always":
            return True
        zone = time_zone(self.time_zone) or ZoneInfo("UTC")
        is_open = OpeningTimes(self.hours, zone, self.country, "", ()).is_open(moment)
        return is_open == (self.answers_when == "inside")

    @property
    def oauth_url(self) -> str:
        """Where Intercom sends the workspace's owner back to; "" while the public address is not known."""
        return self.public_url.rstrip("/") + environment.OAUTH_PATH if self.public_url else ""

    @property
    def webhook_url(self) -> str:
        """What to enter in Intercom's Developer Hub; "" while the public address is not known."""
        return self.public_url.rstrip("/") + environment.WEBHOOK_PATH if self.public_url else ""

    def of_workspace(self, *, app_id: str, workspace: str = "", region: str = "") -> Self:
        """The settings with what the account says about itself."""
        return self.model_copy(update={"app_id": app_id, "workspace": workspace, "region": region})


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel with its secrets. `from_environment` names the fields that the environment decides."""

    settings: ChannelSettings
    access_token: str = field(default="", repr=False)
    client_secrets: tuple[str, ...] = field(default=(), repr=False)
    from_environment: frozenset[str] = frozenset()

    def missing(self) -> tuple[str, ...]:
        """What is still needed before the bot can answer, a sentence each."""
        settings = self.settings
        wants = (
            (
                self.access_token,
                f"The access token is missing ({environment.ACCESS_TOKEN}): without it the bot cannot answer.",
            ),
            (
                self.client_secrets,
                f"The client secret is missing ({environment.CLIENT_SECRET}): no notification is believed.",
            ),
            (settings.bot_agent, NO_BOT_AGENT),
            (
                settings.bot_teams or settings.bot_agent or settings.takes_unassigned,
                f"No bot team is chosen ({environment.BOT_TEAMS}): the bot would answer nobody.",
            ),
        )
        return tuple(sentence for there, sentence in wants if not there)

    def demand_complete(self) -> None:
        """ConfigurationError that says all that is missing."""
        if missing := self.missing():
            raise ConfigurationError(" ".join(missing))


NO_BOT_AGENT = (
    "No bot agent is chosen: Intercom needs a teammate as whom the bot speaks."
    f" Choose one on the page Channels, or set {environment.BOT_AGENT}."
)


def is_told(environ: Mapping[str, str]) -> bool:
    """Whether the environment says anything of a channel."""
    names = (environment.API_URL, environment.BOT_TEAMS, environment.BOT_AGENT, *_SECRETS.values())
    return any(environment.from_environment(name, environ) is not None for name in names)


def agent_of(settings: ChannelSettings) -> str:
    """The bot agent's id; ConfigurationError when none is chosen."""
    if not settings.bot_agent:
        raise ConfigurationError(NO_BOT_AGENT)
    return settings.bot_agent


def secret_names(channel: str = "intercom") -> dict[str, str]:
    """Under which names the store keeps a channel's secrets, by field."""
    return {kind: f"{channel}.{kind}" for kind in _SECRETS}


def previous_secret(secrets: SecretSource | None, name: str) -> str:
    """The client secret before this one, for as long as Intercom may still sign with it; else ""."""
    kept_at = secrets.kept_at(name + PREVIOUS) if secrets is not None else None
    if kept_at is None or datetime.now(UTC) - kept_at > BOTH_SECRETS:
        return ""
    return _kept(secrets, name + PREVIOUS)


def _kept(secrets: SecretSource | None, name: str) -> str:
    return (secrets.get(name) or "") if secrets is not None else ""


def _teams(environ: Mapping[str, str]) -> list[str] | None:
    told = environment.from_environment(environment.BOT_TEAMS, environ)
    return None if told is None else told.split(",")


def _variable(name: str) -> Callable[[Mapping[str, str]], str | None]:
    return lambda environ: environment.from_environment(name, environ)


_FIELDS: dict[str, Callable[[Mapping[str, str]], str | list[str] | None]] = {
    "api_url": _variable(environment.API_URL),
    "bot_teams": _teams,
    "bot_agent": _variable(environment.BOT_AGENT),
}
_SECRETS = {"access_token": environment.ACCESS_TOKEN, "client_secret": environment.CLIENT_SECRET}
