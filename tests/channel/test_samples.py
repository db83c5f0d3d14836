"""The shapes that were seen on the wire, heard by a bot whose agent is the samples' bot agent."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdesigner.channel.ownership import hear
from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.flow.event import CustomerMessage
from flowdesigner.intercom.notification import parse

SAMPLES = Path(__file__).parents[1] / "samples" / "notifications"
SETTINGS = ChannelSettings(app_id="fd01demo", bot_teams=("6100004",), bot_agent="7400001")
ASKED = "It is order #A-17.\nSee the receipt & photo."


@pytest.mark.parametrize(
    ("sample", "status", "expected"),
    [
        ("conversation.user.replied.html_attachment", "waiting", ASKED),
        ("conversation.user.replied.quick_reply", "waiting", "Track my order"),
        ("conversation.admin.replied.human_takeover", "waiting", "TakenOver"),
        ("conversation.admin.replied.own_echo", "waiting", None),
        ("conversation.admin.replied.workflow_bot_duplicate", "waiting", None),
        ("conversation.operator.replied", "waiting", None),
        ("conversation.admin.assigned.to_team", "waiting", None),
        ("conversation.admin.assigned.to_bot_admin_with_body", "new", None),
        ("conversation.admin.closed", "waiting", None),
        ("conversation.user.created", "new", None),
        ("conversation.user.replied.reopens_closed", "ended", None),
        ("ping", "new", None),
    ],
)
def test_a_bot_that_takes_what_is_assigned_to_it(sample: str, status: str, expected: str | None) -> None:
    assert said(sample, status, SETTINGS) == expected


@pytest.mark.parametrize(
    ("sample", "status", "expected"),
    [
        ("conversation.user.created", "new", "Hi, where is my order?"),
        ("conversation.user.created.lead", "new", "hello"),
        ("conversation.user.replied.reopens_closed", "ended", "Sorry, one more thing"),
        ("conversation.user.replied.v2_16_plaintext", "waiting", ASKED),
    ],
)
def test_a_bot_that_takes_unassigned_ones_too(sample: str, status: str, expected: str) -> None:
    assert said(sample, status, SETTINGS.model_copy(update={"takes_unassigned": True})) == expected


def said(sample: str, status: str, settings: ChannelSettings) -> str | None:
    """The customer's text, the event's name, or None."""
    notification = parse((SAMPLES / f"{sample}.json").read_bytes())
    event = hear(notification, Channel(settings=settings), status, False)
    if isinstance(event, CustomerMessage):
        return event.text
    return None if event is None else type(event).__name__
