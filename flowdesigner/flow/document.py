"""`Flow`: the document, a networkx graph of blocks with its variables and the places of its cards.

flow = Flow("Greeting")
start = flow.add(Start())
hello = flow.add(SendMessage(text="Hello {firstname}"))
flow.connect(start, hello)
flow.graph                      # an nx.MultiDiGraph, live: node = block id, edge key = port
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from itertools import chain, count
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
from pydantic import ValidationError

from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block, BlockId, UnknownBlock
from flowdesigner.flow.edge import Edge
from flowdesigner.flow.note import Area, Group, Note
from flowdesigner.flow.variable import Variable

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph

Place = tuple[float, float]
ASIDE = frozenset({"id", "name", "translations"})
"""What every block has besides the settings of its kind."""
_first = itemgetter(0)


class Flow:
    """One flow of a bot: blocks, the edges between them, variables, layout.

    `graph` is the truth: a node's key is the block's id and its attribute `block` the block; an edge's key is its port.
    `layout` has the top left corner of each card, in pixels. `notes` and `groups` are for the people who draw; where
    the notes lie and which groups are `collapsed` is kept apart, as the layout is. `unknown` are sections of the file
    that a newer flowdesigner has written: they are saved back as they were.
    """

    def __init__(self, name: str, *, id: str | None = None) -> None:
        self.id = id or slug(name) or "flow"
        self.name = name
        self.graph: Graph = nx.MultiDiGraph()
        self.variables: dict[str, Variable] = {}
        self.layout: dict[BlockId, Place] = {}
        self.notes: dict[str, Note] = {}
        self.groups: dict[str, Group] = {}
        self.note_layout: dict[str, Area] = {}
        self.collapsed: set[str] = set()
        self.unknown: dict[str, Any] = {}

    # Reading

    @property
    def blocks(self) -> list[Block]:
        """All blocks, by id."""
        return list(self.by_id.values())

    @property
    def by_id(self) -> dict[BlockId, Block]:
        """All blocks by their ids, which are in order."""
        found: Any = self.graph.nodes(data="block")
        return dict(sorted(found, key=_first))

    @property
    def edges(self) -> list[Edge]:
        """All edges, by source and port."""
        return [Edge(BlockId(source), port, BlockId(target)) for source, port, target in sorted(self.edge_tuples())]

    def edge_tuples(self) -> list[tuple[str, str, str]]:
        """Every edge as (source, port, target), in no order: the quickest way to see all of them."""
        return [
            (source, port, target)
            for source, targets in self.graph.adjacency()
            for target, ports in targets.items()
            for port in ports
        ]

    @property
    def start(self) -> Block | None:
        """The block at which conversations begin; None when there is none, or more than one."""
        starts = [block for block in self.blocks if block.kind == "start"]
        return starts[0] if len(starts) == 1 else None

    def block(self, id: Block | str) -> Block:
        """The block with this id; EditError when there is none."""
        key = id_of(id)
        if key not in self.graph:
            raise EditError(f"There is no block “{key}” in the flow “{self.name}”. It may have been deleted.")
        block: Block = self.graph.nodes[key]["block"]
        return block

    def after(self, block: Block | str, port: str = "next") -> Block | None:
        """The block that the port leads to, or None."""
        for _, target, key in self.graph.out_edges(id_of(block), keys=True):
            if key == port:
                return self.block(target)
        return None

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    def __len__(self) -> int:
        return len(self.graph)

    def __contains__(self, block: object) -> bool:
        return isinstance(block, Block | str) and id_of(block) in self.graph

    def __eq__(self, other: object) -> bool:
        """Whether both have the same content and layout."""
        return isinstance(other, Flow) and self._content() == other._content()

    __hash__ = None  # type: ignore[assignment]  # a flow changes

    def _content(self) -> tuple[object, ...]:
        blocks = [(block.id, block.name, block.kind, block) for block in self.blocks]
        beside = self.notes, self.groups, self.note_layout, self.collapsed, self.unknown
        return self.id, self.name, blocks, self.edges, self.variables, self.layout, beside

    def __repr__(self) -> str:
        return f"Flow({self.name!r}, {len(self)} blocks, {len(self.edges)} edges)"

    # Editing

    def add(self, block: Block, *, at: Place | None = None, id: str | None = None) -> Block:
        """Put a block in; the returned one has its id: `id`, else its own, else a new one."""
        key = BlockId(id or block.id or self._new_id(block))
        if key in self.graph:
            raise EditError(f"There is a block “{key}” in the flow “{self.name}” already.")
        placed = block.model_copy(update={"id": key})
        self.graph.add_node(key, block=placed)
        if at is not None:
            self.layout[key] = at
        return placed

    def _new_id(self, block: Block) -> str:
        """The name or the kind, numbered where it is taken: building a flow again gives the same ids."""
        wanted = slug(block.name) or block.kind
        numbered = (f"{wanted}-{number}" for number in count(2))
        return next(made for made in chain([wanted], numbered) if made not in self.graph)

    def update(self, block: Block | str, /, **settings: object) -> Block:
        """Change settings of a block; EditError names the first that is refused. Its edges stay."""
        before = self.block(block)
        if isinstance(before, UnknownBlock):
            raise EditError(f"The kind of “{before.title}” is not installed, so its settings cannot be changed.")
        try:
            changed = type(before)(**{**_settings(before), **settings})
        except ValidationError as error:
            fault = error.errors()[0]
            field = ".".join(str(step) for step in fault["loc"])
            raise EditError(f"{before.title}: {field}: {fault['msg']}") from error
        from flowdesigner.flow.translation import carried_over

        return self.put(carried_over(before, changed.model_copy(update={"id": before.id, "name": before.name})))

    def rename(self, block: Block | str, name: str) -> Block:
        """Give a block another name; its id stays."""
        before = self.block(block)
        return self.put(before.model_copy(update={"name": name}))

    def put(self, block: Block) -> Block:
        """Let this block stand in place of the one with its id; edges stay."""
        self.graph.nodes[self.block(block).id]["block"] = block
        return block

    def translate(self, block: Block | str, path: str, language: str, text: str) -> Block:
        """Say a text in another language: `flow.translate("hello", "text", "de", "Hallo")`; "" takes it away.

        The path of a choice's label has the choice's id in it: `choices.billing.label`. EditError: there is no such
        text, or no such language.
        """
        from flowdesigner.flow.translation import translate

        return translate(self, block, language, {path: text})

    def connect(self, source: Block | str, target: Block | str, *, port: str = "next") -> Edge:
        """Lead a port to a block; an edge that the port has is replaced. EditError: no such block or port."""
        leaving, reached = self.block(source), self.block(target)
        if not isinstance(leaving, UnknownBlock) and port not in {one.id for one in leaving.ports()}:
            ports = ", ".join(one.id for one in leaving.ports()) or "none"
            raise EditError(f"“{leaving.title}” has no port “{port}”; its ports: {ports}.")
        self.disconnect(leaving, port)
        self.graph.add_edge(leaving.id, reached.id, key=port)
        return Edge(leaving.id, port, reached.id)

    def disconnect(self, source: Block | str, port: str = "next") -> None:
        """Take the port's edge away, if it has one."""
        for start, end, key in list(self.graph.out_edges(id_of(source), keys=True)):
            if key == port:
                self.graph.remove_edge(start, end, key)

    def remove(self, block: Block | str) -> None:
        """Take a block out, with its edges and its place; a group that it leaves empty goes too."""
        key = self.block(block).id
        self.graph.remove_node(key)
        self.layout.pop(key, None)
        for group in [one for one in self.groups.values() if key in one.blocks]:
            self.set_group(group.id, group.without(key))

    def set_group(self, id: str, group: Group | None) -> None:
        """Add or change a group: its blocks leave the groups that they were in. One that is None or empty goes."""
        self.groups.pop(id, None)
        if group is not None and group.blocks:
            for other in [one for one in self.groups.values() if {*one.blocks} & {*group.blocks}]:
                self.set_group(other.id, other.without(*group.blocks))
            self.groups[id] = group.model_copy(update={"id": id, "blocks": tuple(sorted(set(group.blocks)))})
        self.collapsed &= self.groups.keys()

    def set_note(self, id: str, note: Note | None, at: Area | None = None) -> None:
        """Add or change a note, or take it away; without `at` it stays where it lies."""
        self.notes.pop(id, None)
        if note is None:
            self.note_layout.pop(id, None)
            return
        self.notes[id] = note.model_copy(update={"id": id})
        if at is not None:
            self.note_layout[id] = at

    def copy(self) -> Flow:
        """An independent copy; blocks are immutable and shared."""
        twin = Flow(self.name, id=self.id)
        twin.graph = self.graph.copy()
        twin.variables, twin.layout = dict(self.variables), dict(self.layout)
        twin.notes, twin.groups = dict(self.notes), dict(self.groups)
        twin.note_layout, twin.collapsed = dict(self.note_layout), set(self.collapsed)
        twin.unknown = deepcopy(self.unknown)
        return twin

    # Files and pictures

    def save(self, path: Path | str) -> None:
        """Write the flow's file, whole or not at all."""
        from flowdesigner.flow.files import save_flow

        save_flow(self, path)

    @classmethod
    def load(cls, path: Path | str) -> Flow:
        """Read a flow's file; BrokenFileError says where it is broken."""
        from flowdesigner.flow.files import load_flow

        return load_flow(path)

    def to_mermaid(self) -> str:
        """The flow as a Mermaid flowchart."""
        from flowdesigner.flow.drawing import mermaid

        return mermaid(self)

    def to_svg(self, theme: Literal["light", "dark"] = "light") -> str:
        """The flow as a picture, as the canvas draws it: an SVG document."""
        from flowdesigner.flow.picture import svg

        return svg(self, theme)

    def to_png(self, theme: Literal["light", "dark"] = "light", *, scale: float = 2.0) -> bytes:
        """The same as a PNG picture, with `scale` pixels for one of the canvas."""
        from flowdesigner.flow.picture import png

        return png(self, theme, scale=scale)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Draws itself in a notebook."""
        from flowdesigner.flow.drawing import notebook_bundle

        return notebook_bundle(self)


def id_of(block: Block | str) -> str:
    """The id of a block, given as itself or by its id."""
    return block.id if isinstance(block, Block) else block


def slug(name: str) -> str:
    """A name as an id and a file's stem: `Where is my order?` is `where-is-my-order`."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60]


def _settings(block: Block) -> dict[str, Any]:
    return {name: getattr(block, name) for name in type(block).model_fields if name not in ASIDE}
