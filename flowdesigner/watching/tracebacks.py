"""What a log shows of errors: where they came about, and their words only where these cannot be a customer's."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType

from structlog.typing import EventDict, WrappedLogger

from flowdesigner.errors import FlowdesignerError

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SPEAKING = (FlowdesignerError, OSError)
"""Their messages are sentences of ours or of the system's; those of others may repeat what they were given."""


class Tracebacks:
    """A processor that turns `exc_info` into text. With `everything` it hides nothing."""

    def __init__(self, *, everything: bool) -> None:
        self._everything = everything

    def __call__(self, _logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
        """Put the text under `exception`, and take addresses of people out of the message."""
        if not self._everything:
            event["event"] = MAIL.sub("…@…", str(event["event"]))
        if error := _error_of(event.pop("exc_info", None)):
            event["exception"] = "\n\nand then\n\n".join(self._one(link) for link in reversed(list(_chain(error))))
        return event

    def _one(self, error: BaseException) -> str:
        places = "".join(traceback.format_tb(error.__traceback__))
        name = type(error).__qualname__
        shown = self._everything or isinstance(error, SPEAKING)
        return f"{places}{name}: {error}" if shown else f"{places}{name}"


def _error_of(info: object) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        found: tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] = info
        return found[1]
    return sys.exc_info()[1] if info else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and those that it came of."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
