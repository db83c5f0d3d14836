"""Tag conversation."""

from __future__ import annotations

import pytest

from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.blocks.tag_conversation import TagConversation
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import Value
from flowdesigner.testing import talk


def tags(block: TagConversation) -> Flow:
    flow = Flow("Main")
    tag = flow.add(block)
    flow.connect(flow.add(Start()), tag)
    flow.connect(tag, flow.add(SendMessage(text="Done")))
    return flow


@pytest.mark.parametrize(
    ("block", "facts", "said"),
    [
        (TagConversation(tags=("vip", "{more}")), {"more": "a, b,,vip"}, ["tagged the conversation: vip, a, b"]),
        (TagConversation(tags=("vip",), do="take_off"), {}, ["took tags off the conversation: vip"]),
        (TagConversation(tags=("{more}",)), {"more": " , "}, []),
    ],
)
def test_tags_are_put_on_or_taken_off(block: TagConversation, facts: dict[str, Value], said: list[str]) -> None:
    assert talk(tags(block), "hi", facts=facts).lines[1:] == [*said, "bot: Done"]


def test_the_check_knows_the_tags_that_it_puts_on() -> None:
    assert TagConversation(tags=("vip, big", "{more}")).tags_put() == {"vip", "big"}
    assert TagConversation(tags=("vip",), do="take_off").tags_put() == frozenset()
    assert [fault.field for fault in TagConversation().faults()] == ["tags"]
