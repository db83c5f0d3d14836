"""The Help page: every how-to and every kind of block, as safe HTML."""

from __future__ import annotations

import re

from flowdesigner.designer.pages.help import DOCS, HOW_TOS, INDEX, HelpPage
from flowdesigner.designer.rendering import as_html
from flowdesigner.flow.catalog import Catalog


def test_every_how_to_and_every_kind_has_its_article() -> None:
    page = HelpPage(Catalog.default())
    titles = [article.title for article in page.articles]
    assert len([one for one in page.articles if one.shelf == "How to"]) == len(list(HOW_TOS.glob("*.md"))) > 0
    assert {Catalog.default().describe(kind).label for kind in Catalog.default().kinds} <= set(titles)
    assert [choice.description for choice in page.choices] == titles


def test_every_text_of_the_documentation_opens_and_no_link_leads_to_nothing() -> None:
    page = HelpPage(Catalog.default())
    files = {path.name: path for path in DOCS.rglob("*.md") if path != INDEX}
    assert {article.file for article in page.articles if article.file} == set(files)
    titles = {article.title for article in page.articles}
    for article in page.articles:
        page.show(article)
        assert f"<h1>{article.title}</h1>" in page.text.value
        assert set(re.findall(r'data-article="([^"]*)"', page.text.value)) <= titles
        for address in re.findall(r'(?:href|src)="([^"]*)"', page.text.value):
            assert address == "#" or address.startswith(("https://", "data:image/png")), (article.title, address)


def test_links_between_the_files_of_the_documentation_lead_to_files() -> None:
    for text in (*DOCS.rglob("*.md"), DOCS.parent.parent / "README.md", DOCS.parent.parent / "CONTRIBUTING.md"):
        for address in re.findall(r"\]\(([^)#]+)[^)]*\)", text.read_text("utf-8")):
            assert address.startswith("https://") or (text.parent / address).exists(), f"{text.name}: {address}"


def test_the_index_of_the_documentation_has_every_text() -> None:
    listed = set(re.findall(r"\]\(([^)]+)\)", INDEX.read_text("utf-8")))
    assert listed == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if path != INDEX}


def test_a_link_to_another_article_names_it() -> None:
    page = HelpPage(Catalog.default())
    page.show(next(one for one in page.articles if one.file == "build-your-first-bot.md"))
    assert '<a href="#" data-article="Connect your Intercom workspace">' in page.text.value


def test_a_chosen_article_is_shown_and_marked() -> None:
    page = HelpPage(Catalog.default())
    place = next(place for place, one in enumerate(page.articles) if one.title == "Send message")
    page.choices[place].click()
    assert "<h1>Send message</h1>" in page.text.value
    assert [choice.description for choice in page.choices if "fd-now" in choice._dom_classes] == ["Send message"]


def test_markdown_cannot_bring_markup_of_its_own() -> None:
    assert as_html("<script>alert(1)</script> *yes*") == "<p>&lt;script&gt;alert(1)&lt;/script&gt; <em>yes</em></p>\n"


def test_pictures_come_with_the_text_in_both_themes() -> None:
    page = HelpPage(Catalog.default())
    page.enter()
    assert page.shown.title == "Build your first bot"
    assert page.text.value.count('<img class="fd-in-light" src="data:image/png;base64,') == 4
    assert page.text.value.count('<img class="fd-in-dark" src="data:image/png;base64,') == 4
    assert "../pictures" not in page.text.value
    assert ".md" not in page.text.value
