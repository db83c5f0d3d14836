"""Texts as they come from Intercom, so that two spellings of one message can be told to be the same."""

from __future__ import annotations

import re

from flowdesigner.intercom.text import plain_text

_SPACES = re.compile(r"\s+")

plain = plain_text


def normalised(body: str | None) -> str:
    """The text with every run of spaces and lines as one space: what two spellings of one message have in common."""
    return _SPACES.sub(" ", plain(body).replace("\u200b", "")).strip()
