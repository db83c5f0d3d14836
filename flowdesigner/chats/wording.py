"""Acts as lines of a chat's file, and back: `customer: Hello`, `customer presses [Yes]`, `10 minutes later`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from flowdesigner.flow.duration import minutes_at_length, minutes_of
from flowdesigner.flow.event import Value
from flowdesigner.flow.medium import MESSENGER
from flowdesigner.interpreter.act import (
    Act,
    Answer,
    AnswerNext,
    BeginAt,
    FailNext,
    GiveBack,
    PeopleAway,
    Press,
    Say,
    SetVariable,
    Skip,
    SkipTo,
    Speak,
    TakeOver,
    WriteBy,
)
from flowdesigner.interpreter.clock import is_time

IN_THE_MESSENGER = "customer writes in the Messenger"
FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Act]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), act)
    for pattern, act in (
        (r"customer:(.*)", lambda found: Say(found[1].strip())),
        (r"customer presses \[(.*)\]", lambda found: Press(found[1])),
        (IN_THE_MESSENGER, lambda _: WriteBy(MESSENGER)),
        (r"customer writes by (\S+)", lambda found: WriteBy(found[1])),
        (r"customer speaks (\S+)", lambda found: Speak(found[1])),
        (r"teammate takes over", lambda _: TakeOver()),
        (r"teammate:(.*)", lambda found: Answer(found[1].strip())),
        (r"teammate gives back", lambda _: GiveBack()),
        (r"teammate gives back, unanswered:(.+)", lambda found: GiveBack(found[1].strip())),
        (r"next call fails:(.+)", lambda found: FailNext(found[1].strip())),
        (r"next call answers ([2-5]\d\d)", lambda found: AnswerNext(int(found[1]))),
        (r"next call answers ([2-5]\d\d):(.+)", lambda found: AnswerNext(int(found[1]), found[2].strip())),
        (r"nobody is there", lambda _: PeopleAway()),
        (r"people are there again", lambda _: PeopleAway(False)),
        (r"variable (.+?) =(.*)", lambda found: SetVariable(found[1], value_of(found[2].strip()))),
        (r"begin at ([^/\s]+)/(\S+)", lambda found: BeginAt(found[1], found[2])),
    )
)
HELP = (
    "A line begins with “customer:”, “bot:”, “customer presses [”, “(” for what happens besides, “#” for a remark, or"
    " is one of “10 minutes later”, “Saturday 18:05”, “teammate takes over”, “teammate: …”, “teammate gives back”,"
    " “next call fails: …”, “next call answers 404”, “nobody is there”, “variable name = value”,"
    " “customer writes by email”, “customer speaks de”, “begin at flow/block”."
)


def act_of(text: str) -> Act | None:
    """The act that the line stands for, or None."""
    for pattern, act in FORMS:
        if found := pattern.fullmatch(text):
            return act(found)
    if text.endswith(" later") and (minutes := minutes_of(text.removesuffix(" later"))) is not None:
        return Skip(minutes)
    return SkipTo(text) if is_time(text) else None


def line_of(act: Act) -> str:
    """The line that stands for the act."""
    match act:
        case Say(text):
            return f"customer: {text}"
        case Press(option):
            return f"customer presses [{option}]"
        case WriteBy(source_type):
            return IN_THE_MESSENGER if source_type == MESSENGER else f"customer writes by {source_type}"
        case Speak(language):
            return f"customer speaks {language}"
        case TakeOver():
            return "teammate takes over"
        case Answer(text):
            return f"teammate: {text}"
        case GiveBack(text):
            return f"teammate gives back, unanswered: {text}" if text else "teammate gives back"
        case FailNext(reason):
            return f"next call fails: {reason}"
        case AnswerNext(status, body):
            return f"next call answers {status}: {body}" if body.strip() else f"next call answers {status}"
        case PeopleAway(away):
            return "nobody is there" if away else "people are there again"
        case SetVariable(name, value):
            return f"variable {name} = {value_as_text(value)}"
        case BeginAt(flow, block):
            return f"begin at {flow}/{block}"
        case Skip(minutes):
            return f"{minutes_at_length(minutes)} later"
        case SkipTo(when):
            return when
    raise TypeError(f"{act!r} has no words.")


def value_of(text: str) -> Value:
    """JSON, or else the text itself."""
    try:
        value: Value = json.loads(text)
    except ValueError:
        return text
    return value


def value_as_text(value: Value) -> str:
    """The text itself, or JSON where that would be read as something else."""
    if isinstance(value, str) and value and value == " ".join(value.split()) and value_of(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)
