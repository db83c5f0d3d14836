"""`Writer`: a flow's file written after each edit, of which only what has changed is made into text again.

What it writes is what `files.py` writes, to the letter.
"""

from __future__ import annotations

from pathlib import Path

import orjson

from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow, Place
from flowdesigner.flow.files import (
    block_to_data,
    document,
    dump,
    flow_to_data,
    place_line,
    to_json,
    with_places,
    write_atomically,
)
from flowdesigner.flow.memory import Memory

INDENT = b"\n    "
"""Blocks stand in a list of the file's object."""


class Writer:
    """Writes the flows of one bot again and again."""

    def __init__(self) -> None:
        self._blocks: Memory[Block, orjson.Fragment] = Memory(_fragment)
        self._lines: dict[str, dict[str, tuple[Place, str]]] = {}

    def save(self, flow: Flow, path: Path | str) -> None:
        """Write the flow's file, whole or not at all."""
        write_atomically(path, self.text(flow))

    def text(self, flow: Flow) -> str:
        """The flow as its file has it."""
        blocks = self._blocks.of(flow.id, flow.by_id)
        data = document(flow, blocks, {})
        del data["layout"]
        beside = data.pop("note_layout", None)
        try:
            text = orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()
        except orjson.JSONEncodeError:
            return dump(flow_to_data(flow))
        sections = {"layout": self._places(flow)}
        if beside is not None:
            sections["note_layout"] = [place_line(id, at) for id, at in beside.items()]
        return with_places(text, sections)

    def _places(self, flow: Flow) -> list[str]:
        before, now = self._lines.get(flow.id, {}), {}
        for id, at in sorted(flow.layout.items()):
            known = before.get(id)
            now[str(id)] = known if known is not None and known[0] == at else (at, place_line(id, at))
        self._lines[flow.id] = now
        return [line for _, line in now.values()]


def _fragment(block: Block) -> orjson.Fragment:
    return orjson.Fragment(to_json(block_to_data(block)).encode().replace(b"\n", INDENT))
