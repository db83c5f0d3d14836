"""The variables that every conversation has without setting them: for checks, the variable picker and examples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from flowdesigner.flow.event import Value
from flowdesigner.flow.template import root_of

CONVERSATION_ID = "intercom.conversationId"
RATING = "intercom.rating"
REMARK = "intercom.ratingRemark"
CONTACT_ID = "intercom.contactId"
PREFERRED = "preferredLanguage"
LOCALE = "locale"

Source = Literal["conversation", "contact", "tags", "companies"]
"""Where Intercom tells it: with every conversation, or only when asked about the contact, tags, companies."""


class SystemVariable(NamedTuple):
    """One of them: its name, what it is, an example, and where it comes from."""

    name: str
    description: str
    example: Value
    source: Source = "conversation"


SYSTEM_VARIABLES: tuple[SystemVariable, ...] = (
    SystemVariable("firstname", "The customer's first name", "Mia"),
    SystemVariable("lastname", "The customer's last name", "Novak"),
    SystemVariable("intercom_user_email", "The customer's email address", "mia@example.com"),
    SystemVariable("intercom_user_type", "“user” when known to you, “lead” when not", "user"),
    SystemVariable("intercom_user_phone", "The customer's phone number", "+386 1 555 01 00", "contact"),
    SystemVariable("intercom_user_city_name", "The city the customer writes from", "Ljubljana", "contact"),
    SystemVariable("intercom_user_region_name", "The region the customer writes from", "Central Slovenia", "contact"),
    SystemVariable("intercom_user_postal_code", "The postal code, where Intercom knows it", "1000", "contact"),
    SystemVariable("intercom_user_country_name", "The country the customer writes from", "Slovenia", "contact"),
    SystemVariable("intercom_user_country_code", "The country in two letters", "SI", "contact"),
    SystemVariable("intercom_user_continent_code", "The continent in two letters", "EU", "contact"),
    SystemVariable("intercom_user_timezone", "The time zone, where Intercom knows it", "Europe/Ljubljana", "contact"),
    SystemVariable(
        PREFERRED,
        "The customer's language, as a code such as de or pt-BR; set it yourself and the bot speaks that language",
        "sl",
        "contact",
    ),
    SystemVariable(LOCALE, "The language of the customer's browser, with the country", "sl-SI", "contact"),
    SystemVariable("intercom_user_company", "The customer's company", "Acme", "companies"),
    SystemVariable("intercom_user_tags", "The customer's tags, a list", ["vip"], "tags"),
    SystemVariable(
        "intercom_user_attributes",
        "The customer's own data in Intercom: {intercom_user_attributes.plan}",
        {"plan": "pro"},
        "contact",
    ),
    SystemVariable("internal.channel", "How the customer writes: Messenger, Email, WhatsApp, ...", "Messenger"),
    SystemVariable("intercom.pageUrl", "The page on which the conversation began", "https://www.example.com/orders"),
    SystemVariable(RATING, "The customer's last rating in Intercom, 1 to 5", 4),
    SystemVariable(REMARK, "What the customer wrote with that rating", "Quick and friendly"),
    SystemVariable(CONVERSATION_ID, "The conversation's number in Intercom", "215470000000001"),
    SystemVariable(CONTACT_ID, "The customer's id in Intercom", "64a1c0ffee0000000000babe"),
)
NAMES = frozenset(variable.name for variable in SYSTEM_VARIABLES)


def example_facts(language: str = "") -> dict[str, Value]:
    """One customer, for trying a bot; one who speaks this language, if it is given."""
    facts = {variable.name: variable.example for variable in SYSTEM_VARIABLES}
    return facts | (speaking(language) if language else {})


def speaking(language: str) -> dict[str, Value]:
    """What Intercom says of a customer who speaks this language."""
    return {PREFERRED: language, LOCALE: language}


def sources_of(names: Iterable[str]) -> frozenset[Source]:
    """Where to ask for these variables, besides what comes with every conversation."""
    sources = {variable.name: variable.source for variable in SYSTEM_VARIABLES}
    asked = (sources.get(name) or sources.get(root_of(name)) for name in names)
    return frozenset(source for source in asked if source and source != "conversation")
