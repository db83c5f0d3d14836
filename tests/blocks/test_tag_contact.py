"""Tag contact; what it shares with Tag conversation is in `test_tag_conversation.py`."""

from __future__ import annotations

from flowdesigner.blocks.start import Start
from flowdesigner.blocks.tag_contact import TagContact
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk


def test_the_customer_is_tagged() -> None:
    flow = Flow("Main")
    flow.connect(flow.add(Start()), flow.add(TagContact(tags=("vip", "{more}"))))
    assert talk(flow, "hi", facts={"more": "a"}).lines[1:] == ["tagged the customer: vip, a"]
