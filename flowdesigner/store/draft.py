"""The log of edits to a bot's draft, and the undo stack made of it; both survive a restart of the page's kernel.

The draft itself is the flow files: this is how they came to be.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from sqlalchemy import Connection, Select, delete, func, insert, inspect, select, text, update

from flowdesigner.errors import StoreError
from flowdesigner.store.columns import bounded
from flowdesigner.store.draft_tables import FORMAT, edit, metadata, saved
from flowdesigner.store.lender import Lender
from flowdesigner.store.place import database_url
from flowdesigner.store.repository import now
from flowdesigner.store.sqlite import is_there, make_room, reading_engine, writing_engine
from flowdesigner.store.upsert import put
from flowdesigner.store.wording import in_words

T = TypeVar("T")
KEPT = 1_000
"""How many edits are kept; the oldest are forgotten and cannot be undone any more."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. `inverse` undoes it; None for one that no undo reaches. `id` is the page's name for it, or None."""

    seq: int
    id: str | None
    flow: str
    author: str
    at: datetime
    op: Any = field(repr=False)
    inverse: Any = field(repr=False)
    undone: bool


class Standing(NamedTuple):
    """How the log of a flow's edits stands."""

    last: int
    can_undo: bool
    can_redo: bool


class Draft:
    """The edits of one bot, usually in `.flowdesigner/draft.sqlite`; every flow has an undo stack of its own."""

    def __init__(self, place: str | os.PathLike[str]) -> None:
        self._url = database_url(place)
        self._lender = Lender(writing_engine(self._url))

    @classmethod
    def open(cls, place: str | os.PathLike[str]) -> Self:
        """Open the file, created if it is not there; StoreError, in words, for one that is broken or newer."""
        url = database_url(place)
        with in_words(url):
            if is_there(url):
                _demand_ours(Path(url.database or ""))
            make_room(url)
            draft = cls(place)
            try:
                draft.write(_create)
            except BaseException:
                draft.close()
                raise
            return draft

    def append(
        self,
        op: object,
        inverse: object,
        author: str = "",
        *,
        flow: str = "",
        id: str | None = None,
        saved: str | None = None,
    ) -> int:
        """Log an edit (anything JSON) and return its number; what was undone before can not be redone any more.

        `inverse` None makes an edit that no undo reaches, and leaves what was undone as it is. `saved` is the digest of
        the flow's file with the edit, noted with it.
        """
        values = {
            "id": id,
            "flow": bounded(flow),
            "author": bounded(author),
            "at": now(),
            "op": op,
            "inverse": inverse,
            "undone": False,
        }

        def log(conn: Connection) -> int:
            if saved is not None:
                _note_saved(conn, flow, saved)
            return _append(conn, values)

        return self.write(log)

    def knows(self, id: str) -> int | None:
        """The number of the edit with the page's id, None when it has not been made: a page may send one twice."""
        return self.write(lambda conn: conn.execute(select(edit.c.seq).where(edit.c.id == id)).scalar())

    def standing(self, flow: str = "", *, without: Collection[str] = ()) -> Standing:
        """The number of the newest edit, and whether `undo` and `redo` have something to give."""

        def look(conn: Connection) -> Standing:
            undo, redo = (_seq_of_top(flow, without, undone=one).scalar_subquery() for one in (True, False))
            last = select(func.max(edit.c.seq)).scalar_subquery()
            found = conn.execute(select(last, undo, redo)).one()
            return Standing(found[0] or 0, found[1] is not None, found[2] is not None)

        return self.write(look)

    def since(self, seq: int, flow: str) -> list[Edit]:
        """The edits of a flow after that number that were not undone, the oldest first."""
        query = select(edit).where(edit.c.seq > seq, edit.c.flow == bounded(flow), ~edit.c.undone).order_by(edit.c.seq)
        return self.write(lambda conn: [Edit(**row._mapping) for row in conn.execute(query)])

    def undo(self, flow: str = "", *, without: Collection[str] = ()) -> Edit | None:
        """Take the newest edit off the undo stack: apply its `inverse`. None when nothing is left.

        The edits of the authors in `without` are left as they are.
        """
        return self.write(lambda conn: _move(conn, flow, without, undone=True))

    def redo(self, flow: str = "", *, without: Collection[str] = ()) -> Edit | None:
        """Put the edit undone last back on the undo stack: apply its `op`. None when nothing was undone."""
        return self.write(lambda conn: _move(conn, flow, without, undone=False))

    def next_undo(self, flow: str = "", *, without: Collection[str] = ()) -> Edit | None:
        """What `undo` would give; nothing is taken off."""
        return self.write(lambda conn: _top(conn, flow, without, undone=True))

    def next_redo(self, flow: str = "", *, without: Collection[str] = ()) -> Edit | None:
        """What `redo` would give; nothing is put back."""
        return self.write(lambda conn: _top(conn, flow, without, undone=False))

    def saved(self, flow: str) -> str | None:
        """The digest of the flow's file as a page saved it last; None when none has yet."""
        return self.write(
            lambda conn: conn.execute(select(saved.c.digest).where(saved.c.flow == bounded(flow))).scalar()
        )

    def note_saved(self, flow: str, digest: str) -> None:
        """A page has saved the flow's file: one with another digest is somebody else's work."""
        self.write(lambda conn: _note_saved(conn, flow, digest))

    def history(self, limit: int = 50) -> list[Edit]:
        """The latest edits, the newest first."""
        query = select(edit).order_by(edit.c.seq.desc()).limit(limit)
        return self.write(lambda conn: [Edit(**row._mapping) for row in conn.execute(query)])

    def close(self) -> None:
        """Let go of the file; closing twice is harmless."""
        self._lender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Draft({self._url.database!r})"

    def write(self, function: Callable[[Connection], T]) -> T:
        """What the function gives, in one transaction."""
        with in_words(self._url), self._lender.transaction() as connection:
            return function(connection)


