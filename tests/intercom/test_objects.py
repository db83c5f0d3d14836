"""Objects of every version: null, left out, numbers or texts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flowdesigner.intercom.objects import EPOCH, Admin, Contact, Conversation, Part, Team


@pytest.mark.parametrize(
    "lists", [{}, {"tags": None}, {"tags": {"tags": None}}, {"tags": {"type": "tag.list", "tags": []}}]
)
def test_a_list_may_be_empty_in_many_ways(lists: dict[str, object]) -> None:
    assert Conversation.model_validate({"id": 1, **lists}).tags == ()


def test_null_is_the_same_as_left_out() -> None:
    names = ["created_at", "updated_at", "state", "source", "admin_assignee_id", "contacts", "conversation_parts"]
    assert Conversation.model_validate({"id": "1", **dict.fromkeys(names)}) == Conversation(id="1")
    assert Conversation(id="1").updated_at == EPOCH
    assert Part.model_validate({"id": "1", "part_type": None, "attachments": None}) == Part(id="1")
    assert Admin.model_validate({"id": 7, "has_inbox_seat": None, "avatar": None}).has_inbox_seat
    assert Contact.model_validate({"id": "c", "name": None}).name is None


def test_ids_are_texts_and_times_are_aware() -> None:
    team = Team.model_validate({"id": 5, "name": "Billing", "admin_ids": [7400001, "8"]})
    assert (team.id, team.admin_ids) == ("5", ("7400001", "8"))
    conversation = Conversation.model_validate({"id": 1, "created_at": 1790000000, "admin_assignee_id": 7})
    assert conversation.admin_assignee_id == "7"
    assert conversation.created_at == datetime.fromtimestamp(1790000000, UTC)


def test_an_avatar_is_its_address() -> None:
    assert Admin.model_validate({"id": 1, "avatar": {"type": "avatar", "image_url": "a.png"}}).avatar == "a.png"
    assert Admin.model_validate({"id": 1, "avatar": "b.png"}).avatar == "b.png"
