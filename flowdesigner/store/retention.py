"""`Retention`: how long a bot's store keeps what is over. Settings of the bot; the environment has the last word."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from flowdesigner.errors import ConfigurationError
from flowdesigner.settings import KEEP_DAYS, from_environment
from flowdesigner.store.repository import Database
from flowdesigner.store.setting import Settings

NAME = "retention"
LONGEST = 3_650


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Days. What is under way is kept in any case."""

    transcripts: int = 30
    """The history: what was said, the ways taken, the times."""
    notifications: int = 30
    """Which notifications have been acted on; one that comes again after that acts again."""
    calls: int = 30
    """Which calls were made, and how they ended."""
    call_contents: int = 1
    """What was sent with calls that have ended, and what was answered."""
    dead_letters: int = 90
    """What was given up, with all that is needed to try it again."""
    conversations: int = 30
    """Conversations that have ended, with what the bot knows of the customer."""

    def __post_init__(self) -> None:
        for name, days in asdict(self).items():
            if type(days) is not int or not 1 <= days <= LONGEST:
                raise ConfigurationError(f"“{name}” is kept for 1 to {LONGEST} days, not for {days!r}.")

    def before(self, name: str, now: datetime) -> datetime:
        """What is older than this may go."""
        days: int = getattr(self, name)
        return now - timedelta(days=days)


NAMES = tuple(field.name for field in fields(Retention))


def retention_of(store: Database, environ: Mapping[str, str] = os.environ) -> Retention:
    """What the environment says, else what was kept for this bot, else the defaults; ConfigurationError for no days."""
    kept = Settings(store).get(NAME)
    days: dict[str, Any] = {name: kept[name] for name in NAMES if name in kept} if isinstance(kept, dict) else {}
    return Retention(**{**days, **_from_environment(environ)})


def fixed_by_environment(environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The names that the environment decides: what a form says of them has no effect."""
    return frozenset(_from_environment(environ))


def keep_retention(store: Database, retention: Retention) -> None:
    """Keep it for this bot; a runner follows it from its next round on."""
    Settings(store).set(NAME, {name: getattr(retention, name) for name in NAMES})


def _from_environment(environ: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for name in NAMES:
        variable = KEEP_DAYS.format(name.upper())
        if (text := from_environment(variable, environ)) is not None:
            if not text.isascii() or not text.isdigit():
                raise ConfigurationError(f"{variable} is “{text}”: write a number of days.")
            found[name] = int(text)
    return found
