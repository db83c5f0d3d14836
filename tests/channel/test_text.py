from __future__ import annotations

import time

import pytest

from flowdesigner.channel.text import normalised, plain


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, ""),
        ("", ""),
        ("<p>Hi</p>", "Hi"),
        ('<p class="no-margin">Hi</p><p>there</p>', "Hi\nthere"),
        (
            "<p>It is order <b>#A-17</b>.<br>See the receipt &amp; photo.</p>",
            "It is order #A-17.\nSee the receipt & photo.",
        ),
        ("It is order #A-17.\nSee the receipt & photo.", "It is order #A-17.\nSee the receipt & photo."),
        ("1 < 2 &amp; so on", "1 < 2 &amp; so on"),
        ("<p>1 &lt; 2</p>", "1 < 2"),
        ("<3 you", "<3 you"),
        ("  padded  ", "padded"),
    ],
)
def test_a_body_is_read_as_text_whether_it_is_html_or_not(body: str | None, text: str) -> None:
    assert plain(body) == text


def test_two_spellings_of_a_message_are_the_same() -> None:
    assert normalised("<p>Hi <b>Mia</b>,</p><p>bye&nbsp;now</p>") == normalised("Hi Mia,\n\nbye now")
    assert normalised("<p>Hi</p>") != normalised("<p>Ho</p>")


def test_a_body_made_to_be_slow_is_not() -> None:
    began = time.process_time()
    plain("<p>" + "<" * 500_000)
    assert time.process_time() - began < 2
