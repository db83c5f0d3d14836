"""The Help page: every how-to and every kind of block, as safe HTML."""

from __future__ import annotations

from flowdesigner.designer.pages.help import HOW_TOS, HelpPage
from flowdesigner.designer.rendering import as_html
from flowdesigner.flow.catalog import Catalog


def test_every_how_to_and_every_kind_has_its_article() -> None:
    page = HelpPage(Catalog.default())
    titles = [article.title for article in page.articles]
    assert len([one for one in page.articles if one.shelf == "How to"]) == len(list(HOW_TOS.glob("*.md"))) > 0
    assert {Catalog.default().describe(kind).label for kind in Catalog.default().kinds} <= set(titles)
    assert [choice.description for choice in page.choices] == titles


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
    assert page.text.value.count('<img class="fd-in-light" src="data:image/png;base64,') == 3
    assert page.text.value.count('<img class="fd-in-dark" src="data:image/png;base64,') == 3
    assert "../pictures" not in page.text.value
    assert ".md" not in page.text.value
