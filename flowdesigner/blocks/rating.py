"""Rating: how satisfied the customer is, by buttons, with a comment if wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from flowdesigner.flow.action import OfferOptions, Option, SendMessage
from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.duration import LONGEST_WAIT, minutes_in_words
from flowdesigner.flow.event import CustomerMessage
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn, WaitForReply

Scale = Literal["numbers", "stars", "faces", "thumbs"]
BUTTONS: dict[Scale, tuple[str, ...]] = {
    "numbers": ("1", "2", "3", "4", "5"),
    "stars": tuple("★" * stars for stars in range(1, 6)),
    "faces": ("😡", "🙁", "😐", "🙂", "😀"),
    "thumbs": ("👍", "👎"),
}
SCALE_LABELS: JsonDict = {
    "numbers": "1 to 5", "stars": "One to five stars", "faces": "Five faces", "thumbs": "Thumbs up or down",
}  # fmt: skip
WAY_LABELS: JsonDict = {"good_or_bad": "Good and bad", "each": "Each rating its own"}
NUMBER = re.compile(r"(\d)\s*(?:/\s*5|out of 5|stars?|★)?", re.IGNORECASE)
UP_AND_DOWN = {"👍": 1, "👎": 0}


class Rating(Block):
    """Asks how satisfied the customer is and keeps the rating as a number."""

    kind: ClassVar[str] = "rating"
    label: ClassVar[str] = "Rating"
    group: ClassVar[Group] = "talk"
    order: ClassVar[int] = 5
    waits_for_customer: ClassVar[bool] = True

    text: Template = Field(
        default=Template("How satisfied are you with our help?"),
        title="Question",
        json_schema_extra={"x-widget": "rich_text", "x-translated": True},
    )
    """What the customer reads above the buttons."""
    scale: Scale = Field(
        default="numbers", title="Buttons", json_schema_extra={"x-widget": "select", "x-labels": SCALE_LABELS}
    )
    """Kept as a number from 1 (worst) to 5 (best); thumbs as 1 (up) or 0 (down)."""
    variable: str = Field(default="rating", title="Keep the rating in", json_schema_extra={"x-widget": "variable"})
    """Texts and conditions after this block can use it."""
    ways: Literal["good_or_bad", "each"] = Field(
        default="good_or_bad", title="Ways on", json_schema_extra={"x-widget": "select", "x-labels": WAY_LABELS}
    )
    """Two ways, or one for each button."""
    good_from: int = Field(default=4, ge=2, le=5, title="Good from", json_schema_extra={"x-widget": "number"})
    """The lowest rating of five that counts as good."""
    comment_text: Template = Field(
        default=Template(""),
        title="Ask for a comment",
        json_schema_extra={"x-widget": "rich_text", "x-translated": True},
    )
    """Asked after the rating. Empty: no comment is asked for."""
    comment_variable: str = Field(default="", title="Keep the comment in", json_schema_extra={"x-widget": "variable"})
    """What the customer writes is kept in this variable."""
    no_reply_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_WAIT, title="If the customer does not reply",
        json_schema_extra={"x-widget": "minutes"},
    )  # fmt: skip
    """After so many minutes the conversation goes on by “No reply”. Empty: wait as long as it takes."""

    def ports(self) -> tuple[Port, ...]:
        """Good and bad or one for each rating, one for anything else, and one for no reply when that is set."""
        ports = [Port("good", "Good", self.hint()), Port("bad", "Bad")]
        if self.ways == "each":
            ports = [Port(str(value), label) for label, value in self.buttons()]
        ports.append(Port("otherwise", "Anything else"))
        if self.no_reply_minutes:
            ports.append(Port("no_reply", "No reply", f"after {minutes_in_words(self.no_reply_minutes)}"))
        return tuple(ports)

    def hint(self) -> str:
        """Which ratings are good, where that is not plain."""
        return "" if self.scale == "thumbs" else f"{self.good_from} or more" if self.good_from < 5 else "5"

    def summary(self) -> str:
        """The question."""
        return self.text

    def faults(self) -> Iterator[Fault]:
        """No question, a rating or a comment that is forgotten."""
        if not self.text.strip():
            yield Fault("text", "There is no question, so the customer sees buttons without knowing what for.")
        if not self.variable:
            yield Fault("variable", "No variable is chosen, so the rating is forgotten.", "warning")
        if self.comment_text.strip() and not self.comment_variable:
            yield Fault("comment_variable", "No variable is chosen, so the customer's comment is forgotten.")

    def writes(self) -> frozenset[str]:
        """The variables of the rating and the comment."""
        comment = self.comment_variable if self.comment_text.strip() else ""
        return frozenset({self.variable, comment} - {""})

    def enter(self, turn: Turn) -> Answer:
        """Ask, and wait."""
        options = tuple(
            Option(id=str(value), label=label, uuid=turn.uuid(str(value))) for label, value in self.buttons()
        )
        turn.do(OfferOptions(text=turn.html(self.text), options=options))
        return self.wait(turn)

    def resume(self, turn: Turn) -> Answer:
        """Keep the rating or the comment, and go on."""
        rating = turn.memory.get("rating")
        if isinstance(rating, int):
            return self.hear_comment(turn, rating)
        if not isinstance(turn.event, CustomerMessage):
            return LeaveBy("no_reply")
        found = self.understand(turn, turn.event)
        if self.variable:
            turn.set(self.variable, found)
        if found is None:
            return LeaveBy("otherwise")
        if comment := turn.html(self.comment_text):
            turn.memory["rating"] = found
            turn.do(SendMessage(text=comment))
            return self.wait(turn)
        return LeaveBy(self.port_of(found))

    def hear_comment(self, turn: Turn, rating: int) -> Answer:
        """The comment, or none: the rating decides where it goes on."""
        if isinstance(turn.event, CustomerMessage) and self.comment_variable:
            turn.set(self.comment_variable, turn.event.text.strip() or None)
        return LeaveBy(self.port_of(rating))

    def expects(self, turn: Turn, message: CustomerMessage) -> bool:
        """Whether it is a rating, or the comment that is waited for."""
        return "rating" in turn.memory or self.understand(turn, message) is not None

    def wait(self, turn: Turn) -> Answer:
        """For the rating or the comment, or until there is none."""
        minutes = self.no_reply_minutes
        return WaitForReply(turn.event.at + timedelta(minutes=minutes) if minutes else None)

    def buttons(self) -> list[tuple[str, int]]:
        """Each button with its rating."""
        if self.scale == "thumbs":
            return list(UP_AND_DOWN.items())
        return [(label, value) for value, label in enumerate(BUTTONS[self.scale], 1)]

    def understand(self, turn: Turn, message: CustomerMessage) -> int | None:
        """The rating: the button that was pressed, what stands on it, or a number such as `4`, `4/5`, `4 stars`."""
        said = message.text.strip().rstrip(".!").strip()
        for label, value in self.buttons():
            if (message.option and message.option == turn.uuid(str(value))) or said == label:
                return value
        number = NUMBER.fullmatch(said)
        if number is None:
            return None
        # Where no buttons are shown, thumbs are a numbered list: 1 is up and 2 is down.
        values = {1: 1, 2: 0} if self.scale == "thumbs" else {value: value for value in range(1, 6)}
        return values.get(int(number[1]))

    def port_of(self, rating: int) -> str:
        """The way on for this rating."""
        if self.ways == "each":
            return str(rating)
        return "good" if rating >= (1 if self.scale == "thumbs" else self.good_from) else "bad"
