"""Two bots in one team: each customer would be answered twice. A runner that is live looks for others that are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.runner.registry import Registration


def answers_in(channels: Iterable[ChannelSettings]) -> tuple[str, ...]:
    """The places in which a bot with these channels answers, each as a text that others can compare."""
    return tuple(sorted(place for settings in channels for place in _places(settings)))


def _places(settings: ChannelSettings) -> list[str]:
    workspace = settings.app_id or settings.api_url
    places = [f"{workspace} team {team}" for team in settings.bot_teams]
    places += [f"{workspace} teammate {settings.bot_agent}"] if settings.bot_agent else []
    places += [f"{workspace} nobody"] if settings.takes_unassigned else []
    return places


def warning(own: Iterable[str], folder: Path, running: Iterable[Registration], shares: str = "") -> str:
    """A sentence when another bot answers in one of these places; "" when none does.

    A runner that `shares` the database moves conversations of the same bot, each its own. Bots may speak as the same
    teammate; what they may not do is answer in the same team, or both the unassigned ones.
    """
    mine = {place for place in own if " teammate " not in place}
    for other in running:
        if shares and other.shares == shares:
            continue
        if other.live and other.bot_folder != str(folder) and mine & set(other.answers_in):
            return (
                f"The bot “{other.name}” ({other.bot_folder}) is live and answers the same conversations, so customers"
                " are answered twice. Give each bot teams of its own, or stop one."
            )
    return ""
