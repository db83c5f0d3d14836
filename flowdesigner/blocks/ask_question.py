"""Ask question: a question in words, an answer of a certain type, kept in a variable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from urllib.parse import urlsplit

import phonenumbers
from dateutil import parser as dates
from email_validator import EmailNotValidError, validate_email
from pydantic import Field
from pydantic.config import JsonDict

from flowdesigner.flow.action import SendMessage
from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.duration import LONGEST_WAIT, minutes_in_words
from flowdesigner.flow.event import CustomerMessage, Value
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn, WaitForReply

Type = Literal["text", "email", "number", "phone", "date", "url"]
LABELS: JsonDict = {
    "text": "Text", "email": "Email address", "number": "Number", "phone": "Phone number", "date": "Date",
    "url": "Web address",
}  # fmt: skip
INVALID: dict[Type, str] = {
    "text": "Please answer in words.",
    "email": "That does not look like an email address. Please write it again, for example name@example.com.",
    "number": "That does not look like a number. Please write it in digits, for example 42.",
    "phone": "That does not look like a phone number. Please write it with the country code: +32 2 555 12 12.",
    "date": "That does not look like a date. Please write it with day, month and year, for example 24 December 2026.",
    "url": "That does not look like a web address. Please write it again, for example www.example.com.",
}
"""Said when the author has no words of their own."""


class AskQuestion(Block):
    """Asks, waits for the answer, checks it, and keeps it in a variable."""

    kind: ClassVar[str] = "ask_question"
    label: ClassVar[str] = "Ask question"
    group: ClassVar[Group] = "talk"
    order: ClassVar[int] = 2
    waits_for_customer: ClassVar[bool] = True

    text: Template = Field(
        default=Template(""), title="Question", json_schema_extra={"x-widget": "rich_text", "x-translated": True}
    )
    """What the customer reads. Type { for a variable."""
    type: Type = Field(
        default="text", title="Kind of answer", json_schema_extra={"x-widget": "select", "x-labels": LABELS}
    )
    """Other answers are asked for again."""
    variable: str = Field(default="", title="Keep the answer in", json_schema_extra={"x-widget": "variable"})
    """Texts and conditions after this block can use it."""
    invalid_text: Template = Field(
        default=Template(""),
        title="If the answer does not fit",
        json_schema_extra={"x-widget": "rich_text", "x-translated": True},
    )
    """Said before the customer may try again. Empty: words that suit the kind of answer."""
    retries: int = Field(default=2, ge=0, le=20, title="Further tries", json_schema_extra={"x-widget": "number"})
    """So many times the customer may try again; then the conversation goes on by “No valid answer”."""
    skip_when_set: bool = Field(
        default=True, title="Skip when the answer is known", json_schema_extra={"x-widget": "switch"}
    )
    """Customers whose variable is set already are not asked."""
    no_reply_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_WAIT, title="If the customer does not reply",
        json_schema_extra={"x-widget": "minutes"},
    )  # fmt: skip
    """After so many minutes the conversation goes on by “No reply”. Empty: wait as long as it takes."""

    def ports(self) -> tuple[Port, ...]:
        """An answer, none that fits, and no reply when that is set."""
        ports = [Port("next", "Answer"), Port("no_valid_answer", "No valid answer", required=self.type != "text")]
        if self.no_reply_minutes:
            ports.append(Port("no_reply", "No reply", f"after {minutes_in_words(self.no_reply_minutes)}"))
        return tuple(ports)

    def summary(self) -> str:
        """The question."""
        return self.text

    def faults(self) -> Iterator[Fault]:
        """No question, or an answer that is not kept."""
        if not self.text.strip():
            message = "There is no question, so the customer does not know that an answer is expected."
            yield Fault("text", message, "warning")
        if not self.variable:
            yield Fault("variable", "No variable is chosen, so the answer is forgotten.")

    def writes(self) -> frozenset[str]:
        """The variable of the answer."""
        return frozenset({self.variable} - {""})

    def says_instead(self) -> Mapping[str, str]:
        """The words for an answer that does not fit; any words fit where a text is wanted."""
        return {"invalid_text": INVALID[self.type]} if self.retries and self.type != "text" else {}

    def enter(self, turn: Turn) -> Answer:
        """Ask and wait, or go on when the answer is known."""
        if self.skip_when_set and self.variable and turn.get(self.variable) not in (None, ""):
            return LeaveBy()
        if text := turn.html(self.text):
            turn.do(SendMessage(text=text))
        return self.wait(turn)

    def resume(self, turn: Turn) -> Answer:
        """Check the answer: keep it, ask again, or give up."""
        if not isinstance(turn.event, CustomerMessage):
            return LeaveBy("no_reply")
        answer = self.understand(turn, turn.event)
        if answer is not None:
            if self.variable:
                turn.set(self.variable, answer)
            return LeaveBy()
        tries = turn.memory.get("tries", 0)
        turn.memory["tries"] = tries = (tries if isinstance(tries, int) else 0) + 1
        if tries > self.retries:
            return LeaveBy("no_valid_answer")
        turn.do(SendMessage(text=turn.html(self.invalid_text) or turn.html(Template(INVALID[self.type]))))
        return self.wait(turn)

    def expects(self, turn: Turn, message: CustomerMessage) -> bool:
        """Whether it is an answer of this type."""
        return self.understand(turn, message) is not None

    def wait(self, turn: Turn) -> Answer:
        """For the answer, or until there is none."""
        minutes = self.no_reply_minutes
        return WaitForReply(turn.event.at + timedelta(minutes=minutes) if minutes else None)

    def understand(self, turn: Turn, message: CustomerMessage) -> Value:
        """The answer as the variable will have it, or None when it does not fit."""
        text = message.text.strip()
        if self.type == "text":
            return text or " ".join(message.attachments) or None
        country = str(turn.get("intercom_user_country_code") or "").upper()
        return READ[self.type](text, country, turn.event.at) if len(text) <= LONGEST_ANSWER else None


LONGEST_ANSWER = 500
"""Letters; a longer text is no number, address or date, whatever it holds."""
MINUS, APOSTROPHE = "\u2212", "\u2019"
SPACES = f"[ '{APOSTROPHE}\u00a0\u202f]"
NUMBER = re.compile(rf"(?<![\w.,])[-+{MINUS}]?\d(?:[\d,. '{APOSTROPHE}\u00a0\u202f]*\d)?(?!\w)")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)
MONTH_FIRST = frozenset({"US", "PH", "FM", "PW", "MH", "GU", "AS", "PR", "VI", ""})
"""Countries (ISO) that write 12/24. So does the bot where the country is not known."""


def read_email(text: str, country: str, now: datetime) -> Value:
    """The address in the text, in its usual form; the domain is not looked up."""
    words = [word.strip("<>()[],;:.!?\"'") for word in text.split() if "@" in word]
    if len(words) != 1:
        return None
    try:
        return validate_email(words[0].removeprefix("mailto:"), check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def read_number(text: str, country: str, now: datetime) -> Value:
    """The one number in the text: `1,234.50`, `1.234,50`, `3,5` and `1 000` are understood."""
    found = NUMBER.findall(text)
    if len(found) != 1 or len(found[0]) > 30:
        return None
    digits = re.sub(SPACES, "", found[0]).replace(MINUS, "-")
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma > dot and (dot >= 0 or not re.search(r"^[-+]?\d{1,3}(,\d{3})+$", digits)):
        digits = digits.replace(".", "").replace(",", ".")
    digits = digits.replace(",", "")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    value = float(digits)
    return int(digits) if "." not in digits else value


def read_phone(text: str, country: str, now: datetime) -> Value:
    """The number as `+3225551212`; without a country code, one of the customer's own country."""
    try:
        number = phonenumbers.parse(text, country if country in phonenumbers.SUPPORTED_REGIONS else None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def read_date(text: str, country: str, now: datetime) -> Value:
    """The day as `2026-12-24`; without a year, one of this year; `today`, `tomorrow` and `yesterday` too."""
    near = {"yesterday": -1, "today": 0, "tomorrow": 1}.get(text.casefold().strip(" .!"))
    if near is not None:
        return (now + timedelta(days=near)).date().isoformat()
    day_first = "." in text or country not in MONTH_FIRST
    guesses = set()
    for month, day in ((1, 1), (12, 31)):
        try:
            # Two defaults: where they show in the answer, the customer has not said day and month.
            default = datetime(now.year, month, day)
            guesses.add(dates.parse(text, default=default, dayfirst=day_first, ignoretz=True).date())
        except (ValueError, OverflowError, TypeError, AttributeError, IndexError):
            return None
    return guesses.pop().isoformat() if len(guesses) == 1 else None


def read_url(text: str, country: str, now: datetime) -> Value:
    """The address, with https:// when the customer left it out."""
    if not text or any(letter.isspace() for letter in text):
        return None
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    try:
        parts = urlsplit(address)
        host, _ = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        return None
    return address if HOST.fullmatch(host) and not parts.username else None


READ: dict[str, Callable[[str, str, datetime], Value]] = {
    "email": read_email, "number": read_number, "phone": read_phone, "date": read_date, "url": read_url,
}  # fmt: skip
