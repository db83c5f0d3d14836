"""Messages: HTML made safe, text escaped, and the text of HTML as people read it."""

from __future__ import annotations

import pytest

from flowdesigner.sandbox.markup import clean, from_text, to_text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Hello", "<p>Hello</p>"),
        ("Hello\nMia", "<p>Hello<br>Mia</p>"),
        ("<b>Hello</b>", "<p><b>Hello</b></p>"),
        ("<h1>Hi</h1><p>there</p>", "<h1>Hi</h1><p>there</p>"),
        ("<p onclick='x()'>Hi</p>", "<p>Hi</p>"),
        ("<script>x()</script>", ""),
        ("<iframe src='https://example.com'></iframe>Hi", "<p>Hi</p>"),
        (
            "<p><a href='https://example.com'>x</a></p>",
            '<p><a href="https://example.com" target="_blank" rel="noopener noreferrer">x</a></p>',
        ),
        ("<p><a href='javascript:x()'>x</a></p>", '<p><a target="_blank" rel="noopener noreferrer">x</a></p>'),
        ("  ", ""),
    ],
)
def test_html_is_made_safe(html: str, expected: str) -> None:
    assert clean(html) == expected


def test_text_is_escaped_and_comes_back_as_it_was() -> None:
    text = "1 < 2 & 3 > 2\n<script>x()</script>"
    assert from_text(f" {text} ") == "<p>1 &lt; 2 &amp; 3 &gt; 2<br>&lt;script&gt;x()&lt;/script&gt;</p>"
    assert to_text(from_text(text)) == text
    assert from_text(" ") == ""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p class='no-margin'>Two</p>", "One\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("a<br>b &amp; c&nbsp;d", "a\nb & c\xa0d"),
    ],
)
def test_html_reads_as_text(html: str, expected: str) -> None:
    assert to_text(html) == expected
