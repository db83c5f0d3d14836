"""`find`: where a text stands in a bot: in names, in what customers read, in other settings, in variables and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from pydantic import BaseModel

from flowdesigner.flow.block import Block, UnknownBlock
from flowdesigner.flow.document import ASIDE, Flow
from flowdesigner.flow.language import name_of
from flowdesigner.flow.translation import places

MOST_HITS = 200
AROUND = 40
"""Letters that are shown on each side of what was found."""
What = Literal["flow", "name", "text", "variable", "note", "group"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: the flow, the block, its setting (`field`, with its `label`), the variable, note or group (`id`), and
    the text around it, in which it stands from `start` to `end`."""

    flow: str
    what: What
    excerpt: str
    start: int
    end: int
    block: str = ""
    title: str = ""
    field: str = ""
    label: str = ""
    id: str = ""


def find(flows: Mapping[str, Flow], wanted: str, *, match_case: bool = False, limit: int = MOST_HITS) -> list[Hit]:
    """Every place at which the text stands, flow by flow; the first `limit` of them."""
    text = wanted.strip()
    if not text:
        return []
    hits = (
        Hit(what=what, excerpt=excerpt, start=start, end=end, **where)
        for flow in flows.values()
        for what, content, where in _texts(flow)
        if (place := position(content, text, match_case=match_case)) is not None
        for excerpt, start, end in [around(content, *place)]
    )
    return list(islice(hits, limit))


def position(content: str, text: str, *, match_case: bool) -> tuple[int, int] | None:
    """Where the text stands first, from and to."""
    at = content.find(text) if match_case else content.lower().find(text.lower())
    return (at, at + len(text)) if at >= 0 else None


def around(content: str, start: int, end: int) -> tuple[str, int, int]:
    """The text around a place on one line, and the place in it."""
    begin = max(0, start - AROUND)
    before, found, after = (
        " ".join(one.split("\n")) for one in (content[begin:start], content[start:end], content[end : end + AROUND])
    )
    head = "…" if begin else ""
    tail = "…" if end + AROUND < len(content) else ""
    return f"{head}{before}{found}{after}{tail}", len(head + before), len(head + before + found)


def _texts(flow: Flow) -> Iterator[tuple[What, str, dict[str, str]]]:
    """Every text of a flow, with where it stands."""
    yield "flow", flow.name, {"flow": flow.id}
    for name, variable in sorted(flow.variables.items()):
        for content in (name, variable.description):
            yield "variable", content, {"flow": flow.id, "id": name}
    for block in flow.blocks:
        here = {"flow": flow.id, "block": str(block.id), "title": block.title}
        yield "name", block.title, here
        for field, label, content in settings_texts(block):
            yield "text", content, {**here, "field": field, "label": label}
    for note in flow.notes.values():
        yield "note", note.text, {"flow": flow.id, "id": note.id}
    for group in flow.groups.values():
        yield "group", group.name, {"flow": flow.id, "id": group.id}


def settings_texts(block: Block) -> Iterator[tuple[str, str, str]]:
    """Every text in the settings of a block: the setting, its label, the text."""
    if isinstance(block, UnknownBlock):
        yield from (("", name, content) for name, value in block.raw_settings.items() for content in texts_in(value))
        return
    for name, info in type(block).model_fields.items():
        if name not in ASIDE:
            yield from ((name, info.title or name, content) for content in texts_in(getattr(block, name)))
    labels = {text.path: text.label for text in places(block)}
    for code, texts in block.translations.items():
        for path, words in texts.items():
            yield path.partition(".")[0], f"{labels.get(path, path)} in {name_of(code)}", words


def texts_in(thing: object) -> Iterator[str]:
    """The texts inside a setting, without ids, which nobody reads."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, BaseModel):
        for name in type(thing).model_fields:
            if name != "id":
                yield from texts_in(getattr(thing, name))
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from texts_in(value)
    elif isinstance(thing, Iterable):
        for item in thing:
            yield from texts_in(item)
