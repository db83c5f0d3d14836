"""How a bot is connected, and what its channel has heard: settings without secrets, and sightings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from flowdesigner.store.columns import bounded
from flowdesigner.store.repository import Database, now
from flowdesigner.store.tables import channel, secret, sighting
from flowdesigner.store.upsert import put

BAD_SIGNATURE = "bad signature"


@dataclass(frozen=True, slots=True)
class ChannelRecord:
    """A channel's settings as the page wrote them; secrets are kept by `store.secrets`."""

    name: str
    settings: dict[str, Any] = field(default_factory=dict)
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sightings:
    """What arrived: topics and when each came last, the last signed notification, the last wrong signature."""

    topics: Mapping[str, datetime]
    last_signed: datetime | None
    last_bad_signature: datetime | None


class Channels:
    """The channels of one bot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, record: ChannelRecord) -> None:
        """Keep the settings, in place of those that the channel had."""
        values = {"name": bounded(record.name), "settings": record.settings, "updated_at": now()}
        self._database.write(lambda conn: put(conn, channel, values))

    def change(self, name: str, settings: Mapping[str, Any]) -> None:
        """Change some of the channel's settings."""
        record = self.get(name)
        self.save(ChannelRecord(name, {**(record.settings if record else {}), **settings}))

    def get(self, name: str) -> ChannelRecord | None:
        """The channel with this name."""
        query = select(channel).where(channel.c.name == name)
        row = self._database.read(lambda conn: conn.execute(query).one_or_none())
        return ChannelRecord(**row._mapping) if row else None

    def list(self) -> list[ChannelRecord]:
        """All channels, by name."""
        rows = self._database.read(lambda conn: conn.execute(select(channel).order_by(channel.c.name)).all())
        return [ChannelRecord(**row._mapping) for row in rows]

    def remove(self, name: str) -> None:
        """Forget the channel: its settings, its secrets, and what it has heard. All of it, or nothing."""

        def forget(conn: Connection) -> None:
            conn.execute(delete(channel).where(channel.c.name == name))
            conn.execute(delete(sighting).where(sighting.c.channel == name))
            conn.execute(delete(secret).where(secret.c.name.startswith(f"{name}.", autoescape=True)))

        self._database.write(forget)

    def seen(self, name: str) -> Sightings:
        """What has arrived so far."""
        query = select(sighting.c.what, sighting.c.at).where(sighting.c.channel == name).order_by(sighting.c.what)
        rows = self._database.read(lambda conn: conn.execute(query).all())
        found: dict[str, datetime] = {row.what: row.at for row in rows}
        bad = found.pop(BAD_SIGNATURE, None)
        return Sightings(found, max(found.values(), default=None), bad)


def saw(conn: Connection, name: str, topic: str, at: datetime) -> None:
    """A signed notification of this topic arrived."""
    put(conn, sighting, {"channel": bounded(name), "what": bounded(topic), "at": at})


def saw_bad_signature(conn: Connection, name: str, at: datetime) -> None:
    """A notification arrived that was not signed with the channel's client secret."""
    put(conn, sighting, {"channel": bounded(name), "what": BAD_SIGNATURE, "at": at})
