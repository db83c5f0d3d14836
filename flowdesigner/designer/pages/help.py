"""The Help page: how-tos, the help of every block and the background, from the files of the documentation.

Pictures come with the text, since the page can load no files, in both themes; the style sheet shows the right one. A
link to another article names it in `data-article`; `ground.js` then presses that article's button.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from flowdesigner.designer.pages.controls import box, button, html, styled
from flowdesigner.designer.pages.page import Page
from flowdesigner.designer.rendering import as_html
from flowdesigner.flow.block import GROUP_LABELS
from flowdesigner.flow.catalog import Catalog

DOCS = Path(__file__).parent.parent.parent / "docs"
HOW_TOS = DOCS / "how-to"
INDEX = DOCS / "index.md"
PICTURE = re.compile(r'<img src="(?:\.\./)?pictures/([a-z-]+)-light\.png" alt="([^"]*)" />')
LINK = re.compile(r'<a href="(?:[./a-z-]*/)?([a-z-]+\.md)">(.*?)</a>')


@dataclass(frozen=True, slots=True)
class Article:
    """One text of the help."""

    shelf: str
    title: str
    markdown: str
    file: str = ""


class HelpPage(Page):
    """A list of articles, and the one that was chosen."""

    def __init__(self, catalog: Catalog) -> None:
        self.articles = [*how_tos(), *block_help(catalog), *background()]
        self.text = html(classes="fd-text fd-box")
        self.choices = [button(one.title, lambda one=one: self.show(one)) for one in self.articles]  # type: ignore[misc]
        shelf = styled(box(*self._list(), classes=""), "fd-manual-list")
        super().__init__(box(shelf, self.text, classes="fd-manual"))
        self.shown = self.articles[0]

    def opened(self) -> None:
        """Show what was shown last."""
        self.show(self.shown)

    def show(self, article: Article) -> None:
        """Put this article on the page."""
        self.shown = article
        self.text.value = LINK.sub(self._link, PICTURE.sub(in_both_themes, as_html(article.markdown)))
        for one, choice in zip(self.articles, self.choices, strict=True):
            (choice.add_class if one is article else choice.remove_class)("fd-now")

    def _link(self, link: re.Match[str]) -> str:
        """A link to another article; to a file that Help has not, its text alone."""
        file, text = link.groups()
        title = next((one.title for one in self.articles if one.file == file), None)
        return f'<a href="#" data-article="{escape(title)}">{text}</a>' if title else f"<em>{text}</em>"

    def _list(self) -> Iterator[object]:
        shelf = ""
        for article, choice in zip(self.articles, self.choices, strict=True):
            if article.shelf != shelf:
                shelf = article.shelf
                yield html(f'<div class="fd-legend">{shelf}</div>')
            yield choice


def in_both_themes(picture: re.Match[str]) -> str:
    """A picture of the documentation, itself in the text; without the pictures, its description."""
    name, description = picture.groups()
    files = {theme: DOCS / f"pictures/{name}-{theme}.png" for theme in ("light", "dark")}
    if not all(file.exists() for file in files.values()):
        return f"<em>{description}</em>"
    data = {theme: b64encode(file.read_bytes()).decode() for theme, file in files.items()}
    return "".join(
        f'<img class="fd-in-{theme}" src="data:image/png;base64,{text}" alt="{description}">'
        for theme, text in data.items()
    )


def how_tos() -> Iterator[Article]:
    """Every how-to, by title."""
    return articles("How to", HOW_TOS)


def background() -> Iterator[Article]:
    """How it is built, its words, its figures."""
    return articles("Background", DOCS)


def articles(shelf: str, folder: Path) -> Iterator[Article]:
    """The texts of a folder, by title."""
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.md") if path != INDEX}
    made = [
        Article(shelf, text.partition("\n")[0].removeprefix("# ").strip(), text, file) for file, text in found.items()
    ]
    yield from sorted(made, key=lambda article: article.title)


def block_help(catalog: Catalog) -> Iterator[Article]:
    """The help of every kind, as the palette has them."""
    kinds = [catalog.describe(kind) for kind in catalog.kinds]
    for group, label in GROUP_LABELS.items():
        for kind in sorted((one for one in kinds if one.group == group), key=lambda one: one.label):
            text = kind.help if kind.help.startswith("# ") else f"# {kind.label}\n\n{kind.help}"
            yield Article(f"Blocks: {label}", kind.label, text)
