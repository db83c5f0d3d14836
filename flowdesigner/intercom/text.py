"""The text of what people wrote: HTML in older versions of the notifications (to 2.14), plain text in newer ones."""

from __future__ import annotations

import html
import re

_HTML = re.compile(r"\s*<(?:p|div|br|h[1-6]|ul|ol|li|b|i|a|em|strong|img|span|blockquote|pre|table)\b[^<>]*>", re.I)
_LINE_ENDS = re.compile(r"<br\s*/?>|</(?:p|div|h[1-6]|li|blockquote|pre|tr)\s*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"[ \t\r\n]+")
_LINE_END = re.compile(r" ?\n ?")


def plain_text(body: str | None) -> str:
    """The text of a body, whichever of the two it is; paragraphs become lines, entities characters."""
    if not body:
        return ""
    if not _HTML.match(body):
        return body.strip()
    # A line's end between two tags is a space, as in a browser; what tags make of it is a line.
    lines = _LINE_END.sub("\n", _TAG.sub("", _LINE_ENDS.sub("\n", _SPACE.sub(" ", body))))
    return html.unescape(lines).strip()
