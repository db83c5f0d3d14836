"""The example bots, each a folder here, and what a gallery says of them; `flowdesigner new --example` copies one."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Example:
    """One example: its folder's name, its name and a sentence for people, and the kinds of blocks that it shows."""

    id: str
    name: str
    description: str
    kinds: tuple[str, ...]

    @property
    def folder(self) -> Traversable:
        """Where it is."""
        return files(__name__) / self.id


TALK = ("start", "send_message", "ask_question", "offer_choices")
PEOPLE = ("send_to_offload_provider", "close_conversation")

EXAMPLES: tuple[Example, ...] = (
    Example(
        "order_support",
        "Order support",
        "Answers where invoices are, and passes technical problems on with an email address.",
        (*TALK, *PEOPLE),
    ),
    Example(
        "triage",
        "Triage",
        "Finds out what a question is about and gives it to the right team, urgent problems first.",
        ("start", "ask_question", "offer_choices", *PEOPLE),
    ),
    Example(
        "order_status",
        "Order status",
        "Asks for an order's number, looks it up in your shop and says where the parcel is.",
        (*TALK, "call_api", "branch", *PEOPLE),
    ),
    Example(
        "lead_qualification",
        "Lead qualification",
        "Learns what visitors want and how large their company is, and connects those to sales whom sales can help.",
        (*TALK, "branch", *PEOPLE),
    ),
    Example(
        "satisfaction_survey",
        "Satisfaction survey",
        "Asks for a rating and its reason, thanks for good ones and brings bad ones to the team's lead.",
        ("start", "rating", "send_message", "offer_choices", *PEOPLE),
    ),
    Example(
        "out_of_hours",
        "Out of hours",
        "Connects to the team while it is there; at night and on holidays takes messages and finds who is on call.",
        ("start", "office_hours", "ask_question", "offer_choices", *PEOPLE),
    ),
    Example(
        "returns",
        "Returns",
        "Helps to send something back: a label for who changed their mind, a replacement or money for the others.",
        (*TALK, *PEOPLE),
    ),
    Example(
        "appointment",
        "Appointment",
        "Agrees on a day and a time, books the visit in your calendar and offers another day when it is taken.",
        (*TALK, "call_api", *PEOPLE),
    ),
    Example(
        "faq",
        "Frequent questions",
        "Answers what is asked most, asks whether it helped, and finds a colleague where it did not.",
        ("start", "send_message", "offer_choices", "rating", "office_hours", "go_to", "end", *PEOPLE),
    ),
)
FIRST = EXAMPLES[0]
"""The one that is made where nobody has chosen."""


def example_of(name: str) -> Example | None:
    """The example of this name, with dashes or underscores."""
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    return next((example for example in EXAMPLES if example.id == wanted), None)
