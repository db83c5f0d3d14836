"""The variables that every conversation has without setting them: for checks, the variable picker and examples."""

from __future__ import annotations

from typing import NamedTuple

from flowdesigner.flow.event import Value

CONVERSATION_ID = "intercom.conversationId"
CONTACT_ID = "intercom.contactId"


class SystemVariable(NamedTuple):
    """One of them: its name, what it is, and an example."""

    name: str
    description: str
    example: str


SYSTEM_VARIABLES: tuple[SystemVariable, ...] = (
    SystemVariable("firstname", "The customer's first name", "Mia"),
    SystemVariable("lastname", "The customer's last name", "Novak"),
    SystemVariable("intercom_user_email", "The customer's email address", "mia@example.com"),
    SystemVariable("intercom_user_type", "“user” when known to you, “lead” when not", "user"),
    SystemVariable(CONVERSATION_ID, "The conversation's number in Intercom", "215470000000001"),
    SystemVariable(CONTACT_ID, "The customer's id in Intercom", "64a1c0ffee0000000000babe"),
)
NAMES = frozenset(variable.name for variable in SYSTEM_VARIABLES)


def example_facts() -> dict[str, Value]:
    """One customer, for trying a bot."""
    return {variable.name: variable.example for variable in SYSTEM_VARIABLES}
