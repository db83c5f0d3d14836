"""Pasting as an edit: the clipboard's blocks under ids that are new to the flow, remembered as plain operations.

The page sends it like any other edit, `{type: "op", id, op: {op: "paste", clip, at, flow}}`: `clip` is the text of the
clipboard (`flow/clipboard.py`), `at` is [x, y] or null (beside). It is turned into operations with every id and place
in them before it is made: so undo and redo are exact, whatever others do in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from flowdesigner.designer import operations
from flowdesigner.designer.annotations import SetGroups, SetNotes
from flowdesigner.designer.operation import Operation
from flowdesigner.designer.operations import AnyOperation, Batch, Insert, Point, SetVariable, as_new, not_an_edit
from flowdesigner.flow.clipboard import prepared
from flowdesigner.flow.document import Flow


class Paste(BaseModel):
    """Put in what is on the clipboard."""

    model_config = ConfigDict(frozen=True)

    op: Literal["paste"]
    clip: str
    at: Point | None = None


def planned(data: Mapping[str, Any], flow: Flow) -> Operation:
    """The operation that the page sent, or those that paste; EditError when it is none or cannot be."""
    if data.get("op") != "paste":
        return operations.parse(data)
    try:
        wanted = Paste.model_validate(data)
    except ValidationError as error:
        raise not_an_edit(error) from error
    part = prepared(flow, wanted.clip, wanted.at).part
    at = {str(id): place for id, place in part.layout.items()}
    edges = tuple((edge.source, edge.port, edge.target) for edge in part.edges)
    found: list[Operation] = [Insert(blocks=tuple(as_new(block) for block in part.blocks), edges=edges, at=at)]
    if part.notes:
        found.append(SetNotes(notes=dict(part.notes), at=dict(part.note_layout)))
    if part.groups:
        found.append(SetGroups(groups=dict(part.groups), collapsed=dict.fromkeys(part.collapsed, True)))
    found += [SetVariable(name=name, variable=variable) for name, variable in part.variables.items()]
    return Batch(ops=cast("tuple[AnyOperation, ...]", tuple(found)))
