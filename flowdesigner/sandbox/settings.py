"""`Settings` of a sandbox: what a workspace's owner sets in Intercom and in its Developer Hub."""

from __future__ import annotations

from dataclasses import dataclass, field

from flowdesigner.intercom.notification import TOPICS
from flowdesigner.sandbox.shapes import NEWEST
from flowdesigner.settings import SANDBOX_BOT_TEAM, SANDBOX_CLIENT_SECRET

RETRY_AFTER = 60.0


@dataclass(slots=True)
class Settings:
    """Everything that can be set; pages change it while the sandbox runs."""

    webhook: str = ""
    """Where notifications go; "" for nowhere."""
    client_secret: str = SANDBOX_CLIENT_SECRET
    token: str = ""
    """The access token to accept; with "" any is."""
    lacks: frozenset[str] = field(default_factory=frozenset)
    """Permissions that the app lacks, by the names of their check-boxes."""
    new_conversations_team: str = SANDBOX_BOT_TEAM
    """Which team new conversations get; "" for none."""
    assigned_afterwards: bool = False
    """Whether they get it a moment later, as from a workflow of Intercom's, and not at once."""
    notification_version: str = NEWEST
    """The app's version, by which notifications look; calls choose theirs by header."""
    topics: frozenset[str] = frozenset(TOPICS)
    """What is ticked in the Developer Hub."""
    quick_reply_field: str = "quick_reply_uuid"
    """Where a pressed button's uuid stands; it is not documented which field has it."""
    redirects: frozenset[str] = field(default_factory=frozenset)
    """Addresses that OAuth may lead back to; with none, any that is HTTPS or on this computer."""
    retry_after: float = RETRY_AFTER
    """Seconds until a failed delivery is tried again, once."""
