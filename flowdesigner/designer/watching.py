"""`Watching`: the conversations with customers on the canvas. The page sends `{type: "watch", do, ...}`:

    on      `version` (null: all): count where conversations stand; told again about once a second, what changed
    off     no more
    block   `flow`, `block` ("": wherever): list those that stand there
    open    `row`: one conversation; its way is lit
    back    to the list
    page    `row`: the conversation on the page Running

and is told

    {type: "standing", whole, version, versions: [{number, label}], counts: {"flow block": number}}
                        `whole`: all counts; else those that are others now, 0 where nobody stands any more
    {type: "crowd", block, title, conversations: [{row, customer, about, last}], rest}
                        `rest`: in words, how many more there are, or that there are none
    {type: "followed", followed: conversation | null, show}
                        conversation  {row, customer, status, tone, lines, at, path: {flow: [[from, port, to]]}},
                        `lines` as in *Try it*; `show`: the page opens what lies beside the canvas for it
    {type: "sent_to", flow, block, version}
                        a page leads to a block; to a comparison with that version, where the draft has it no more
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from flowdesigner.designer.background import Background
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.conversations import NO_NAME, BlockNames, in_words, line_of
from flowdesigner.designer.reading import Reading
from flowdesigner.designer.requests import Watch
from flowdesigner.designer.times import now as the_time
from flowdesigner.designer.times import span
from flowdesigner.errors import FlowdesignerError
from flowdesigner.flow.document import Flow
from flowdesigner.runtime.records import Records
from flowdesigner.runtime.views import Entry, Happened, Said, View
from flowdesigner.store.listing import Filter

LISTED = 50
"""Conversations in the list beside the canvas; Running has all."""
LIVE = ("waiting", "handed_over")
Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is shown of the store at one time."""

    version: int | None
    versions: list[Shown]
    counts: dict[str, int]
    crowd: Shown | None
    followed: Shown | None


