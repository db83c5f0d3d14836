"""How a channel is, in a word and a sentence: what is missing or wrong, or whether notifications arrive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from flowdesigner.designer.connection import Connection
from flowdesigner.designer.conversations import Tone
from flowdesigner.designer.live import Look
from flowdesigner.designer.times import ago
from flowdesigner.store.channels import Sightings

WRONG_SIGNATURE = (
    "A notification came {}, but not signed with this client secret: the secret is another app's, or somebody else"
    " posts to your address."
)
NO_SEAT = "The bot agent {} has no inbox seat, so Intercom refuses what the bot does. Choose another teammate."
AGENT_GONE = "The bot agent is not in the workspace any more, so customers get no answer. Choose another teammate."


class State(NamedTuple):
    """A word, its tone and a sentence."""

    word: str
    tone: Tone
    text: str


def state_of(connection: Connection, look: Look, at: datetime) -> State:
    """What matters most of how the channel is."""
    if missing := connection.missing:
        return State("Not finished", "warn", missing[0])
    if connection.trouble:
        return State("No connection", "bad", connection.trouble)
    if wrong := next(faults(connection), ""):
        return State("Something is wrong", "bad", wrong)
    return arrival(connection.seen(), look, at)


def faults(connection: Connection) -> Iterator[str]:
    """What was right when it was chosen, and is not any more; a sentence each. Says nothing of what is not known."""
    account, settings = connection.account, connection.settings
    if account is None or not account.knows_teams:
        return
    gone = [team for team in settings.bot_teams if team not in account.team_names]
    if gone:
        yield f"The workspace has no team {' and no team '.join(gone)} any more, so no conversation comes from there."
    agent = next((one for one in account.agents if one.id == settings.bot_agent), None)
    if settings.bot_agent and agent is None:
        yield AGENT_GONE
    if agent and not agent.has_inbox_seat:
        yield NO_SEAT.format(agent.name)
    if account.missing:
        yield f"The access token lacks permissions: {', '.join(account.missing)}."


def arrival(seen: Sightings, look: Look, at: datetime) -> State:
    """Whether notifications arrive."""
    signed, bad = seen.last_signed, seen.last_bad_signature
    if bad and (signed is None or bad > signed):
        return State("Wrong signature", "bad", WRONG_SIGNATURE.format(ago(bad, at)))
    if signed:
        return State("Connected", "ok", f"The last signed notification arrived {ago(signed, at)}.")
    if look.state in ("listening", "live"):
        text = "Listening for the first notification. Write to your own Messenger, or save the webhook once more."
        return State("Waiting", "warn", text)
    word = look.text
    return State(
        word, "bad" if look.state == "failed" else "", look.trouble or "Nothing listens for notifications yet."
    )
