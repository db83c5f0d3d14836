"""Templates: variables in texts, and markup that stays the author's."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowdesigner.flow.event import Value
from flowdesigner.flow.template import Template, lookup

VALUES: dict[str, Value] = {
    "firstname": "Mia",
    "intercom.conversationId": "42",
    "order": {"items": ["lamp", "desk"], "total": 12.0},
    "evil": "<b onclick=x>&</b>",
    "link": "https://example.com/?a=1&b=2",
    "script": "javascript:alert(1)",
    "vip": True,
}


def html(text: str, values: Mapping[str, Value] = VALUES) -> str:
    return Template(text).render(lambda name: lookup(values, name), html=True)


def text(source: str, values: Mapping[str, Value] = VALUES) -> str:
    return Template(source).render(lambda name: lookup(values, name), html=False)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Hi {firstname}", "Hi Mia"),
        ("{ firstname }", "Mia"),
        ("{firstname|upper}{firstname | lower}", "MIAmia"),
        ("{intercom.conversationId}", "42"),
        ("{order.items[1]} for {order.total}", "desk for 12"),
        ("{order.items}", "lamp, desk"),
        ("{nobody}", ""),
        ("{vip}", "yes"),
        ("{{firstname}}", "{firstname}"),
        ("{firstname|shout}", "{firstname|shout}"),
        ("a { b", "a { b"),
        ("2 < 3 & 4", "2 < 3 & 4"),
    ],
)
def test_a_template_as_plain_text(source: str, shown: str) -> None:
    assert text(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<b>Hi</b> {firstname}", "<b>Hi</b> Mia"),
        ("{evil}", "&lt;b onclick=x&gt;&amp;&lt;/b&gt;"),
        ("<script>x</script>Hi<img src=x onerror=y>", "Hi"),
        ('<a href="https://example.com" onclick="x">there</a>', '<a href="https://example.com">there</a>'),
        ('<a href="javascript:x">there</a>', "<a>there</a>"),
        ('<a href="{link}">there</a>', '<a href="https://example.com/?a=1&amp;b=2">there</a>'),
        ('<a href="{script}">there</a>', "<a>there</a>"),
        ("one\ntwo", "one<br>two"),
        ("<h1>{firstname}", "<h1>Mia</h1>"),
    ],
)
def test_a_template_as_html(source: str, shown: str) -> None:
    assert html(source) == shown


def test_markup_is_dropped_where_only_text_can_stand() -> None:
    assert text("<p>Dear <b>{firstname}</b></p><p>Bye &amp; thanks</p>") == "Dear Mia\nBye & thanks"


def test_variables_are_told_once_and_as_written() -> None:
    assert Template("{a.b[0]} {c|upper} {a.b[0]}").variables() == ("a.b[0]", "c")
    assert Template("{a|shout}").unknown_modifiers() == ("shout",)


@given(st.text(max_size=60), st.sampled_from(["{said}", "<b>{said}</b>", "x {said} y"]))
def test_what_a_customer_wrote_is_never_markup(said: str, source: str) -> None:
    shown = html(source, {"said": said})
    inside = shown.removeprefix("<b>").removesuffix("</b>")
    assert "<" not in inside
    assert ">" not in inside


@given(st.text(max_size=80))
def test_any_text_is_a_template(source: str) -> None:
    html(source, {})
    text(source, {})


def test_a_name_is_looked_up_whole_before_it_is_a_path() -> None:
    assert lookup({"a.b": 1, "a": {"b": 2}}, "a.b") == 1
    assert lookup({"a": {"b": [5]}}, "a.b[0]") == 5
    assert lookup({"a": {"b": [5]}}, "a.b[7]") is None
    assert lookup({"a": "text"}, "a.b") is None
