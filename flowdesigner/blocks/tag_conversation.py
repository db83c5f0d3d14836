"""Tag conversation: put tags on the conversation, or take them off."""

from __future__ import annotations

from typing import ClassVar

from flowdesigner.flow.action import Whose
from flowdesigner.flow.block import Group
from flowdesigner.flow.tagging import TaggingBlock


class TagConversation(TaggingBlock):
    """Puts tags on the conversation, or takes them off."""

    kind: ClassVar[str] = "tag_conversation"
    label: ClassVar[str] = "Tag conversation"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 4
    whose: ClassVar[Whose] = "conversation"
