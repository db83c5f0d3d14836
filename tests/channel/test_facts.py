from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from flowdesigner.channel.facts import facts_about, facts_of
from flowdesigner.flow.system_variables import SYSTEM_VARIABLES, sources_of
from flowdesigner.intercom.objects import Company, Contact, Tag
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


def test_what_only_the_contact_tells() -> None:
    contact = Contact.model_validate(
        {
            "id": "u1",
            "phone": "+386",
            "location": {"city": "Ljubljana", "country_code": "SI"},
            "browser_language": "sl",
            "custom_attributes": {"plan": "pro", "orders": 3, "long": "x" * 500, "list": [1]},
        }
    )
    facts = facts_about(contact, [Tag(id="1", name="vip")], [Company(id="2", name="Acme")])
    assert facts["intercom_user_city_name"] == "Ljubljana"
    assert facts["intercom_user_country_code"] == "SI"
    assert facts["intercom_user_region_name"] is None
    assert facts["preferredLanguage"] == "sl"
    assert facts["locale"] == "sl-SI"
    assert facts["intercom_user_attributes"] == {"plan": "pro", "orders": 3, "long": "x" * 200, "list": None}
    assert facts["intercom_user_tags"] == ["vip"]
    assert facts["intercom_user_company"] == "Acme"


def test_every_variable_of_a_source_is_told_by_it() -> None:
    told = facts_about(Contact(id="u1"), [], [])
    assert set(told) == {one.name for one in SYSTEM_VARIABLES if one.source != "conversation"}
    assert sources_of(["intercom_user_attributes.plan", "firstname"]) == {"contact"}


def test_help_lists_them_all_with_their_examples() -> None:
    text = (files("flowdesigner") / "docs/how-to/what-the-bot-knows.md").read_text("utf-8")
    for one in SYSTEM_VARIABLES:
        example = one.example if isinstance(one.example, str) else json.dumps(one.example)
        (row,) = (line for line in text.splitlines() if line.startswith(f"| `{{{one.name}}}` |"))
        assert f"| `{example}` |" in row
