"""Who said what, at which block: the lines of a conversation, for *Try it*, tests and the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Literal

from flowdesigner.flow.action import (
    Action,
    AddNote,
    Assign,
    CloseConversation,
    HandOver,
    LookForPeople,
    OfferOptions,
    Option,
    PutTags,
    Reopen,
    SendMessage,
    SetAttribute,
    Snooze,
    TakeBack,
)
from flowdesigner.flow.api_call import CallApi
from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.event import CustomerMessage
from flowdesigner.flow.python_function import CallFunction
from flowdesigner.interpreter.visit import Request

Who = Literal["customer", "bot", "teammate", "note"]

BREAK = re.compile(r"<br\s*/?>|(?:</(?:p|h1|h2)>\s*)?<(?:p|h1|h2)>|</(?:p|h1|h2)>\s*(?=.)", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
PEOPLE_SAY = {"conversation": "conversation", "contact": "customer"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a message as safe HTML, or a note about what happened besides.

    `flow` and `block` say where the bot said it; `pressed` is the id of the option that the customer pressed.
    """

    who: Who
    text: str
    flow: str = ""
    block: str = ""
    options: tuple[Option, ...] = ()
    images: tuple[str, ...] = ()
    files: tuple[AttachedFile, ...] = ()
    pressed: str = ""

    @property
    def plain(self) -> str:
        """The text without markup."""
        return plain_text(self.text)

    def __str__(self) -> str:
        return "\n".join(line_as_text(self))


def plain_text(html: str) -> str:
    """Safe HTML as plain text; paragraphs become lines."""
    return unescape(TAG.sub("", BREAK.sub("\n", html))).strip()


def heard(message: CustomerMessage) -> Line:
    """The customer's line."""
    return Line("customer", escape(message.text, quote=False), images=message.attachments)


def spoken(text: str) -> Line:
    """A teammate's line."""
    return Line("teammate", escape(text, quote=False))


def note(text: str, flow: str = "", block: str = "") -> Line:
    """A line that nobody said."""
    return Line("note", escape(text, quote=False), flow, block)


def told(request: Request, teams: Mapping[str, str]) -> Iterator[Line]:
    """The lines that an action shows; `teams` gives names to the ids of teams."""
    where = (request.flow, request.block)
    match request.action:
        case SendMessage(text=text, images=images, files=files):
            yield Line("bot", text, *where, images=images, files=files)
        case OfferOptions(text=text, options=options):
            yield Line("bot", text, *where, options=options)
        case CloseConversation(reason=reason):
            if reason:
                yield Line("bot", reason, *where)
            yield note("closed", *where)
        case action:
            yield note(done(action, teams), *where)


def done(action: Action, teams: Mapping[str, str]) -> str:
    """What an action that says nothing to the customer has done, in words."""
    match action:
        case HandOver():
            return handed_over(action, teams)
        case TakeBack():
            return "taken back by the bot"
        case Assign(to="nobody"):
            return "assigned to nobody"
        case Assign(to=to, id=id):
            return f"assigned to {teams.get(id) or f'{to} {id}'}"
        case PutTags(whose=whose, tags=tags, off=off):
            return f"{'took tags off' if off else 'tagged'} the {PEOPLE_SAY[whose]}: {', '.join(tags)}"
        case SetAttribute(whose=whose, name=name, value=value):
            return f"set “{name}” of the {PEOPLE_SAY[whose]} to {json.dumps(value, ensure_ascii=False)}"
        case AddNote(text=text):
            return f"note for the team: {plain_text(text)}"
        case Snooze(until=until):
            return f"snoozed until {until:%A %H:%M}"
        case Reopen():
            return "opened again"
        case LookForPeople():
            return "looked whether somebody is there"
        case CallApi():
            return f"called {action}"
        case CallFunction():
            return f"ran {action}"
    return type(action).__name__


def handed_over(action: HandOver, teams: Mapping[str, str]) -> str:
    """To whom, and what they get with it."""
    team, teammate = action.team, action.teammate
    target = teams.get(team) or (f"team {team}" if team else "the inbox of your people")
    told = [f"handed over to {f'teammate {teammate}' if teammate else target}"]
    told += [f"tagged {', '.join(action.tags)}"] if action.tags else []
    told += [f"with {name}: {value}" for name, value in action.attributes]
    told += [f"noting: {plain_text(action.note)}"] if action.note else []
    return ", ".join(told)


def as_text(lines: list[Line]) -> list[str]:
    """The lines as tests and the command line read them: `bot: Hello`, `bot: [Yes] [No]`, `closed`."""
    return [text for line in lines for text in line_as_text(line)]


def line_as_text(line: Line) -> Iterator[str]:
    """One line, with its images, files and buttons on lines of their own."""
    who = "" if line.who == "note" else f"{line.who}: "
    if line.text or not (line.options or line.images or line.files):
        yield f"{who}{line.plain}"
    yield from (f"{who}(image {image})" for image in line.images)
    yield from (f"{who}(file {file.name})" for file in line.files)
    if line.options:
        yield who + " ".join(f"[{option.label}]" for option in line.options)
