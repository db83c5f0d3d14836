"""What an error says, without secrets that the environment holds."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

LONGEST = 300
"""Letters of an error; more helps nobody, and may be what customers wrote."""
SHORTEST = 6
"""Letters of a value that is worth masking; shorter ones stand in any text."""
MASK = "•••"
NAMES = re.compile(r"SECRET|TOKEN|PASSWORD|PASSWD|KEY|CREDENTIAL|DSN|DATABASE_URL", re.IGNORECASE)
LOGIN = re.compile(r"(?<=://)[^/\s@]+(?=@)")
"""Who logs in, in an address."""
OURS = (
    "FLOWDESIGNER_SECRET_KEY",
    "FLOWDESIGNER_INTERCOM_ACCESS_TOKEN",
    "FLOWDESIGNER_INTERCOM_CLIENT_SECRET",
    "FLOWDESIGNER_DATABASE_URL",
    "FLOWDESIGNER_SANDBOX_TOKEN",
    "FLOWDESIGNER_METRICS",
    "OTEL_EXPORTER_OTLP_HEADERS",
    "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
)
"""Variables that are no business of an author's function."""

_hidden: set[str] = set()


def hide_ours() -> None:
    """Take flowdesigner's own secrets out of this process's environment; errors never show them either."""
    for name in OURS:
        if value := os.environ.pop(name, ""):
            _hidden.add(value)


def masked(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """The text in one line, bounded, without the values of variables that are named like secrets."""
    line = LOGIN.sub(MASK, " ".join(text.split()))
    secrets = {value for name, value in environ.items() if NAMES.search(name)} | _hidden
    for value in sorted(secrets, key=len, reverse=True):
        if len(value) >= SHORTEST:
            line = line.replace(value, MASK)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
