"""`Versions`: the bot's versions on the page: the list, differences, going back, restoring, conversations under way.

The page sends `{type: "versions", do, ...}`, where a number that is null is the draft:

    list       all versions
    compare    `old`, `new`: what `new` changed since `old`
    under_way  `number`: how many conversations on other versions could go on with this one
    go_to      `number`: new conversations use this version from now on, with `move_conversations` those under way too
    move       `number`: those under way go on with this version, where they can
    restore    `number`: make the draft what this version is, in one edit

and is told

    {type: "versions", versions: [{number, note, author, at, is_live, conversations}], next_number}
                        after list, go_to and move; the newest first; `conversations` are those under way
    {type: "compared", old, new, sentences, flows: [flow]}
        flow   {id, name, state: "added" | "removed" | "changed", sentences, blocks: {id: block}, edges, variables,
                old: FlowView | null, new: FlowView | null}
        block  {state: "added" | "removed" | "changed" | "moved", title, renamed_from: the title before, or null,
                fields: [{name, title, old, new}]}
        edges  {added: [[from, port, to]], removed: [[from, port, to]]}, variables {name: state}
    {type: "under_way", number, can_move, must_stay, text}
    {type: "moved", number, moved, must_stay, busy, text}, and then all versions again
    {type: "restored", number, changed}, after the whole document; `changed` false: the draft was so already

`{type: "import", text}` makes the draft the bot of a file; the answer is as after `restore`, with null as the number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flowdesigner.designer.background import Background
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.history import Changes, changes, document_of
from flowdesigner.designer.operations import settings_of
from flowdesigner.designer.release import Release
from flowdesigner.designer.requests import Import
from flowdesigner.designer.requests import Versions as Request
from flowdesigner.designer.session import EditingSession
from flowdesigner.designer.views import flow_view
from flowdesigner.errors import EditError
from flowdesigner.flow.block import BlockId
from flowdesigner.flow.diff import Difference
from flowdesigner.flow.files_folder import fetch
from flowdesigner.runtime import moving
from flowdesigner.runtime.moving import UnderWay
from flowdesigner.store.conversations import under_way_by_revision
from flowdesigner.store.revisions import live_number
from flowdesigner.store.store import Store
from flowdesigner.transfer import keep, unpack

View = dict[str, Any]


class Versions:
    """The versions of one bot; `show` shows the whole document again, `changed` the header."""

    def __init__(
        self,
        canvas: Canvas,
        session: EditingSession,
        store: Store,
        release: Release,
        background: Background,
        *,
        show: Callable[[], None],
        changed: Callable[[], None],
    ) -> None:
        self.canvas = canvas
        self.session = session
        self.store = store
        self.release = release
        self.background = background
        self.show = show
        self.changed = changed
        canvas.on(Request, self.answer)
        canvas.on(Import, self.take_in)

    def answer(self, request: Request) -> None:
        """Do what the page asks."""
        match request.do:
            case "list":
                self.list_all()
            case "compare":
                self.session.catch_up()
                found = changes(self.session.bot, self.store, request.old, request.new)
                self.canvas.tell("compared", **changes_view(found))
            case "under_way":
                self.count(request.number)
            case "go_to":
                self.go_to(demanded(request.number), move=request.move_conversations)
            case "move":
                self.release.move(demanded(request.number), self.list_all)
            case "restore":
                self.restore(demanded(request.number))

    def list_all(self) -> None:
        """All versions, the newest first."""
        live, counts = self.store.read(live_number), self.store.read(under_way_by_revision)
        versions = [
            {
                "number": one.number,
                "note": one.note,
                "author": one.author,
                "at": one.published_at.isoformat(),
                "is_live": one.number == live,
                "conversations": counts.get(one.number, 0),
            }
            for one in self.store.revisions.list()
        ]
        self.canvas.tell("versions", versions=versions, next_number=self.release.next_number())

    def count(self, number: int | None) -> None:
        """How many conversations under way could go on with this version."""
        document = self.session.bot.data() if number is None else document_of(self.store, number)

        def done(found: UnderWay) -> None:
            self.canvas.tell("under_way", number=number, **asdict(found), text=str(found))

        self.background.run(
            lambda: moving.look(self.store, document, number), done, lambda error: self.canvas.notice(str(error))
        )

    def go_to(self, number: int, *, move: bool) -> None:
        """New conversations use this version; the runner notices within a second."""
        self.store.revisions.go_to(number)
        self.release.look()
        self.changed()
        if move:
            self.release.move(number, self.list_all)
        else:
            self.list_all()

    def restore(self, number: int) -> None:
        """Make the draft what this version is."""
        changed = self.session.restore(document_of(self.store, number))
        fetch(self.session.bot.folder, self.session.bot.flows, self.store.files.get)
        if changed:
            self.show()
            self.changed()
        self.canvas.tell("restored", number=number, changed=changed)

    def take_in(self, request: Import) -> None:
        """Make the draft the bot of a file, as `restore` does; its chats are kept beside those that are there."""
        parcel = unpack(request.text)
        changed = self.session.restore(parcel.document)
        fetch(self.session.bot.folder, self.session.bot.flows, parcel.files.get)
        keep(parcel.chats, Path(self.session.bot.folder))
        if changed:
            self.show()
            self.changed()
        self.canvas.tell("restored", number=None, changed=changed)


def demanded(number: int | None) -> int:
    """The number; EditError for the draft, which is no version."""
    if number is None:
        raise EditError("Choose a published version.")
    return number


def changes_view(found: Changes) -> View:
    """A comparison, for the canvas and in words."""
    return {
        "old": found.old,
        "new": found.new,
        "sentences": found.sentences,
        "flows": [difference_view(one) for one in found.flows],
    }


def difference_view(found: Difference) -> View:
    """What changed in one flow."""
    return {
        "id": found.new.id,
        "name": found.new.name,
        "state": "added" if found.is_new else "removed" if found.is_gone else "changed",
        "sentences": found.sentences(),
        "blocks": {id: block_view(found, id, state) for id, state in found.states.items()},
        "edges": {"added": edges(found.edges_added), "removed": edges(found.edges_removed)},
        "variables": dict(found.variables),
        "old": None if found.is_new else flow_view(found.old),
        "new": None if found.is_gone else flow_view(found.new),
    }


def block_view(found: Difference, id: BlockId, state: str) -> View:
    """What became of one block."""
    block = (found.old if state == "removed" else found.new).block(id)
    view: View = {"state": state, "title": block.title, "renamed_from": None, "fields": []}
    if state == "changed":
        old, new = found.old.block(id), found.new.block(id)
        before, after = settings_of(old), settings_of(new)
        view["renamed_from"] = old.title if old.name != new.name else None
        view["fields"] = [
            {"name": one.name, "title": one.title, "old": before.get(one.name), "new": after.get(one.name)}
            for one in found.fields(id)
        ]
    return view


def edges(listed: list[Any]) -> list[list[str]]:
    """Edges as [from, port, to]."""
    return [[edge.source, edge.port, edge.target] for edge in listed]