class Watching:
    """What the page asks for is read in a thread, and told where it is another thing than before."""

    def __init__(
        self,
        canvas: Canvas,
        records: Records,
        names: BlockNames,
        background: Background,
        *,
        flows: Callable[[], Mapping[str, Flow]],
        to_page: Callable[[int], None],
        now: Callable[[], datetime] = the_time,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.canvas = canvas
        self.records = records
        self.names = names
        self._flows = flows
        self._to_page = to_page
        self._now = now
        self._is_on = False
        self._version: int | None = None
        self._at = ("", "")
        self._row: int | None = None
        self._show = False
        self._told: Seen | None = None
        self.reading: Reading[Seen] = Reading(background, self._read, self._tell, self._failed, clock=clock)
        canvas.on(Watch, self.answer)

    def answer(self, request: Watch) -> None:
        """Do what the page asks."""
        match request.do:
            case "on":
                self._is_on, self._version, self._told = True, request.version, None
            case "off":
                self._is_on, self._row = False, None
            case "block":
                self._at, self._row = (request.flow, request.block), None
            case "open":
                self._row = request.row
            case "back":
                self._row = None
            case "page":
                self._to_page(request.row)
        if self._is_on:
            self.reading.now()

    def show(self) -> None:
        """Show the counts on the canvas, whatever is there now."""
        self._row = None
        self.canvas.page = "flow"
        self.canvas.tell("followed", followed=None, show=True)

    def follow(self, row: int) -> None:
        """Show a conversation's way on the canvas, whatever is there now."""
        self._row, self._show, self._is_on, self._told = row, True, True, None
        self.canvas.page = "flow"
        self.reading.now()

    def send_to(self, flow: str, block: str, version: int | None) -> None:
        """Lead the author from a page to a block."""
        self.canvas.page = "flow"
        gone = None if self.names.is_drawn(flow, block) else version
        if gone is None and not self.names.is_drawn(flow, block):
            self.canvas.notice("The flow has no such block any more.")
            return
        self.canvas.tell("sent_to", flow=flow, block=block, version=gone)

    def look(self) -> None:
        """Look again while the canvas shows it."""
        if self._is_on and self.canvas.page == "flow":
            self.reading.look()

    # In a thread

    def _read(self) -> Seen:
        at, version = self._now(), self._version
        view = self.records.conversation(self._row) if self._row is not None else None
        standing = self.records.at_blocks()
        versions = Counter[int]()
        counts = Counter[str]()
        for one in standing:
            number = one.waiting + one.handed_over
            versions[one.revision] += number
            if version in (None, one.revision):
                counts[f"{one.flow} {one.block}"] += number
        return Seen(
            version,
            [
                {"number": one, "label": f"version {one} ({number:,})"}
                for one, number in sorted(versions.items(), reverse=True)
            ],
            dict(counts),
            None if view else self._crowd(at, sum(counts.values()), counts),
            followed(view, at, self._flows()) if view else None,
        )

    def _crowd(self, at: datetime, everywhere: int, counts: Mapping[str, int]) -> Shown:
        flow, block = self._at
        wanted = Filter(status=LIVE, flow=flow, block=block, revision=self._version)
        entries = self.records.find(wanted, limit=LISTED).lines
        more = (counts.get(f"{flow} {block}", 0) if block else everywhere) - len(entries)
        return {
            "block": block,
            "title": f"At “{self.names.title(None, flow, block)}”" if block else "Conversations now",
            "conversations": [self._line(entry, at, is_at_block=bool(block)) for entry in entries],
            "rest": rest(more, bool(block)) if more > 0 or not entries else "",
        }

    def _line(self, entry: Entry, at: datetime, *, is_at_block: bool) -> Shown:
        line = line_of(entry, self.names, at)
        where = "" if is_at_block or not line.block else f"{line.block}, "
        return {
            "row": line.row,
            "customer": line.customer,
            "about": where + line.status,
            "last": span(line.last, at),
        }

    # On the kernel's loop

    def _tell(self, seen: Seen) -> None:
        before, self._told = self._told, seen
        if not self._is_on:
            return
        whole = before is None or before.version != seen.version
        changed = seen.counts if whole or before is None else changes(before.counts, seen.counts)
        if whole or changed or (before and before.versions != seen.versions):
            self.canvas.tell("standing", whole=whole, version=seen.version, versions=seen.versions, counts=changed)
        if seen.crowd is not None and (before is None or before.crowd != seen.crowd):
            self.canvas.tell("crowd", **seen.crowd)
        if seen.followed is not None and (before is None or before.followed != seen.followed):
            self.canvas.tell("followed", followed=seen.followed, show=self._show)
            self._show = False

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, FlowdesignerError):
            raise error
        self.canvas.notice(f"{error} It is tried again.")


def rest(more: int, is_at_block: bool) -> str:
    """What a list does not show."""
    if more <= 0:
        return "Nobody stands here any more." if is_at_block else "Nobody is in a conversation with the bot now."
    return f"And {more:,} {'conversations' if more > 1 else 'conversation'} more: Running has all of them."


def changes(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, int]:
    """The counts that are others than before."""
    return {key: now.get(key, 0) for key in before.keys() | now.keys() if before.get(key, 0) != now.get(key, 0)}


def followed(view: View, at: datetime, flows: Mapping[str, Flow]) -> Shown:
    """A conversation as *Try it* shows one, with its way through the flows that are drawn."""
    entry = view.entry
    words, tone = in_words(entry, at)
    return {
        "row": entry.row,
        "customer": entry.customer_name or NO_NAME,
        "status": words,
        "tone": tone,
        "lines": [spoken(line) for line in view.lines],
        "at": {"flow": entry.flow, "block": entry.block} if entry.block else None,
        "path": way(view.events, flows),
    }


def spoken(line: Said) -> Shown:
    """One line of the transcript."""
    options = [{"id": label, "label": label, "pressed": False} for label in line.options]
    return {"who": line.who, "text": line.text, "options": options, "block": line.block or None}


def way(events: Iterable[Happened], flows: Mapping[str, Flow]) -> dict[str, list[list[str]]]:
    """The lines of the flows that a conversation went along, by flow, each once."""
    walked = {(step.flow, step.block, step.port) for event in events for step in event.path if step.port}
    return {
        id: sorted(
            [edge.source, edge.port, edge.target] for edge in flow.edges if (id, edge.source, edge.port) in walked
        )
        for id, flow in flows.items()
    }
