"""Edits as intentions: what the page asks for, applied to a flow. Each gives the operation that takes it back.

The page sends them, `session.py` applies and keeps them. `apply` changes the flow wholly or, with an
EditError, not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from flowdesigner.designer.annotations import SetGroups, SetNotes
from flowdesigner.designer.operation import Operation
from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block, BlockId, Translations, UnknownBlock
from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import Value
from flowdesigner.flow.files import flow_from_data, kind_of
from flowdesigner.flow.language import demanded
from flowdesigner.flow.translation import translate, translation
from flowdesigner.flow.variable import Variable

Point = tuple[float, float]
EdgeTuple = tuple[str, str, str]


class NewBlock(BaseModel):
    """A block to put into a flow."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1)
    kind: str
    name: str = ""
    settings: dict[str, Value] = {}
    ports: tuple[str, ...] = ()
    """The exits of a block whose kind is not installed: nobody else knows them."""
    translations: Translations = {}

    def made(self) -> Block:
        """The block; a setting that its kind refuses raises ValidationError."""
        block = Catalog.default().create(self.kind, self.id, self.name, dict(self.settings))
        block = block.model_copy(update={"translations": self.translations})
        return block.model_copy(update={"raw_ports": self.ports}) if isinstance(block, UnknownBlock) else block


class AddBlock(Operation, NewBlock):
    """Put a new block at a place."""

    op: Literal["add_block"] = "add_block"
    at: Point | None = None

    def carry_out(self, flow: Flow) -> Operation:
        """Add it; a block with this id must not be there."""
        flow.add(self.made(), at=self.at, id=self.id)
        return Remove(blocks=(self.id,))


class Set(Operation):
    """Change settings of a block. Edges of ports that it then has no more are taken away."""

    op: Literal["set"] = "set"
    block: str
    settings: dict[str, Value]

    def carry_out(self, flow: Flow) -> Operation:
        """Validate and change."""
        before = settings_of(flow.block(self.block))
        unknown = sorted(set(self.settings) - set(before))
        if unknown:
            raise EditError(f"“{flow.block(self.block).title}” has no setting “{unknown[0]}”.")
        said = flow.block(self.block).translations
        changed = flow.update(self.block, **self.settings)
        ports = {port.id for port in changed.ports()}
        leaving = flow.graph.out_edges(self.block, keys=True)
        gone = {(self.block, port, target) for _, target, port in leaving if port not in ports}
        for source, port, _ in gone:
            flow.disconnect(source, port)
        back = Set(block=self.block, settings={name: before[name] for name in self.settings})
        return together(back, *connections(gone), *lost(changed, said))


class Translate(Operation):
    """Say texts of a block in another language, by their paths; "" takes one away."""

    op: Literal["translate"] = "translate"
    block: str
    language: str
    texts: dict[str, str]

    def carry_out(self, flow: Flow) -> Operation:
        """Change them; one that the block has not is refused."""
        before, code = flow.block(self.block), demanded(self.language)
        translate(flow, before, code, self.texts)
        return Translate(
            block=self.block, language=code, texts={path: translation(before, path, code) for path in self.texts}
        )


class Rename(Operation):
    """Give a block the author's name."""

    op: Literal["rename"] = "rename"
    block: str
    name: str

    def carry_out(self, flow: Flow) -> Operation:
        """Rename it; "" is the kind's own label."""
        before = flow.block(self.block).name
        flow.rename(self.block, self.name)
        return Rename(block=self.block, name=before)


class Move(Operation):
    """Put blocks at places; None forgets a block's place. A `silent` one is the page's own and takes no undo step."""

    op: Literal["move"] = "move"
    at: dict[str, Point | None]
    silent: bool = False

    def carry_out(self, flow: Flow) -> Operation:
        """Move them."""
        before = {block: flow.layout.get(flow.block(block).id) for block in self.at}
        for block, place in self.at.items():
            if place is None:
                flow.layout.pop(BlockId(block), None)
            else:
                flow.layout[BlockId(block)] = place
        return Move(at=before, silent=self.silent)


