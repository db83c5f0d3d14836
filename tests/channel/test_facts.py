from __future__ import annotations

from typing import Any

import pytest

from flowdesigner.channel.facts import facts_of
from flowdesigner.intercom.objects import Contact
from tests.channel.intercom import BOT, MIA, item, part, read


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Mia Novak", "Mia", "Novak"),
        ("Mia", "Mia", None),
        (" Ana Maria  Silva ", "Ana", "Maria  Silva"),
        (None, None, None),
    ],
)
def test_a_name_is_its_first_word_and_the_rest(name: str | None, first: str | None, last: str | None) -> None:
    conversation = item()
    conversation["source"]["author"] = {**MIA, "name": name}
    facts = facts_of(read(conversation))
    assert (facts.get("firstname"), facts.get("lastname")) == (first, last)


def test_the_customer_may_be_named_by_a_later_part_only() -> None:
    conversation = item(part({**MIA, "name": "Mia Kern"}, "Hi"), part(BOT, "Hello"))
    conversation["source"]["author"] = BOT
    facts = facts_of(read(conversation))
    assert (facts["firstname"], facts["intercom_user_email"]) == ("Mia", "mia@example.com")


def test_a_contact_knows_better() -> None:
    contact: dict[str, Any] = {
        "type": "contact",
        "id": "u1",
        "name": "Mia Kern",
        "email": "kern@example.com",
        "role": "lead",
    }
    facts = facts_of(read(item()), Contact.model_validate(contact))
    assert (facts["lastname"], facts["intercom_user_email"], facts["intercom_user_type"]) == (
        "Kern",
        "kern@example.com",
        "lead",
    )


def test_a_conversation_without_customer_still_has_its_id() -> None:
    conversation = item(source=None)
    assert facts_of(read(conversation)) == {"intercom.conversationId": "c1", "intercom.contactId": "u1"}
