"""Texts that are longer than a customer can see, as several messages: split between sentences."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from html import escape

from flowdesigner.channel.text import plain

SENTENCE_END = re.compile(r"(?<=[.!?…:;])\s+|\n+")


def split(body: str, most: int | None) -> tuple[str, ...]:
    """The message as messages of at most so many letters, as safe HTML; where it is short enough, itself."""
    text = plain(body)
    if most is None or len(text) <= most:
        return (body,)
    return tuple(f"<p>{escape(piece, quote=False)}</p>" for piece in pieces(text, most))


def pieces(text: str, most: int) -> Iterator[str]:
    """As many whole sentences as fit into each; a sentence that is too long is split between words."""
    now = ""
    for sentence in SENTENCE_END.split(text):
        for part in textwrap.wrap(sentence, most) or ():
            if now and len(now) + 1 + len(part) > most:
                yield now
                now = part
            else:
                now = f"{now} {part}".strip()
    if now:
        yield now