class Connect(Operation):
    """Lead a port to a block."""

    op: Literal["connect"] = "connect"
    source: str = Field(alias="from")
    port: str
    to: str

    def carry_out(self, flow: Flow) -> Operation:
        """Draw the edge, in place of the one that the port had."""
        before = target(flow, self.source, self.port)
        flow.connect(self.source, self.to, port=self.port)
        if before is None:
            return Disconnect(source=self.source, port=self.port)
        return Connect(source=self.source, port=self.port, to=before)


class Disconnect(Operation):
    """Let a port lead nowhere."""

    op: Literal["disconnect"] = "disconnect"
    source: str = Field(alias="from")
    port: str

    def carry_out(self, flow: Flow) -> Operation:
        """Take the edge away; a port without one stays as it is."""
        before = target(flow, self.source, self.port)
        if before is None:
            return Batch(ops=())
        flow.disconnect(self.source, self.port)
        return Connect(source=self.source, port=self.port, to=before)


class Remove(Operation):
    """Take blocks away, and the edges at them."""

    op: Literal["remove"] = "remove"
    blocks: tuple[str, ...]

    def carry_out(self, flow: Flow) -> Operation:
        """Remove them; the inverse brings back their edges and places too."""
        gone = dict.fromkeys(self.blocks)
        kept = tuple(as_new(flow.block(block)) for block in gone)
        edges = tuple(sorted(edge for edge in edges_of(flow) if edge[0] in gone or edge[2] in gone))
        at = {block: place for block in gone if (place := flow.layout.get(BlockId(block))) is not None}
        groups = {id: group for id, group in flow.groups.items() if gone.keys() & {*group.blocks}}
        folds = {id: id in flow.collapsed for id in groups}
        for block in gone:
            flow.remove(block)
        back = Insert(blocks=kept, edges=edges, at=at)
        return together(back, SetGroups(groups=dict(groups), collapsed=folds)) if groups else back


class Insert(Operation):
    """Put several blocks with edges at their places: pasted ones, or removed ones that come back."""

    op: Literal["insert"] = "insert"
    blocks: tuple[NewBlock, ...]
    edges: tuple[EdgeTuple, ...] = ()
    at: dict[str, Point] = {}

    def carry_out(self, flow: Flow) -> Operation:
        """Add and connect them."""
        adding = [AddBlock(**block.model_dump(), at=self.at.get(block.id)) for block in self.blocks]
        return Batch(ops=(*adding, *connections(self.edges))).carry_out(flow)


class SetVariable(Operation):
    """Declare, change or (with None) forget a variable of the flow."""

    op: Literal["set_variable"] = "set_variable"
    name: str = Field(min_length=1)
    variable: Variable | None

    def carry_out(self, flow: Flow) -> Operation:
        """Change the declaration; another name in `variable` renames it."""
        if self.variable is not None and self.variable.name != self.name:
            forget, declare = SetVariable(name=self.name, variable=None), self.variable
            return Batch(ops=(forget, SetVariable(name=declare.name, variable=declare))).carry_out(flow)
        before = flow.variables.pop(self.name, None)
        if self.variable is not None:
            flow.variables[self.name] = self.variable
        return SetVariable(name=self.name, variable=before)


class Batch(Operation):
    """Several operations that are one step to their author."""

    op: Literal["batch"] = "batch"
    ops: tuple[AnyOperation, ...]

    def carry_out(self, flow: Flow) -> Operation:
        """All in order, or none."""
        done: list[Operation] = []
        try:
            for operation in self.ops:
                done.append(operation.carry_out(flow))
        except Exception:
            for inverse in reversed(done):
                inverse.carry_out(flow)
            raise
        return together(*reversed(done))


