"""Send message."""

from __future__ import annotations

import pytest

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.action import SendMessage as Say
from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk, visit


def says(*messages: SendMessage) -> Flow:
    flow = Flow("Main")
    last = flow.add(Start())
    for message in messages:
        flow.connect(last, last := flow.add(message))
    return flow


def test_it_says_its_text_with_variables_and_goes_on() -> None:
    flow = says(SendMessage(text="Hello {firstname}"), SendMessage(text="Bye"))
    assert talk(flow, "hi", facts={"firstname": "Mia"}).lines == ["customer: hi", "bot: Hello Mia", "bot: Bye"]


def test_formatting_reaches_intercom_and_what_customers_wrote_does_not_format() -> None:
    turn = visit(SendMessage(text="<b>Hi</b> {name}"), variables={"name": "<i>Mia</i>"})
    SendMessage(text="<b>Hi</b> {name}").enter(turn)
    (request,) = turn.requests
    assert isinstance(request.action, Say)
    assert "<b>Hi</b>" in request.action.text
    assert "&lt;i&gt;Mia" in request.action.text


def test_images_are_shown_and_what_is_no_address_is_left_out() -> None:
    flow = says(SendMessage(text="Look", images=("https://example.com/{picture}.png", "{nothing}")))
    shown = talk(flow, "hi", facts={"picture": "cat"})
    assert shown.lines == ["customer: hi", "bot: Look", "bot: (image https://example.com/cat.png)"]


def test_a_text_that_comes_out_empty_is_not_sent() -> None:
    assert talk(says(SendMessage(text="{unset}")), "hi").lines == ["customer: hi"]


@pytest.mark.parametrize(
    ("block", "field", "words"),
    [
        (SendMessage(), "text", "gets nothing"),
        (SendMessage(images=("https://example.com/a.png",) * 11), "images", "at most 10"),
        (SendMessage(text="a", images=("cat.png",)), "images", "not a web address"),
    ],
)
def test_its_faults_say_what_happens_to_the_customer(block: SendMessage, field: str, words: str) -> None:
    (fault,) = block.faults()
    assert fault.field == field
    assert words in fault.message


def test_a_whole_message_has_no_faults() -> None:
    assert not list(SendMessage(text="Hello", images=("{picture}", "https://example.com/a.png")).faults())
    assert SendMessage(images=("https://example.com/a.png",)).summary() == "1 image"


def test_files_go_with_the_message_and_are_named_in_the_transcript() -> None:
    file = AttachedFile.of("list.pdf", b"x" * 2048)
    message = SendMessage(text="Here", files=(file,))
    assert talk(says(message), "hi").lines == ["customer: hi", "bot: Here", "bot: (file list.pdf)"]
    assert message.attachments() == (file,)
    only = SendMessage(files=(file, AttachedFile.of("b.txt", b"b")))
    assert only.summary() == "2 files"
    assert not list(only.faults())
    assert talk(says(only), "hi").lines == ["customer: hi", "bot: (file list.pdf)", "bot: (file b.txt)"]


def test_more_files_than_intercom_takes_are_a_fault() -> None:
    (fault,) = SendMessage(files=tuple(AttachedFile.of(f"{n}.txt", b"%d" % n) for n in range(11))).faults()
    assert fault.field == "files"
    assert "at most 10" in fault.message
