"""What the Running page shows of the store: figures, and the latest conversations in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flowdesigner.designer.times import moment
from flowdesigner.flow.files import flow_from_data
from flowdesigner.interpreter.session import Session
from flowdesigner.store import conversations, outbox
from flowdesigner.store.conversations import ConversationRow
from flowdesigner.store.store import Store

Tone = Literal["", "ok", "warn", "bad"]
NO_NAME = "Customer without a name"


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation for the table; `tone` is ok, warn, bad or ""."""

    customer: str
    block: str
    status: str
    tone: Tone
    turns: int
    last: datetime
    app_id: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many conversations are where."""

    all: int
    waiting: int
    with_people: int
    failed_calls: int


class Conversations:
    """Reads the store; titles of blocks come from the version that each conversation follows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._titles: dict[int, Mapping[tuple[str, str], str]] = {}

    def figures(self) -> Figures:
        """Counts over everything the store keeps."""
        counts = self._store.read(conversations.count)
        failed = self._store.read(lambda conn: outbox.failures(conn, 1_000))
        known = {status: number for status, number in counts.items() if status != conversations.NEW}
        return Figures(sum(known.values()), known.get("waiting", 0), known.get("handed_over", 0), len(failed))

    def latest(self, at: datetime, limit: int = 50) -> list[Line]:
        """The latest conversations, the newest first."""
        failed = {row for row, _ in self._store.read(lambda conn: outbox.failures(conn, 200))}
        rows = self._store.read(
            lambda conn: [conversations.get(conn, glance.id) for glance in conversations.recent(conn, limit)]
        )
        return [self._line(row, row.id in failed, at) for row in rows if row]

    def _line(self, row: ConversationRow, failed: bool, at: datetime) -> Line:
        session = Session.from_data(row.session) if row.session else Session.new(row.conversation_id)
        status, tone = in_words(session, failed, at)
        block = self._title(row.revision, session)
        return Line(row.customer_name or NO_NAME, block, status, tone, session.turns, row.updated_at, row.app_id)

    def _title(self, revision: int | None, session: Session) -> str:
        if session.position is None or revision is None:
            return ""
        if revision not in self._titles:
            found = self._store.revisions.get(revision)
            self._titles[revision] = titles(found.document) if found else {}
        return self._titles[revision].get((session.position.flow, session.position.block), session.position.block)


def titles(document: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """What the author calls each block, by flow and block id."""
    flows = [flow_from_data(flow) for flow in document["flows"].values()]
    return {(flow.id, block.id): block.title for flow in flows for block in flow.blocks}


def in_words(session: Session, failed: bool, at: datetime) -> tuple[str, Tone]:
    """What the conversation does, and the tone of its pill."""
    if session.deleted:
        return "deleted", ""
    if failed:
        return "a call failed", "bad"
    if session.status == "handed_over":
        return "with your people", "warn"
    if session.status == "ended":
        return "ended", "ok"
    if session.wait == "time" and session.timer_at:
        return f"waits until {moment(session.timer_at, at)}", ""
    return ("waits for the customer" if session.wait == "reply" else "waits for Intercom"), ""
