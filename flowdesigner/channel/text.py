"""Texts as they come from Intercom: HTML in older versions, plain text in newer ones."""

from __future__ import annotations

import html
import re

_HTML = re.compile(r"\s*<(?:p|div|br|h[1-6]|ul|ol|li|b|i|a|em|strong|img|span|blockquote|pre|table)\b[^<>]*>", re.I)
_LINE_ENDS = re.compile(r"<br\s*/?>|</(?:p|div|h[1-6]|li|blockquote|pre|tr)\s*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"\s+")


def plain(body: str | None) -> str:
    """The text of a body, whichever of the two it is; paragraphs become lines."""
    if not body:
        return ""
    if not _HTML.match(body):
        return body.strip()
    return html.unescape(_TAG.sub("", _LINE_ENDS.sub("\n", body))).strip()


def normalised(body: str | None) -> str:
    """The text with every run of spaces and lines as one space: what two spellings of one message have in common."""
    return _SPACES.sub(" ", plain(body).replace("\u200b", "")).strip()
