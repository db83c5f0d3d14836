"""`EditingSession`: the draft of a bot while a page edits it. Every edit is saved, can be undone, and is made once.

The flow files are the draft; `.flowdesigner/draft.sqlite` remembers the edits. A file that somebody else has written
meanwhile (another page, a text editor, git) is read again before it is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock

from flowdesigner.bot import BOT_FILE, ENDING, Bot
from flowdesigner.designer.change import Change, Picture
from flowdesigner.designer.operation import Operation
from flowdesigner.designer.operations import Become, Move, apply, parse
from flowdesigner.designer.pasting import planned
from flowdesigner.designer.restoring import outside, restoring, together
from flowdesigner.designer.rivals import RivalError, rival
from flowdesigner.errors import EditError
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import flow_to_data, load_flow
from flowdesigner.flow.language import Languages
from flowdesigner.flow.writer import Writer
from flowdesigner.store.draft import Draft, Standing

DRAFT = Path(".flowdesigner/draft.sqlite")
ELSEWHERE = "elsewhere"
"""Author of the edits that no page has made."""
Stamp = tuple[int, int, int]


class EditingSession:
    """One page's editing of one bot; `flow` is the one on the screen. `save` writes a flow's file.

    `others` gives the pages whose edits this one does not take back: those of people who are there now.
    """

    def __init__(self, bot: Bot, draft: Draft, *, save: Callable[[Flow, Path], None] | None = None) -> None:
        self.bot = bot
        self.draft = draft
        self._save = save or Writer().save
        self.flow_id = bot.main
        self._stamps = {flow: self._stamp(flow) for flow in bot.flows}
        self._head = stamp(self._head_path)
        for flow in bot.flows:
            draft.note_saved(flow, digest(self._path(flow)))
        self._lock = lock_of(Path(bot.folder))
        self.others: Callable[[], Collection[str]] = tuple

    @classmethod
    def open(cls, folder: Path) -> EditingSession:
        """The bot in the folder with the edits made so far."""
        Bot.load(folder)  # a folder without a bot gets no state
        draft = Draft.open(folder / DRAFT)
        with lock_of(folder):
            return cls(Bot.load(folder), draft)

    @property
    def flow(self) -> Flow:
        """The flow on the screen."""
        return self.bot.flows[self.flow_id]

    @property
    def standing(self) -> Standing:
        """The number of the newest edit, and whether one of this flow can be taken back, or made again."""
        return self.draft.standing(self.flow_id, without=self.others())

    def switch(self, flow: str) -> None:
        """Put another flow on the screen."""
        if flow not in self.bot.flows:
            raise EditError(f"The bot has no flow “{flow}” any more.")
        self.flow_id = flow
        self._read_again(self.flow_id)

    def edit(
        self, data: Mapping[str, Any], *, id: str | None = None, author: str = "", seen: int | None = None
    ) -> Change:
        """Make an edit of the flow on the screen and save it. One whose id is known changes nothing again.

        `seen` is the number of the newest edit that its author had seen: RivalError when another page has changed the
        same field since. None: it is made all the same.
        """
        before = Picture.of(self.flow)
        with self._lock:
            self._read_again(self.flow_id)
            if id is None or self.draft.knows(id) is None:
                operation = planned(data, self.flow)
                if seen is not None:
                    self._demand_no_rival(operation, id or "", seen)
                inverse = self._make(operation)
                silent = isinstance(operation, Move) and operation.silent
                back = None if silent else inverse.data()
                now = digest(self._path(self.flow_id))
                self.draft.append(operation.data(), back, author, flow=self.flow_id, id=id, saved=now)
        return Change.between(before, Picture.of(self.flow), id)

    def _demand_no_rival(self, operation: Operation, id: str, seen: int) -> None:
        if found := rival(operation, id, self.draft.since(seen, self.flow_id)):
            (block, field), edit = found
            raise RivalError(self.flow.block(block).title, block, field, edit.author)

    def undo(self) -> Change:
        """Take the last edit of this flow back, but none of the `others`; nothing changes when there is none."""
        before, without = Picture.of(self.flow), self.others()
        with self._lock:
            self._read_again(self.flow_id)
            top = self.draft.next_undo(self.flow_id, without=without)
            if top is not None and isinstance(back := parse(top.inverse), Become):
                self.catch_up()
                self._become(together(self.bot, back, self.draft.next_undo, is_undo=True), self.draft.undo)
            elif top is not None:
                self._take_back(parse(top.inverse), lambda: self.draft.undo(self.flow_id, without=without))
        return Change.between(before, Picture.of(self.flow))

    def redo(self) -> Change:
        """Make the edit again that was taken back last."""
        before, without = Picture.of(self.flow), self.others()
        with self._lock:
            self._read_again(self.flow_id)
            top = self.draft.next_redo(self.flow_id, without=without)
            if top is not None and isinstance(again := parse(top.op), Become):
                self.catch_up()
                self._become(together(self.bot, again, self.draft.next_redo, is_undo=False), self.draft.redo)
            elif top is not None:
                self._take_back(parse(top.op), lambda: self.draft.redo(self.flow_id, without=without))
        return Change.between(before, Picture.of(self.flow))

    def _take_back(self, operation: Operation, done: Callable[[], object]) -> None:
        """Make it; one that later edits of others have made impossible is passed over, so that the next one can be."""
        try:
            self._make(operation)
        except EditError as error:
            if isinstance(error.__cause__, OSError):
                raise
            done()
            raise EditError(f"Others have edited here since, so this one stays as it is. {error}") from error
        self.draft.note_saved(self.flow_id, digest(self._path(self.flow_id)))
        done()

    def reshape(
        self,
        change: Callable[[Mapping[str, Flow]], Mapping[str, Flow]],
        *,
        author: str = "",
        languages: Callable[[Languages], Languages] = lambda now: now,
    ) -> Change:
        """Change several flows in one edit that one undo takes back: `change` gives those that are other ones then,
        `languages` the bot's languages."""
        before = Picture.of(self.flow)
        with self._lock:
            self.catch_up()
            changed = change(self.bot.flows)
            document = self.bot.data()
            document["flows"].update({id: flow_to_data(flow) for id, flow in changed.items()})
            document["languages"] = list(languages(self.bot.languages))
            self._restore(document, author)
        return Change.between(before, Picture.of(self.flow))

    def restore(self, document: Mapping[str, Any], *, author: str = "") -> bool:
        """Make the draft what this revision was, as one edit that one undo takes back; False when it is so already."""
        with self._lock:
            self.catch_up()
            return self._restore(document, author)

    def _restore(self, document: Mapping[str, Any], author: str) -> bool:
        edits = restoring(self.bot, document, self.flow_id)
        self._become({flow: edit for flow, (edit, _) in edits.items()})
        for flow, (edit, back) in edits.items():
            self.draft.append(edit.data(), back.data(), author, flow=flow)
        return bool(edits)

    def refresh(self) -> Change:
        """Read the flow again if its file was written by somebody else; BrokenFileError leaves both as they are."""
        before = Picture.of(self.flow)
        self._read_again(self.flow_id)
        return Change.between(before, Picture.of(self.flow))

    def is_behind(self) -> bool:
        """Whether somebody else has written any of the bot's files, or made or removed a flow."""
        there = {path.name.removesuffix(ENDING) for path in Path(self.bot.folder).glob(f"*{ENDING}")}
        if there != self.bot.flows.keys() or self._head != stamp(self._head_path):
            return True
        return any(self._stamp(flow) != self._stamps.get(flow) for flow in self.bot.flows)

    def catch_up(self) -> Change:
        """Read again all that somebody else has written; what it changed in the flow on the screen."""
        before = Picture.of(self.flow)
        if self.is_behind():
            with self._lock:
                self._read_all_again()
        return Change.between(before, Picture.of(self.flow))

    def _read_all_again(self) -> None:
        if self.is_behind():
            bot, there = self.bot, Bot.load(self.bot.folder)
            for flow in bot.flows.keys() - there.flows.keys():
                del bot.flows[flow]
            for flow, content in there.flows.items():
                if self._stamp(flow) != self._stamps.get(flow) or flow not in bot.flows:
                    self._take_in(flow, content)
                self._stamps[flow] = self._stamp(flow)
            bot.name, bot.main, bot.error_flow = there.name, there.main, there.error_flow
            bot.languages = there.languages
            self._head = stamp(self._head_path)
            self._stay_on_a_flow()

    def _read_again(self, flow: str) -> None:
        found = self._stamp(flow)
        if found != self._stamps.get(flow):
            self._take_in(flow, load_flow(self._path(flow)))
            self._stamps[flow] = found

    def _take_in(self, flow: str, content: Flow) -> None:
        """What somebody else has written: by an editor or git, not by a page, it is an edit that undo takes back."""
        before, now = self.bot.flows.get(flow), digest(self._path(flow))
        self.bot.flows[flow] = content
        is_ours = self.draft.saved(flow) in (None, now)
        self.draft.note_saved(flow, now)
        if not is_ours and before is not None and before != content:
            edit, back = outside(before, content)
            self.draft.append(edit.data(), back.data(), ELSEWHERE, flow=flow)

    def _stay_on_a_flow(self) -> None:
        if self.flow_id not in self.bot.flows:
            self.flow_id = self.bot.main

    def close(self) -> None:
        """Let go of the files."""
        self.draft.close()

    def _make(self, operation: Operation) -> Operation:
        """Apply and save, which is yet to be noted; a flow that cannot be saved is left as it was."""
        inverse = apply(self.flow, operation)
        try:
            self._save(self.flow, self._path(self.flow_id))
        except OSError as error:
            apply(self.flow, inverse)
            raise EditError(f"The change could not be saved: {error.strerror}. Make room, then try again.") from error
        self._stamps[self.flow_id] = self._stamp(self.flow_id)
        return inverse

    def _become(self, edits: Mapping[str, Become], done: Callable[[str], object] = lambda flow: None) -> None:
        """Make each of the flows what its edit says; `done` is called for each when all are on the disk."""
        before = {flow: self.bot.flows.get(flow) for flow in edits}
        bot, head = self.bot, (self.bot.main, self.bot.error_flow, self.bot.languages)
        try:
            for flow, edit in edits.items():
                self._put(flow, edit.made())
                bot.main, bot.error_flow = edit.head or (bot.main, bot.error_flow)
                bot.languages = bot.languages if edit.languages is None else edit.languages
            bot.save_head()
        except OSError as error:
            bot.main, bot.error_flow, bot.languages = head
            for flow, kept in before.items():
                with suppress(OSError):
                    self._put(flow, kept)
            raise EditError(f"The draft could not be saved: {error.strerror}. Make room, then try again.") from error
        self._head = stamp(self._head_path)
        self._stay_on_a_flow()
        for flow in edits:
            done(flow)

    def _put(self, flow: str, content: Flow | None) -> None:
        """Write a flow, or take it away."""
        if content is None:
            self.bot.flows.pop(flow, None)
            self._path(flow).unlink(missing_ok=True)
        else:
            self._save(content, self._path(flow))
            self.draft.note_saved(flow, digest(self._path(flow)))
            self.bot.flows[flow] = content
        self._stamps[flow] = self._stamp(flow)

    def _path(self, flow: str) -> Path:
        return Path(self.bot.folder) / f"{flow}{ENDING}"

    @property
    def _head_path(self) -> Path:
        return Path(self.bot.folder) / BOT_FILE

    def _stamp(self, flow: str) -> Stamp | None:
        return stamp(self._path(flow))


def lock_of(folder: Path) -> FileLock:
    """Held by the page that reads or writes the draft's files; one page's edits do not overtake another's."""
    return FileLock(folder / DRAFT.with_suffix(".lock"), mode=0o600)


def digest(path: Path) -> str:
    """Of the file's content; "" when it is gone."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def stamp(path: Path) -> Stamp | None:
    """Changes whenever the file does: an atomic save gives it a new inode."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
