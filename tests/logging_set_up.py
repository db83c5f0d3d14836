"""A log that a test reads, and Python's logging as it was afterwards."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flowdesigner.watching import logs
from flowdesigner.watching.logfile import LogFile


class Written:
    """What a log holds."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def said(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]


@contextmanager
def log_at(path: Path, *, form: str = "json", level: str = "info") -> Iterator[Written]:
    """Everything that is logged meanwhile is written there."""
    names = ("", "flowdesigner", "uvicorn", *logs.TALKATIVE)
    levels = {name: logging.getLogger(name).level for name in names}
    handlers, current = logging.getLogger().handlers[:], logs._current
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    environ = {"FLOWDESIGNER_LOG_FORMAT": form, "FLOWDESIGNER_LOG_LEVEL": level}
    try:
        logs.set_up(environ=environ, file=LogFile(number))
        yield Written(path)
    finally:
        logs._current = current
        logging.captureWarnings(False)
        logging.getLogger().handlers[:] = handlers
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
        os.close(number)