def _demand_ours(path: Path) -> None:
    engine = reading_engine(database_url(path))
    try:
        with engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            found: int = connection.execute(text("PRAGMA user_version")).scalar_one()
    finally:
        engine.dispose()
    if found > FORMAT:
        raise StoreError(f"{path} was written by a newer flowdesigner. Update flowdesigner to open it.")
    if tables and "edit" not in tables:
        raise StoreError(f"{path} is a database of another program. It was left alone: move it away.")


def _create(conn: Connection) -> None:
    metadata.create_all(conn)
    conn.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")


def _note_saved(conn: Connection, flow: str, digest: str) -> None:
    put(conn, saved, {"flow": bounded(flow), "digest": digest})


def _append(conn: Connection, values: dict[str, Any]) -> int:
    if values["inverse"] is not None:
        conn.execute(delete(edit).where(edit.c.flow == values["flow"], edit.c.undone))
    seq: int = conn.execute(insert(edit).returning(edit.c.seq), values).scalar_one()
    conn.execute(delete(edit).where(edit.c.seq <= seq - KEPT))
    return seq


def _top(conn: Connection, flow: str, without: Collection[str], *, undone: bool) -> Edit | None:
    """The edit that undo (`undone`) or redo would take."""
    top = _seq_of_top(flow, without, undone=undone).scalar_subquery()
    row = conn.execute(select(edit).where(edit.c.seq == top)).one_or_none()
    return Edit(**row._mapping) if row else None


def _seq_of_top(flow: str, without: Collection[str], *, undone: bool) -> Select[tuple[int]]:
    """Its number: the newest done one, or the oldest undone one."""
    order = func.max if undone else func.min
    fitting = [edit.c.flow == bounded(flow), edit.c.inverse.is_not(None), edit.c.undone.is_(not undone)]
    if without:
        fitting.append(edit.c.author.not_in([bounded(author) for author in without]))
    return select(order(edit.c.seq)).where(*fitting)


def _move(conn: Connection, flow: str, without: Collection[str], *, undone: bool) -> Edit | None:
    found = _top(conn, flow, without, undone=undone)
    if found is not None:
        conn.execute(update(edit).where(edit.c.seq == found.seq).values(undone=undone))
    return found
