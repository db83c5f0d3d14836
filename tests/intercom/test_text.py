"""Bodies as people wrote them, in every shape."""

from __future__ import annotations

import pytest

from flowdesigner.intercom.text import plain_text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, ""),
        ("<p>Hi</p>", "Hi"),
        ('<p class="no-margin">Hi</p>\n<p class="no-margin">there</p>', "Hi\nthere"),
        ("<p>one\n two</p>", "one two"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("<p>one<br>two<br/>three</p>", "one\ntwo\nthree"),
        ("<p>Tom &amp; Mia&#39;s &lt;b&gt;</p>", "Tom & Mia's <b>"),
        ("<h1>Title</h1><ul><li>a</li><li>b</li></ul>", "Title\na\nb"),
        ('<p>see <a href="https://example.com">this</a></p>', "see this"),
        ("Tom &amp; Mia <b>", "Tom &amp; Mia <b>"),
        ("5 < 6", "5 < 6"),
        ("line one\nline two", "line one\nline two"),
    ],
)
def test_a_body_is_read_as_text(body: str | None, text: str) -> None:
    assert plain_text(body) == text
