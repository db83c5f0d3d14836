"""What the pages show of conversations with customers: where they stand, in words, with the names of their blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flowdesigner.designer.times import moment
from flowdesigner.flow.block import BlockId
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import flow_from_data
from flowdesigner.runtime.views import Entry
from flowdesigner.store.store import Store

Tone = Literal["", "ok", "warn", "bad"]
NO_NAME = "Customer without a name"
Titles = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation for a list; `tone` is ok, warn, bad or ""; `row` is the store's number of it."""

    row: int
    customer: str
    block: str
    status: str
    tone: Tone
    turns: int
    last: datetime
    app_id: str = ""


class BlockNames:
    """What the author calls the blocks: in the version that a conversation follows, or in the draft."""

    def __init__(self, store: Store, draft: Callable[[], Mapping[str, Flow]] = dict) -> None:
        self._store = store
        self._draft = draft
        self._titles: dict[int, Titles] = {}

    def title(self, revision: int | None, flow: str, block: str) -> str:
        """The block's title in this version (None: anywhere); its id where nobody knows it, "" without a block."""
        if not block:
            return ""
        known = self._anywhere(flow, block) if revision is None else self._of(revision).get((flow, block))
        return known or block

    def is_drawn(self, flow: str, block: str) -> bool:
        """Whether the draft has the block."""
        flows = self._draft()
        return flow in flows and BlockId(block) in flows[flow]

    def _anywhere(self, flow: str, block: str) -> str | None:
        """The title in the draft, else in the newest version that has the block."""
        if self.is_drawn(flow, block):
            return self._draft()[flow].block(BlockId(block)).title
        numbers = [one.number for one in self._store.revisions.list()]
        return next((title for number in numbers if (title := self._of(number).get((flow, block)))), None)

    def _of(self, revision: int) -> Titles:
        if revision not in self._titles:
            found = self._store.revisions.get(revision)
            self._titles[revision] = titles(flows_of(found.document)) if found else {}
        return self._titles[revision]


def flows_of(document: Mapping[str, Any]) -> dict[str, Flow]:
    """The flows of a published version."""
    return {id: flow_from_data(flow) for id, flow in document["flows"].items()}


def titles(flows: Mapping[str, Flow]) -> dict[tuple[str, str], str]:
    """What the author calls each block, by flow and block id."""
    return {(id, block.id): block.title for id, flow in flows.items() for block in flow.blocks}


def line_of(entry: Entry, names: BlockNames, at: datetime) -> Line:
    """A conversation for a list."""
    status, tone = in_words(entry, at)
    block = names.title(entry.revision, entry.flow, entry.block)
    return Line(
        entry.row, entry.customer_name or NO_NAME, block, status, tone, entry.turns, entry.updated_at, entry.app_id
    )


def in_words(entry: Entry, at: datetime) -> tuple[str, Tone]:
    """What the conversation does, and the tone of its pill."""
    if entry.deleted:
        return "deleted", ""
    if entry.has_trouble:
        return "a call failed", "bad"
    if entry.status == "handed_over":
        return "with your people", "warn"
    if entry.status == "ended":
        return "ended", "ok"
    if entry.wait == "time" and entry.timer_at:
        return f"waits until {moment(entry.timer_at, at)}", ""
    return ("waits for the customer" if entry.wait == "reply" else "waits for Intercom"), ""
