"""The example bots, each a folder here, and what a gallery says of them; `flowdesigner new --example` copies one."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Example:
    """One example: its folder's name, its name and a sentence for people, what it needs to answer real customers, and
    the kinds of blocks that it shows."""

    id: str
    name: str
    description: str
    needs: str
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
        "A team for technical questions.",
        (*TALK, *PEOPLE),
    ),
    Example(
        "triage",
        "Triage",
        "Finds out what a question is about and gives it to the right team, urgent problems first.",
        "Teams for billing, for orders and for technical problems.",
        ("start", "ask_question", "offer_choices", *PEOPLE),
    ),
    Example(
        "order_status",
        "Order status",
        "Asks for an order's number, looks it up in your shop and says where the parcel is.",
        "The address of your shop's API, a token for it, and a team.",
        (*TALK, "call_api", "branch", *PEOPLE),
    ),
    Example(
        "lead_qualification",
        "Lead qualification",
        "Learns what visitors want and how large their company is, and connects those to sales whom sales can help.",
        "Your page of prices, and a team that sells.",
        (*TALK, "branch", *PEOPLE),
    ),
    Example(
        "satisfaction_survey",
        "Satisfaction survey",
        "Asks for a rating and its reason, thanks for good ones and brings bad ones to the team's lead.",
        "Your page for reviews, and a team for bad ratings.",
        ("start", "rating", "send_message", "offer_choices", *PEOPLE),
    ),
    Example(
        "out_of_hours",
        "Out of hours",
        "Connects to the team while it is there; at night and on holidays takes messages and finds who is on call.",
        "Your office hours, and a team.",
        ("start", "office_hours", "ask_question", "offer_choices", *PEOPLE),
    ),
    Example(
        "returns",
        "Returns",
        "Helps to send something back: a label for who changed their mind, a replacement or money for the others.",
        "Your page for return labels, and a team for refunds.",
        (*TALK, *PEOPLE),
    ),
    Example(
        "appointment",
        "Appointment",
        "Agrees on a day and a time, books the visit in your calendar and offers another day when it is taken.",
        "The address of your calendar's API, a token for it, and a team.",
        (*TALK, "call_api", *PEOPLE),
    ),
    Example(
        "faq",
        "Frequent questions",
        "Answers what is asked most, asks whether it helped, and finds a colleague where it did not.",
        "Your answers, your office hours, and a team.",
        ("start", "send_message", "offer_choices", "rating", "office_hours", "go_to", "end", *PEOPLE),
    ),
)
FIRST = EXAMPLES[0]
"""The one that is made where nobody has chosen."""


def example_of(name: str) -> Example | None:
    """The example of this name, with dashes or underscores."""
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    return next((example for example in EXAMPLES if example.id == wanted), None)
