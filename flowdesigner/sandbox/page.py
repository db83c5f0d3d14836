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


PAGES = {"/": ("home", "Settings"), "/messenger": ("messenger", "Messenger"), "/inbox": ("inbox", "Inbox")}
"""Address to the name of the page's files and its title."""


def page(path: str) -> str:
    """One of the sandbox's three pages, with the way to the others."""
    name, title = PAGES[path]
    links = "\n".join(f'<a href="{to}">{text}</a>' for to, (_, text) in PAGES.items())
    links = links.replace(f'"{path}"', f'"{path}" aria-current="page"')
    return _template("frame.html").substitute(name=name, title=title, links=links, body=_filled(f"{name}.html"))


def card(name: str, title: str, **values: str) -> str:
    """A page that asks or says one thing; values are escaped."""
    return _template("card.html").substitute(title=escape(title), body=_filled(name, **values))


def _filled(name: str, **values: str) -> str:
    return _template(name).substitute({key: escape(value) for key, value in values.items()}).rstrip()


@cache
def _template(name: str) -> Template:
    return Template((files("flowdesigner.sandbox") / "pages" / name).read_text("utf-8"))
