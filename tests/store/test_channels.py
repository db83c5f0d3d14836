from __future__ import annotations

from flowdesigner.store.channels import ChannelRecord, Sightings, saw, saw_bad_signature
from flowdesigner.store.store import Store
from tests.store.samples import after


def test_settings_are_kept_by_name(store: Store) -> None:
    store.channels.save(ChannelRecord("intercom", {"bot_teams": ["5"]}))
    store.channels.save(ChannelRecord("intercom", {"bot_teams": ["5", "6"]}))
    found = store.channels.get("intercom")
    assert found is not None
    assert found.settings == {"bot_teams": ["5", "6"]}
    assert found.updated_at is not None
    assert store.channels.list() == [found]
    assert store.channels.get("other") is None


def test_what_arrived_last_can_be_seen(store: Store) -> None:
    assert store.channels.seen("intercom") == Sightings({}, None, None)
    for seconds, topic in enumerate(("ping", "conversation.user.created", "ping")):
        store.write(lambda conn, s=seconds, topic=topic: saw(conn, "intercom", topic, after(s)))  # type: ignore[misc]
    store.write(lambda conn: saw_bad_signature(conn, "intercom", after(9)))
    seen = store.channels.seen("intercom")
    assert seen.topics == {"conversation.user.created": after(1), "ping": after(2)}
    assert (seen.last_signed, seen.last_bad_signature) == (after(2), after(9))
    assert store.channels.seen("other").topics == {}


def test_a_removed_channel_leaves_nothing_behind_and_others_alone(store: Store) -> None:
    for name in ("intercom", "intercom-2"):
        store.channels.save(ChannelRecord(name, {"app_id": name}))
        store.secrets.set(f"{name}.access_token", "token")
        store.write(lambda conn, name=name: saw(conn, name, "ping", after(1)))  # type: ignore[misc]
    store.channels.remove("intercom")
    assert [record.name for record in store.channels.list()] == ["intercom-2"]
    assert store.secrets.names() == ["intercom-2.access_token"]
    assert store.channels.seen("intercom") == Sightings({}, None, None)
    assert store.channels.seen("intercom-2").topics
