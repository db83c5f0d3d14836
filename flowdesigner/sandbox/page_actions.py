"""What the buttons of the sandbox's own pages do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowdesigner.sandbox import customers, settings_form, teammates
from flowdesigner.sandbox.conversation import Conversation
from flowdesigner.sandbox.markup import from_text
from flowdesigner.sandbox.people import Admin, Team
from flowdesigner.sandbox.refusal import invalid

if TYPE_CHECKING:
    from flowdesigner.sandbox.sandbox import Sandbox

Json = dict[str, Any]
LONGEST = 20_000
MOST = 1_000_000


def text_of(given: Json, name: str = "text") -> str:
    """A text that somebody typed."""
    text = str(given.get(name) or "").strip()
    if not text:
        raise invalid("There is nothing to send", field=name)
    return text[:LONGEST]


def number_of(given: Json, name: str) -> float:
    """A number that somebody chose, of a size that can be reckoned with."""
    number = given.get(name)
    if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) <= MOST:
        raise invalid(f"{name} is not a number that makes sense", field=name)
    return number


# The customer


def start(sandbox: Sandbox, given: Json) -> Json:
    """Begin a conversation."""
    made = sandbox.start(text_of(given), sandbox.workspace.contact(str(given.get("contact"))))
    return {"id": made.id}


def add_contact(sandbox: Sandbox, given: Json) -> Json:
    """A new customer, by name."""
    email = str(given.get("email") or "").strip() or None
    made = sandbox.workspace.add_contact(text_of(given, "name")[:200], email)
    sandbox.live.tell()
    return {"id": made.id}


def say(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """Write as the customer."""
    customers.reply(sandbox.workspace, conversation, text_of(given))


def press(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """Press a button."""
    customers.press(sandbox.workspace, conversation, str(given.get("uuid")))


def rate(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """Rate it."""
    customers.rate(sandbox.workspace, conversation, int(number_of(given, "rating")), str(given.get("remark") or ""))


# The team


def reply(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """Answer the customer."""
    teammates.reply(sandbox.workspace, conversation, _me(sandbox, given), from_text(text_of(given)))


def note(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """Write a note for the team."""
    teammates.note(sandbox.workspace, conversation, _me(sandbox, given), from_text(text_of(given)))


def assign(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """Give it to `team:ID`, `admin:ID`, or to nobody."""
    by = _me(sandbox, given).author
    teammates.assign(sandbox.workspace, conversation, by, _target(sandbox, str(given.get("to") or "")))


def snooze(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """Put it off for so many minutes."""
    until = sandbox.workspace.now + int(number_of(given, "minutes") * 60)
    teammates.snooze(sandbox.workspace, conversation, _me(sandbox, given), until)


def close(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """End it."""
    teammates.close(sandbox.workspace, conversation, _me(sandbox, given))


def reopen(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """Open it again."""
    teammates.reopen(sandbox.workspace, conversation, _me(sandbox, given))


def delete(sandbox: Sandbox, conversation: Conversation, given: Json) -> None:
    """Remove it for good."""
    _me(sandbox, given)
    teammates.delete(sandbox.workspace, conversation)


def _me(sandbox: Sandbox, given: Json) -> Admin:
    return sandbox.workspace.admin(str(given.get("by")))


def _target(sandbox: Sandbox, to: str) -> Admin | Team | None:
    kind, _, id = to.partition(":")
    if kind == "team":
        return sandbox.workspace.team(id)
    return sandbox.workspace.admin(id, "assignee_not_found") if kind == "admin" else None


IN_CONVERSATION: dict[str, Callable[[Sandbox, Conversation, Json], None]] = {
    "say": say, "press": press, "rate": rate, "reply": reply, "note": note, "assign": assign, "snooze": snooze,
    "close": close, "open": reopen, "delete": delete,
}  # fmt: skip

# The settings


def set_settings(sandbox: Sandbox, given: Json) -> Json:
    """Change settings; those that are not named stay."""
    settings_form.change(sandbox.settings, sandbox.workspace, given)
    sandbox.live.tell()
    return settings_form.shown(sandbox.settings)


def ping(sandbox: Sandbox, given: Json) -> Json:
    """Send the test notification; what became of it shows in the list of deliveries."""
    if not sandbox.settings.webhook:
        raise invalid("Enter where notifications go first", field="webhook")
    return sandbox.courier.ping().to_data()
