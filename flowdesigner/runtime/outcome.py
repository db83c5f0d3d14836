"""What a step of a conversation leads to, and what became of a call: words between the store and the network."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flowdesigner.channel.call import Call
from flowdesigner.channel.ownership import NeedsReading
from flowdesigner.flow.event import Value
from flowdesigner.flow.system_variables import Source
from flowdesigner.store.outbox import OutboxRow

# What is to be done next


@dataclass(frozen=True, slots=True)
class Rested:
    """Nothing is left to do; the conversation sleeps."""


@dataclass(frozen=True, slots=True)
class Unconnected:
    """The conversation's workspace is not connected, or lacks something: it stays as it is until that is mended."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A message came that the waiting block cannot match: look again in so many seconds, it may have been overtaken."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Ask:
    """The flows need to know more of the customer: ask Intercom about the contact with this id."""

    contact: str
    sources: Collection[Source]


@dataclass(frozen=True, slots=True)
class Read:
    """The conversation was given to the bot: read it, to see what the customer wrote. `number` is the inbox row."""

    number: int
    needs: NeedsReading
    received_at: datetime


@dataclass(frozen=True, slots=True)
class MakeCall:
    """This call is intended: make it, now and once; then those that are intended with it, as long as each is made.

    `until`: those are put back when this time has come before they are begun.
    """

    row: OutboxRow
    following: Sequence[OutboxRow] = ()
    until: datetime | None = None

    @property
    def call(self) -> Call:
        """The call itself."""
        return Call.from_data(self.row.call)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A call was begun and nobody knows how it ended: read the conversation back.

    `begun_at` is when it was begun at the latest; `own_parts` are parts that other calls made; `unnamed` equal calls
    before it were done without their parts' ids.
    """

    row: OutboxRow
    begun_at: datetime
    own_parts: Collection[str] = field(repr=False, default=())
    unnamed: int = 0

    @property
    def call(self) -> Call:
        """The call itself."""
        return Call.from_data(self.row.call)


@dataclass(frozen=True, slots=True)
class Queued:
    """Intercom's rate limit has no place for what comes next: the conversation stands in line, and will be woken."""


Next = Rested | Hold | Ask | Read | MakeCall | Doubt | Queued

# What became of a call


@dataclass(frozen=True, slots=True)
class Made:
    """It was carried out and made this part ("" when it makes none); `result` is what the block hears of it.

    `no_buttons`: Intercom refuses quick replies in this workspace, so a numbered list was sent.
    """

    part_id: str = ""
    result: Mapping[str, Value] | None = field(default=None, repr=False)
    no_buttons: bool = False


@dataclass(frozen=True, slots=True)
class NotMade:
    """It certainly was not carried out: try again after `seconds`."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """No usable answer: it may have been carried out. Look in `seconds`. `reason`: why a look has not told."""

    seconds: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never be carried out. `is_gone`: because the conversation is not there any more."""

    reason: str
    is_gone: bool = False


Result = Made | NotMade | InDoubt | Refused


def seconds_until(moment: datetime, now: datetime) -> float:
    """Seconds from now, 0 when it is past."""
    return max(0.0, (moment - now).total_seconds())
