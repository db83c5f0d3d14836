"""What happens to a conversation, as the interpreter and the blocks hear it.

The channel makes events from Intercom's notifications, the runtime makes them from timers and from calls that ended.
All times are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from typing_extensions import TypeAliasType

Value = TypeAliasType("Value", "str | int | float | bool | list[Value] | dict[str, Value] | None")
"""What a variable can hold: anything that JSON can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened at `at`; `facts` are system variables that came with it (`firstname`, ...)."""

    at: datetime
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMessage(Event):
    """The customer wrote, or pressed a button.

    `text` is plain text; `option` is the uuid of the quick reply that was pressed, or "".
    `attachments` are URLs. `goes_on`: if the conversation had ended, it goes on where it was, with what the bot knows.
    """

    text: str
    option: str = ""
    id: str = ""
    attachments: tuple[str, ...] = ()
    goes_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(Event):
    """The time that the session waited for has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDone(Event):
    """The action with this number was carried out."""

    action: int
    result: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFailed(Event):
    """The action with this number failed for good; `reason` is a sentence for the author."""

    action: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver(Event):
    """A teammate or another bot has the conversation now; `by` is a name for people."""

    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack(Event):
    """The conversation is the bot's (again); `message` is what the customer wrote that nobody has answered yet."""

    message: CustomerMessage | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """Somebody else closed the conversation."""

    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Event):
    """The customer rated the conversation in Intercom; the rating is among the facts. The bot answers nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(Event):
    """The conversation is gone; nothing may be sent any more."""
