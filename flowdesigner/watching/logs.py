"""The log of a process: one line for each thing that happened, as JSON or as `key=value`, the same for all who write.

`set_up` once at the process's start. `lines` are for what happens often: they are written past Python's own logging,
which takes several times as long. Everything else, libraries too, comes by that and by structlog's formatter.
Customers' words and names come at the level debug only.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from structlog.stdlib import ProcessorFormatter, add_logger_name
from structlog.typing import EventDict, Processor, WrappedLogger

from flowdesigner.errors import ConfigurationError
from flowdesigner.settings import LOG_FORMAT, LOG_LEVEL, from_environment
from flowdesigner.watching.logfile import LogFile, stderr
from flowdesigner.watching.rendering import Render, as_json, as_text
from flowdesigner.watching.tracebacks import Tracebacks

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
FORMATS: dict[str, Render] = {"text": as_text, "json": as_json}
TALKATIVE = ("aiohttp", "httpcore", "sqlalchemy")
"""Libraries that below a warning tell what was sent, with secrets in it."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a log is written."""

    level: int = logging.INFO
    render: Render = as_text

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> Style:
        """What the environment says; ConfigurationError for a word that is none of these."""
        level = _one_of(LEVELS, LOG_LEVEL, "info", environ)
        return cls(LEVELS[level], FORMATS[_one_of(FORMATS, LOG_FORMAT, "text", environ)])


class Lines:
    """For what happens often. Ask `are_wanted` before gathering what a line would say, `words_are` before words."""

    def __init__(self, style: Style, file: LogFile | None) -> None:
        self._render = style.render
        self._file = file
        self.are_wanted = file is not None and style.level <= logging.INFO
        self.words_are = file is not None and style.level <= logging.DEBUG

    def say(self, event: str, **fields: Any) -> None:  # noqa: ANN401 - anything that JSON can hold
        """A line without anything that customers wrote."""
        if self.are_wanted and self._file is not None:
            self._file.write(self._render("info", {"event": event, **fields}) + b"\n")

    def say_words(self, event: str, **fields: Any) -> None:  # noqa: ANN401
        """A line with it."""
        if self.words_are and self._file is not None:
            self._file.write(self._render("debug", {"event": event, **fields}) + b"\n")


_current = Lines(Style(), None)


def lines() -> Lines:
    """Those of this process; they go nowhere before it is set up."""
    return _current


def set_up(path: Path | None = None, *, environ: Mapping[str, str] = os.environ, file: LogFile | None = None) -> Lines:
    """Let everything that this process logs come out in one way, on standard error; bounded if that is `path`."""
    global _current
    style, file = Style.of(environ), file or stderr(path)
    root = logging.getLogger()
    root.handlers[:] = [_Handler(style, file)]
    everything = style.level <= logging.DEBUG
    root.setLevel(logging.INFO if everything else max(style.level, logging.WARNING))
    logging.getLogger("flowdesigner").setLevel(style.level)
    logging.getLogger("uvicorn").setLevel(max(style.level, logging.INFO))
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    _current = Lines(style, file)
    return _current


class _Handler(logging.Handler):
    """Python's own logging, to the same place and in the same form."""

    def __init__(self, style: Style, file: LogFile) -> None:
        super().__init__()
        self._file = file

        def rendered(_logger: WrappedLogger, _name: str, event: EventDict) -> str:
            return style.render(event.pop("level"), event).decode("utf-8")

        tracebacks = Tracebacks(everything=style.level <= logging.DEBUG)
        processors: list[Processor] = [ProcessorFormatter.remove_processors_meta, tracebacks, rendered]
        self.setFormatter(ProcessorFormatter(foreign_pre_chain=[_level, add_logger_name], processors=processors))

    def emit(self, record: logging.LogRecord) -> None:
        """A line."""
        try:
            self._file.write(self.format(record).encode("utf-8", "backslashreplace") + b"\n")
        except Exception:
            self.handleError(record)


def _level(_logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    event["level"] = name
    return event


def _one_of(words: Iterable[str], variable: str, usual: str, environ: Mapping[str, str]) -> str:
    told = (from_environment(variable, environ) or usual).lower()
    if told not in words:
        raise ConfigurationError(f"{variable} must be one of {', '.join(words)}.")
    return told
