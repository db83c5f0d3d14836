"""`TaggingBlock`, the base of kinds that put tags on something in Intercom, or take them off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from flowdesigner.flow.acting import ActingBlock
from flowdesigner.flow.action import Action, PutTags, Whose
from flowdesigner.flow.block import Fault
from flowdesigner.flow.tags import filled_in, standing
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Turn

LABELS: JsonDict = {"put_on": "Put on", "take_off": "Take off"}


class TaggingBlock(ActingBlock):
    """Puts tags on what `whose` says, or takes them off."""

    whose: ClassVar[Whose]

    do: Literal["put_on", "take_off"] = Field(
        default="put_on", title="What to do", json_schema_extra={"x-widget": "select", "x-labels": LABELS}
    )
    """Tags that are there already, or not there to be taken off, are no failure."""
    tags: tuple[Template, ...] = Field(
        default=(), title="Tags", json_schema_extra={"x-widget": "tags", "x-suggest": "tags"}
    )
    """One that your workspace does not have is made. A variable may hold several, with commas between."""

    def summary(self) -> str:
        """The tags."""
        return ", ".join(self.tags)

    def faults(self) -> Iterator[Fault]:
        """No tag is named."""
        if not self.tags:
            yield Fault("tags", "No tag is named, so nothing happens here.")

    def tags_put(self) -> frozenset[str]:
        """Those without variables."""
        return standing(self.tags) if self.do == "put_on" else frozenset()

    def action(self, turn: Turn) -> Action | None:
        """Put them on, or take them off; nothing when the variables hold none."""
        tags = filled_in(self.tags, turn)
        return PutTags(whose=self.whose, tags=tags, off=self.do == "take_off") if tags else None
