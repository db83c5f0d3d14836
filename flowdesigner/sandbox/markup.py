"""Messages as Intercom keeps them: HTML of a few tags, made safe here for the pages, or plain text of the same."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import nh3

BLOCKS = frozenset({"p", "h1", "h2", "h3", "ul", "ol", "blockquote", "pre"})
TAGS = BLOCKS | {"b", "i", "em", "strong", "u", "a", "br", "li", "code", "img"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "p": {"class"}}
SCHEMES = {"http", "https", "mailto"}
_STARTS_WITH_BLOCK = re.compile(rf"\s*<(?:{'|'.join(BLOCKS)})\b", re.IGNORECASE)


def clean(html: str) -> str:
    """What a teammate or a bot wrote, without anything that could run; text that is no paragraph becomes one."""
    safe = nh3.clean(
        html.strip(),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    ).strip()
    if not safe or _STARTS_WITH_BLOCK.match(safe):
        return safe
    return f"<p>{safe.replace(chr(10), '<br>')}</p>"


def from_text(text: str) -> str:
    """What a customer typed, as Intercom keeps it."""
    stripped = text.strip()
    return f"<p>{escape(stripped, quote=False).replace(chr(10), '<br>')}</p>" if stripped else ""


def to_text(html: str) -> str:
    """The same as plain text: a line for each paragraph."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects what a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or tag in BLOCKS or tag == "li":
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)

    def text(self) -> str:
        lines = (line.strip() for line in "".join(self._pieces).split("\n"))
        return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip("\n")
