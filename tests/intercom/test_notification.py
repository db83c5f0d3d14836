"""Every sample notification: its signature, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowdesigner.errors import UnreadableNotificationError
from flowdesigner.intercom.notification import CLASSES, TOPICS, parse
from flowdesigner.intercom.signature import is_signed, sign

SAMPLES = Path(__file__).parent.parent / "samples/notifications"
SIGNATURES = json.loads((SAMPLES / "SIGNATURES.json").read_text("utf-8"))
SECRET = SIGNATURES["client_secret"]


@pytest.mark.parametrize("name", sorted(SIGNATURES["signatures"]))
def test_a_sample_is_signed_and_read(name: str) -> None:
    body = (SAMPLES / name).read_bytes()
    assert sign(body, SECRET) == SIGNATURES["signatures"][name]
    assert is_signed(body, SIGNATURES["signatures"][name], ["another", SECRET])
    notification = parse(body)
    assert notification.topic == json.loads(body)["topic"]
    assert notification.is_ping == (notification.conversation is None)
    assert isinstance(notification, CLASSES.get(notification.topic, type(notification)))


def test_a_body_that_was_changed_is_not_signed() -> None:
    body = (SAMPLES / "ping.json").read_bytes()
    good = sign(body, SECRET)
    assert not is_signed(body + b" ", good, [SECRET])
    assert not is_signed(body, good.replace("sha1", "sha256"), [SECRET])
    for header in ("", "sha1=", "é"):
        assert not is_signed(body, header, [SECRET])
    assert not is_signed(body, sign(body, ""), ["", SECRET])


def test_unassigned_is_the_same_in_every_version() -> None:
    body = json.loads((SAMPLES / "conversation.user.created.json").read_text("utf-8"))
    for unassigned in (None, 0, "0"):
        body["data"]["item"]["team_assignee_id"] = unassigned
        conversation = parse(json.dumps(body).encode()).conversation
        assert conversation is not None
        assert conversation.team_assignee_id == ""


def test_ids_are_texts_however_they_come() -> None:
    conversation = parse((SAMPLES / "conversation.admin.assigned.to_team.json").read_bytes()).conversation
    assert conversation is not None
    assert conversation.team_assignee_id == "6100005"
    part = conversation.parts[0]
    assert part.assigned_to is not None
    assert (part.assigned_to.type, part.assigned_to.id) == ("team", "6100005")


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"nonsense", b"{}", b'{"type": "notification_event", "topic": 7}',
     b'{"type": "notification_event", "topic": "conversation.user.created", "created_at": 1, "data": {"item": {}}}'],
)  # fmt: skip
def test_what_is_no_notification_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(UnreadableNotificationError, match=r"notification"):
        parse(body)


def test_an_error_never_repeats_what_the_customer_wrote() -> None:
    body = json.loads((SAMPLES / "conversation.user.created.json").read_text("utf-8"))
    body["data"]["item"]["source"]["body"] = {"secret": "words of the customer"}
    with pytest.raises(UnreadableNotificationError) as caught:
        parse(json.dumps(body).encode())
    assert "words of the customer" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_topic_that_nobody_asked_for_is_read_all_the_same() -> None:
    notification = parse(b'{"type": "notification_event", "topic": "contact.created", "created_at": 1, "data": 5}')
    assert notification.conversation is None


def test_a_topic_that_nobody_asked_for_is_never_refused() -> None:
    body = (
        b'{"type": "notification_event", "topic": "conversation.read", "created_at": 1, "data": {"item": {"id": []}}}'
    )
    assert parse(body).conversation is None


def test_the_part_is_the_newest_and_of_the_same_second_the_last() -> None:
    body = json.loads((SAMPLES / "conversation.user.replied.quick_reply.json").read_text("utf-8"))
    parts = body["data"]["item"]["conversation_parts"]["conversation_parts"]
    parts[:] = [{"id": "a", "created_at": 5}, {"id": "b", "created_at": 9}, {"id": "c", "created_at": 9}]
    assert (part := parse(json.dumps(body).encode()).part) is not None
    assert part.id == "c"


def test_null_and_left_out_are_read_in_every_place() -> None:
    body = json.loads((SAMPLES / "conversation.user.replied.quick_reply.json").read_text("utf-8"))
    item = body["data"]["item"]
    for name in set(item) - {"id"}:
        without = {**body, "data": {"item": {key: value for key, value in item.items() if key != name}}}
        null = {**body, "data": {"item": {**item, name: None}}}
        assert parse(json.dumps(null).encode()) == parse(json.dumps(without).encode())


def test_the_topics_to_tick_are_twelve() -> None:
    assert len(TOPICS) == 12
