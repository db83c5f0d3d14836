"""The sandbox's HTML pages: files beside this module, with what changes filled in."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from string import Template

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src * data:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""What bots and customers write is shown on these pages: nothing in it may run."""


def html(name: str, **values: str) -> str:
    """The page; values are escaped."""
    return _template(name).substitute({key: escape(value) for key, value in values.items()})


@cache
def _template(name: str) -> Template:
    return Template((files("flowdesigner.sandbox") / "pages" / name).read_text("utf-8"))
