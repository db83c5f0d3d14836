"""Offer choices: buttons, one way on for each, and one for everything else."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from flowdesigner.flow.action import OfferOptions, Option
from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.duration import LONGEST_WAIT, minutes_in_words
from flowdesigner.flow.event import CustomerMessage
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn, WaitForReply

OTHERWISE, NO_REPLY = "otherwise", "no_reply"
LONGEST_LABEL = 300
"""Letters of a message that are compared with labels: what is longer is none."""
NUMBER = re.compile(r"[#(]?(\d{1,2})[.):]?")


class Choice(BaseModel):
    """One button: its label, and the id of its port, which stays when the label changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: str = Field(min_length=1, title="Id")
    """Name of the port."""
    label: str = Field(title="Label", json_schema_extra={"x-translated": True})
    """What stands on the button."""


class OfferChoices(Block):
    """Asks with buttons. A click counts, and so do the typed label and its number."""

    kind: ClassVar[str] = "offer_choices"
    label: ClassVar[str] = "Offer choices"
    group: ClassVar[Group] = "talk"
    order: ClassVar[int] = 3
    waits_for_customer: ClassVar[bool] = True

    text: Template = Field(
        default=Template(""), title="Question", json_schema_extra={"x-widget": "rich_text", "x-translated": True}
    )
    """What the customer reads above the buttons."""
    choices: tuple[Choice, ...] = Field(default=(), title="Choices", json_schema_extra={"x-widget": "options"})
    """One button and one way on for each."""
    variable: str = Field(default="", title="Keep the answer in", json_schema_extra={"x-widget": "variable"})
    """The label of the button, in the bot's main language, or what the customer typed instead, is kept in this
    variable."""
    no_reply_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_WAIT, title="If the customer does not reply",
        json_schema_extra={"x-widget": "minutes"},
    )  # fmt: skip
    """After so many minutes the conversation goes on by “No reply”. Empty: wait as long as it takes."""

    @field_validator("choices", mode="before")
    @classmethod
    def name_ports(cls, choices: Any) -> Any:  # noqa: ANN401 - whatever the author gave, pydantic judges it
        """Labels alone will do: `choices=["Billing", "Technical problem"]`."""
        if not isinstance(choices, list | tuple):
            return choices
        taken = {OTHERWISE, NO_REPLY}
        return [{"id": port_for(one, taken), "label": one} if isinstance(one, str) else one for one in choices]

    def ports(self) -> tuple[Port, ...]:
        """One for each choice, one for anything else, and one for no reply when that is set."""
        ports = [Port(choice.id, choice.label) for choice in self.choices]
        ports.append(Port(OTHERWISE, "Anything else"))
        if self.no_reply_minutes:
            ports.append(Port(NO_REPLY, "No reply", f"after {minutes_in_words(self.no_reply_minutes)}"))
        return tuple(ports)

    def summary(self) -> str:
        """The question."""
        return self.text

    def faults(self) -> Iterator[Fault]:
        """No question, no choices, choices that cannot be told apart."""
        if not self.text.strip():
            yield Fault("text", "There is no question, so the customer sees buttons without knowing what for.")
        if not self.choices:
            yield Fault("choices", "There is nothing to choose from, so every answer goes on by “Anything else”.")
        if any(not choice.label.strip() for choice in self.choices):
            yield Fault("choices", "One choice has no label, so the customer would see an empty button.")
        for label, count in Counter(plain(choice.label) for choice in self.choices).items():
            if label and count > 1:
                yield Fault("choices", f"“{label}” is there {count} times; who types it always gets the first.")
        ids = [choice.id for choice in self.choices]
        if len(set(ids)) < len(ids) or {OTHERWISE, NO_REPLY} & set(ids):
            yield Fault("choices", "Two ways on have the same id; remove one of these choices and add it again.")

    def writes(self) -> frozenset[str]:
        """The variable of the answer."""
        return frozenset({self.variable} - {""})

    def enter(self, turn: Turn) -> Answer:
        """Ask, and wait."""
        options = tuple(Option(id=one.id, label=one.label, uuid=turn.uuid(one.id)) for one in self.choices)
        turn.do(OfferOptions(text=turn.html(self.text), options=options))
        minutes = self.no_reply_minutes
        return WaitForReply(turn.event.at + timedelta(minutes=minutes) if minutes else None)

    def resume(self, turn: Turn) -> Answer:
        """Go on by the choice, by anything else, or by no reply."""
        if not isinstance(turn.event, CustomerMessage):
            return LeaveBy(NO_REPLY)
        choice = self.chosen(turn, turn.event)
        if self.variable:
            turn.set(self.variable, choice.label if choice else turn.event.text.strip())
        return LeaveBy(choice.id if choice else OTHERWISE)

    def expects(self, turn: Turn, message: CustomerMessage) -> bool:
        """Whether it is one of the choices."""
        return self.chosen(turn, message) is not None

    def chosen(self, turn: Turn, message: CustomerMessage) -> Choice | None:
        """By the button, else by its label in the customer's language or the main one, else by its number.

        The choice is as the author wrote it, so that what is kept of it is the same in all languages.
        """
        written = self.as_written.choices
        if message.option:
            for choice in written:
                if turn.uuid(choice.id) == message.option:
                    return choice
        said = plain(message.text[:LONGEST_LABEL])
        for spoken in (self.choices, written):
            for place, choice in enumerate(spoken):
                if said and plain(choice.label) == said:
                    return written[place]
        number = NUMBER.fullmatch(said)
        place = int(number[1]) if number else 0
        return written[place - 1] if 1 <= place <= len(written) else None


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Without case, accents, doubled spaces and marks at the end, so that `technical  Problem!` is the label."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.split()).strip(" .!?,;:…\"'“”„«»")


def port_for(label: str, taken: set[str]) -> str:
    """A port id made of the label that is not taken yet; it is taken from now on."""
    stem = re.sub(r"[^a-z0-9]+", "_", plain(label)).strip("_") or "choice"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}_{number}", number + 1
    taken.add(name)
    return name
