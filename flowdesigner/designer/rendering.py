"""Markdown of our own help as HTML, the one place that knows how."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt


@lru_cache(maxsize=256)
def as_html(markdown: str) -> str:
    """Safe HTML: raw HTML in the text is shown as text."""
    html: str = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").render(markdown)
    return html
