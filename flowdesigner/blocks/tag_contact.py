"""Tag contact: put tags on the customer, or take them off."""

from __future__ import annotations

from typing import ClassVar

from flowdesigner.flow.action import Whose
from flowdesigner.flow.block import Group
from flowdesigner.flow.tagging import TaggingBlock


class TagContact(TaggingBlock):
    """Puts tags on the customer, or takes them off."""

    kind: ClassVar[str] = "tag_contact"
    label: ClassVar[str] = "Tag contact"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 5
    whose: ClassVar[Whose] = "contact"