class Become(Operation):
    """Make the flow what its data says (None: there is no such flow), together with others of one restored version.

    `flows` names all that belong together, `edit` the restoring that they are of; `head` are the bot's main and error
    flow, and `languages` its languages, if this edit is the one that sets them. It is the session's own: the page never
    sends it.
    """

    op: Literal["become"] = "become"
    flow: dict[str, Any] | None
    edit: str
    flows: tuple[str, ...]
    head: tuple[str, str | None] | None = None
    languages: tuple[str, ...] | None = None

    def made(self) -> Flow | None:
        """The flow, or None."""
        return None if self.flow is None else flow_from_data(self.flow)

    def carry_out(self, flow: Flow) -> Operation:
        """Refused: it concerns more than one flow."""
        raise EditError("A version can only be restored as a whole.")


AnyOperation = Annotated[
    AddBlock
    | Set
    | Translate
    | Rename
    | Move
    | Connect
    | Disconnect
    | Remove
    | Insert
    | SetVariable
    | SetNotes
    | SetGroups
    | Batch
    | Become,
    Field(discriminator="op"),
]
Batch.model_rebuild()
_ADAPTER: TypeAdapter[Operation] = TypeAdapter(AnyOperation)


class RefusedFieldError(EditError):
    """An edit with a setting that the block's form does not allow; `field` names it."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


def parse(data: Mapping[str, Any]) -> Operation:
    """The operation that the page sent; EditError when it is none."""
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as error:
        raise not_an_edit(error) from error


def not_an_edit(error: ValidationError) -> EditError:
    """What the page sent makes no sense; where it does not."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return EditError(f"The page sent an edit that is none: {place or 'op'}: {first['msg']}")


def apply(flow: Flow, operation: Operation) -> Operation:
    """Change the flow; returns the inverse. EditError, in words, leaves the flow as it was."""
    try:
        return operation.carry_out(flow)
    except (ValidationError, EditError) as error:
        cause = error if isinstance(error, ValidationError) else error.__cause__
        if not isinstance(cause, ValidationError):
            raise
        first = cause.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        raise RefusedFieldError(first["msg"].removeprefix("Value error, "), field) from error


def settings_of(block: Block) -> dict[str, Value]:
    """All settings as JSON, defaults included; those of an unknown kind as they came."""
    if isinstance(block, UnknownBlock):
        return dict(block.raw_settings)
    settings: dict[str, Value] = block.model_dump(mode="json")
    return settings


def as_new(block: Block) -> NewBlock:
    """What brings the block back after it was removed."""
    ports = block.raw_ports if isinstance(block, UnknownBlock) else ()
    return NewBlock(
        id=block.id, kind=kind_of(block), name=block.name, settings=settings_of(block), ports=ports,
        translations=block.translations,
    )  # fmt: skip


def lost(block: Block, before: Translations) -> tuple[Translate, ...]:
    """Operations that bring back the translations that the block had before."""
    now = block.translations
    gone = {
        code: {path: str(words) for path, words in texts.items() if path not in now.get(code, {})}
        for code, texts in before.items()
    }
    return tuple(Translate(block=block.id, language=code, texts=texts) for code, texts in gone.items() if texts)


def edges_of(flow: Flow) -> frozenset[EdgeTuple]:
    """Every edge as (from block, port, to block)."""
    return frozenset(flow.edge_tuples())


def target(flow: Flow, source: str, port: str) -> str | None:
    """The id of the block that the port leads to."""
    after = flow.after(flow.block(source), port)
    return after.id if after else None


def connections(edges: frozenset[EdgeTuple] | set[EdgeTuple] | tuple[EdgeTuple, ...]) -> tuple[Connect, ...]:
    """Operations that draw these edges."""
    return tuple(Connect(source=source, port=port, to=to) for source, port, to in sorted(edges))


def together(*operations: Operation) -> Operation:
    """One operation that does these in order."""
    return operations[0] if len(operations) == 1 else Batch(ops=cast("tuple[AnyOperation, ...]", operations))
