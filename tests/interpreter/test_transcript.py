"""Lines of a conversation."""

from __future__ import annotations

from flowdesigner.flow.action import Action, CloseConversation, HandOver, OfferOptions, Option, SendMessage
from flowdesigner.interpreter.transcript import as_text, heard, note, plain_text, told
from flowdesigner.interpreter.visit import Request
from flowdesigner.testing import message


def shown(action: Action, **teams: str) -> list[str]:
    return as_text(list(told(Request(1, action, "main", "a"), teams)))


def test_a_message_is_shown_with_its_images() -> None:
    action = SendMessage(text="<p>One</p><p>Two &amp; <b>three</b><br>four</p>", images=("https://example.com/a.png",))
    assert shown(action) == ["bot: One\nTwo & three\nfour", "bot: (image https://example.com/a.png)"]


def test_options_are_shown_as_buttons() -> None:
    options = (Option(id="a", label="Yes", uuid="1"), Option(id="b", label="No", uuid="2"))
    asked = OfferOptions(text="Well?", options=options)
    assert shown(asked) == ["bot: Well?", "bot: [Yes] [No]"]
    (line,) = told(Request(1, asked, "main", "a"), {})
    assert str(line) == "bot: Well?\nbot: [Yes] [No]"


def test_what_happens_besides_is_a_note() -> None:
    assert shown(HandOver(provider="intercom", team="5", tags=("vip",))) == ["handed over to team 5, tagged vip"]
    assert shown(HandOver(provider="intercom", team="t"), t="Billing") == ["handed over to Billing"]
    assert shown(CloseConversation(conversation="7", reason="Bye")) == ["bot: Bye", "closed"]


def test_what_the_customer_wrote_is_never_markup() -> None:
    line = heard(message("<b>hi</b> & bye"))
    assert line.text == "&lt;b&gt;hi&lt;/b&gt; &amp; bye"
    assert as_text([line, note("a < b")]) == ["customer: <b>hi</b> & bye", "a < b"]


def test_a_line_knows_its_block() -> None:
    (line,) = told(Request(1, SendMessage(text="Hi"), "main", "a"), {})
    assert (line.flow, line.block) == ("main", "a")


def test_html_as_plain_text() -> None:
    assert plain_text("<h1>Title</h1><p>Text</p>") == "Title\nText"
