"""`EditingSession`: the draft of a bot while a page edits it. Every edit is saved, can be undone, and is made once.

The flow files are the draft; `.flowdesigner/draft.sqlite` remembers the edits. A file that somebody else has written
meanwhile (another page, a text editor, git) is read again before it is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.designer.operations import EdgeTuple, Move, Operation, Point, apply, edges_of, parse
from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import load_flow, save_flow
from flowdesigner.flow.variable import Variable
from flowdesigner.store.draft import Draft

DRAFT = Path(".flowdesigner/draft.sqlite")


@dataclass(frozen=True, slots=True)
class Picture:
    """A flow at one moment, to see afterwards what an edit has changed. Blocks are immutable, so this is cheap."""

    blocks: Mapping[str, Block]
    edges: frozenset[EdgeTuple]
    layout: Mapping[str, Point]
    variables: Mapping[str, Variable]

    @classmethod
    def of(cls, flow: Flow) -> Picture:
        """The flow now."""
        blocks = {str(block.id): block for block in flow.blocks}
        layout = {str(block): place for block, place in flow.layout.items()}
        return cls(blocks, edges_of(flow), layout, dict(flow.variables))


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did: ids of blocks and places that are different or gone, and whether edges or variables are."""

    op: str | None
    blocks: frozenset[str]
    places: frozenset[str]
    edges: bool
    variables: bool

    @classmethod
    def between(cls, before: Picture, after: Picture, op: str | None = None) -> Change:
        """The difference of two moments."""
        return cls(
            op,
            different(before.blocks, after.blocks),
            different(before.layout, after.layout),
            before.edges != after.edges,
            before.variables != after.variables,
        )

    @classmethod
    def nothing(cls, op: str | None = None) -> Change:
        """No difference."""
        empty: frozenset[str] = frozenset()
        return cls(op, empty, empty, edges=False, variables=False)

    def __bool__(self) -> bool:
        return bool(self.blocks or self.places or self.edges or self.variables)


class EditingSession:
    """One page's editing of one bot; `flow` is the one on the screen. `save` writes a flow's file."""

    def __init__(self, bot: Bot, draft: Draft, *, save: Callable[[Flow, Path], None] = save_flow) -> None:
        self.bot = bot
        self.draft = draft
        self._save = save
        self.flow_id = bot.main
        self._stamps = {flow: self._stamp(flow) for flow in bot.flows}

    @classmethod
    def open(cls, folder: Path) -> EditingSession:
        """The bot in the folder with the edits made so far."""
        return cls(Bot.load(folder), Draft.open(folder / DRAFT))

    @property
    def flow(self) -> Flow:
        """The flow on the screen."""
        return self.bot.flows[self.flow_id]

    @property
    def can_undo(self) -> bool:
        """Whether an edit of this flow can be taken back."""
        return self.draft.can_undo(self.flow_id)

    @property
    def can_redo(self) -> bool:
        """Whether an edit of this flow can be made again."""
        return self.draft.can_redo(self.flow_id)

    def switch(self, flow: str) -> None:
        """Put another flow on the screen."""
        if flow not in self.bot.flows:
            raise EditError(f"The bot has no flow “{flow}” any more.")
        self.flow_id = flow
        self.refresh()

    def edit(self, data: Mapping[str, Any], *, id: str | None = None, author: str = "") -> Change:
        """Make an edit of the flow on the screen and save it. One whose id is known changes nothing again."""
        before = Picture.of(self.flow)
        self.refresh()
        if id is None or self.draft.knows(id) is None:
            operation = parse(data)
            inverse = self._make(operation)
            silent = isinstance(operation, Move) and operation.silent
            back = None if silent else inverse.data()
            self.draft.append(operation.data(), back, author, flow=self.flow_id, id=id)
        return Change.between(before, Picture.of(self.flow), id)

    def undo(self) -> Change:
        """Take the last edit of this flow back; nothing changes when there is none."""
        before = Picture.of(self.flow)
        self.refresh()
        if edit := self.draft.undo(self.flow_id):
            self._make(parse(edit.inverse))
        return Change.between(before, Picture.of(self.flow))

    def redo(self) -> Change:
        """Make the edit again that was taken back last."""
        before = Picture.of(self.flow)
        self.refresh()
        if edit := self.draft.redo(self.flow_id):
            self._make(parse(edit.op))
        return Change.between(before, Picture.of(self.flow))

    def refresh(self) -> Change:
        """Read the flow again if its file was written by somebody else; BrokenFileError leaves both as they are."""
        stamp = self._stamp(self.flow_id)
        if stamp == self._stamps.get(self.flow_id):
            return Change.nothing()
        before = Picture.of(self.flow)
        self.bot.flows[self.flow_id] = load_flow(self._path(self.flow_id))
        self._stamps[self.flow_id] = stamp
        return Change.between(before, Picture.of(self.flow))

    def close(self) -> None:
        """Let go of the files."""
        self.draft.close()

    def _make(self, operation: Operation) -> Operation:
        """Apply and save; a flow that cannot be saved is left as it was."""
        inverse = apply(self.flow, operation)
        try:
            self._save(self.flow, self._path(self.flow_id))
        except OSError as error:
            apply(self.flow, inverse)
            raise EditError(f"The change could not be saved: {error.strerror}. Make room, then try again.") from error
        self._stamps[self.flow_id] = self._stamp(self.flow_id)
        return inverse

    def _path(self, flow: str) -> Path:
        return Path(self.bot.folder) / f"{flow}.flow.json"

    def _stamp(self, flow: str) -> tuple[int, int, int] | None:
        """Changes whenever the file does: an atomic save gives it a new inode."""
        try:
            found = self._path(flow).stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def different(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[str]:
    """Keys whose values are not equal, or that only one of them has."""
    keys = before.keys() | after.keys()
    return frozenset(key for key in keys if before.get(key) is not after.get(key) and before.get(key) != after.get(key))
