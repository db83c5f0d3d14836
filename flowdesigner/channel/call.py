"""`Call`: one call to Intercom, to an author's API or function, as data: the outbox keeps it before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

from flowdesigner.errors import StoreError
from flowdesigner.flow.api_call import REPEATABLE, CallApi
from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.python_function import CallFunction

CallKind = Literal[
    "reply", "quick_reply", "note", "tag", "untag", "tag_contact", "untag_contact", "attribute", "contact_attribute",
    "people_there", "assign", "offload", "snooze", "open", "close", "api", "function",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(CallKind))
ON_CONTACT = frozenset({"tag_contact", "untag_contact", "contact_attribute"})
REPEATABLE_KINDS = ON_CONTACT | {"tag", "untag", "attribute", "people_there"}
"""Kinds that leave the same behind, however often they are made."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one kind; `payload` is JSON and names the conversation and the bot agent.

    All kinds but `api`, `offload` and `function` are calls to Intercom.
    """

    kind: CallKind
    payload: Mapping[str, Any] = field(repr=False)

    @property
    def conversation(self) -> str:
        """Intercom's id of the conversation that the call changes."""
        return str(self.payload["conversation"])

    @property
    def agent(self) -> str:
        """The teammate as whom it is made."""
        return str(self.payload["agent"])

    @property
    def contact(self) -> str:
        """The contact that it changes, for the kinds that change one."""
        return str(self.payload["contact"])

    @property
    def is_repeatable(self) -> bool:
        """Whether making it twice does the same as making it once."""
        return self.kind in REPEATABLE_KINDS or (self.kind == "api" and self.payload["request"]["method"] in REPEATABLE)

    @property
    def files(self) -> tuple[AttachedFile, ...]:
        """The files that are sent with it: only their hashes travel, whoever makes the call has their bytes."""
        return tuple(AttachedFile.model_validate(file) for file in self.payload.get("files", ()))

    @property
    def is_help(self) -> bool:
        """Whether what follows goes on when it is refused: it only helps people who get the conversation anyway."""
        return bool(self.payload.get("helps"))

    @property
    def request(self) -> CallApi:
        """What a call of the kind `api` is."""
        return CallApi.from_data(self.payload["request"])

    @property
    def function(self) -> CallFunction:
        """What a call of the kind `function` is."""
        return CallFunction.from_data(self.payload["request"])

    def to_data(self) -> dict[str, Any]:
        """JSON data for the outbox."""
        return {"kind": self.kind, **self.payload}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Call:
        """The call that `to_data` wrote."""
        kind = str(data.get("kind"))
        if kind not in KINDS:
            raise StoreError(f"A call of the kind “{kind}” is queued, unknown to this flowdesigner: update it.")
        return cls(cast("CallKind", kind), {name: value for name, value in data.items() if name != "kind"})
