"""What must not be lost: revisions, channels, secrets, conversations, inbox and outbox, in one database."""

from flowdesigner.store.channels import ChannelRecord, Sightings
from flowdesigner.store.leases import Lease
from flowdesigner.store.revisions import Revision, RevisionLine
from flowdesigner.store.store import Store

__all__ = ["ChannelRecord", "Lease", "Revision", "RevisionLine", "Sightings", "Store"]
