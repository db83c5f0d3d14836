"""`Block`, the base of every kind, and `Port`, where an edge leaves a block.

A kind is one module in `flowdesigner/blocks` (or in a package with the entry point `flowdesigner.blocks`): its fields
are the form, its ports the exits, `enter` and `resume` what it does. Nothing else in flowdesigner names a kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, NewType, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr
from pydantic.json_schema import SkipJsonSchema

from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.event import CustomerMessage, Value
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn

if TYPE_CHECKING:
    from flowdesigner.flow.python_function import FunctionUse

BlockId = NewType("BlockId", str)
Translations = dict[str, dict[str, Template]]
"""Texts by their language's code and their path in the block (`translation.py`)."""

Group = Literal["talk", "decide", "remember", "act", "reach", "structure"]
Severity = Literal["error", "warning"]

GROUP_LABELS: dict[Group, str] = {
    "talk": "Talk",
    "decide": "Decide",
    "remember": "Remember",
    "act": "Act in Intercom",
    "reach": "Reach out",
    "structure": "Structure",
}


@dataclass(frozen=True, slots=True)
class Port:
    """An exit of a block. `label` and `hint` stand on the card; one that is not `required` may lead nowhere."""

    id: str
    label: str
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a block, as a sentence that says what happens to the customer."""

    field: str
    message: str
    severity: Severity = "error"


NEXT = Port("next", "Next")


class Block(BaseModel):
    """One step of a conversation; immutable: an edit makes a new one with `model_copy` or the flow's `update`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    kind: ClassVar[str]
    label: ClassVar[str]
    group: ClassVar[Group]
    order: ClassVar[int] = 100
    """Its place within the group on the palette; lower comes first."""
    waits_for_customer: ClassVar[bool] = False
    """Whether the conversation can stop here for the customer's turn."""
    hands_over: ClassVar[bool] = False
    """Whether people get the conversation here."""
    ends: ClassVar[bool] = False
    """Whether the conversation is closed here."""

    id: BlockId = Field(default=BlockId(""), exclude=True, json_schema_extra={"x-hidden": True})
    name: str = Field(default="", exclude=True, json_schema_extra={"x-hidden": True})
    translations: SkipJsonSchema[Translations] = Field(default_factory=dict, exclude=True)
    _as_written: Block | None = PrivateAttr(default=None)

    def __hash__(self) -> int:
        """By what names it: equal blocks have the same id, and translations cannot be hashed."""
        return hash((self.id, self.name))

    @property
    def title(self) -> str:
        """The author's name for it, or the kind's label."""
        return self.name or self.label

    @property
    def as_written(self) -> Self:
        """The block in the bot's main language: itself, unless a customer who speaks another language has come to it.

        What is remembered of an answer and compared later is taken from here, so that it is the same in all languages.
        """
        return self._as_written or self  # type: ignore[return-value]  # a translation is of the same kind

    def said_for(self, written: Block) -> Self:
        """This block as the translation of another, which is `as_written`."""
        self._as_written = written
        return self

    def ports(self) -> tuple[Port, ...]:
        """The exits, in the order of the card."""
        return (NEXT,)

    def summary(self) -> str:
        """The text on the card: template source, so that variables show as chips; "" for none."""
        return ""

    def faults(self) -> Iterator[Fault]:
        """What is missing or wrong in the settings, whatever the rest of the flow."""
        return iter(())

    def reads(self) -> frozenset[str]:
        """Names of the variables that the block reads. By default those of its templates and conditions."""
        from flowdesigner.flow.template import variables_in

        return frozenset(variables_in(self))

    def shows(self) -> frozenset[str]:
        """Names of the variables that the block needs a value of, for a text; conditions do without."""
        from flowdesigner.flow.template import variables_shown

        return frozenset(variables_shown(self))

    def writes(self) -> frozenset[str]:
        """Names of the variables that the block sets."""
        return frozenset()

    def says_instead(self) -> Mapping[str, str]:
        """Words that customers read where a text is left empty, by the text's path: they are translated too."""
        return {}

    def exposes(self) -> frozenset[str]:
        """Names of the variables that the block sends outside where others can read them: unencrypted, or in an
        address, which servers write into their logs."""
        return frozenset()

    def secrets(self) -> frozenset[str]:
        """Names of the secrets that the block needs."""
        return frozenset()

    def attachments(self) -> tuple[AttachedFile, ...]:
        """The files that the block sends."""
        return ()

    def function_use(self) -> FunctionUse | None:
        """The Python function that the block runs, if it runs one."""
        return None

    def tags_put(self) -> frozenset[str]:
        """Names of the tags that the block puts on conversations, as far as they are known before."""
        return frozenset()

    def enter(self, turn: Turn) -> Answer:
        """The conversation comes to this block."""
        raise NotImplementedError(f"{type(self).__name__}.enter")

    def resume(self, turn: Turn) -> Answer:
        """What the block waited for has come: `turn.event`."""
        return LeaveBy()

    def expects(self, turn: Turn, message: CustomerMessage) -> bool:
        """Whether a block that waits for a reply can make something of this one; else it may have been overtaken."""
        return True


class UnknownBlock(Block):
    """A block of a kind that is not installed: kept and saved back as it was; a conversation that meets it fails."""

    kind: ClassVar[str] = "unknown"
    label: ClassVar[str] = "Unknown block"
    group: ClassVar[Group] = "structure"

    raw_kind: str
    """The kind as the file names it."""
    raw_settings: dict[str, Value] = {}
    """The settings as the file has them."""
    raw_ports: tuple[str, ...] = ()
    """The ports that the file's edges use."""

    @property
    def title(self) -> str:
        """The author's name for it, or the kind that is missing."""
        return self.name or self.raw_kind

    def ports(self) -> tuple[Port, ...]:
        """Those that edges leave by: what else the kind had cannot be known."""
        return tuple(Port(port, port, required=False) for port in self.raw_ports)

    def faults(self) -> Iterator[Fault]:
        """One error: the kind is missing."""
        yield Fault(
            "", f"The block kind “{self.raw_kind}” is not installed here, so customers who come to it are stuck."
        )
