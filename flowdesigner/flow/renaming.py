"""Renaming a variable wherever it is read, set or declared; no text that only looks like its name is touched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block, UnknownBlock
from flowdesigner.flow.document import Flow
from flowdesigner.flow.graph import is_variable_field
from flowdesigner.flow.sealed import PREFIX
from flowdesigner.flow.system_variables import NAMES
from flowdesigner.flow.template import Template, is_inside
from flowdesigner.flow.uses import variables_of

NAME = re.compile(r"[^\W\d][\w-]*")


def renamed(thing: Any, old: str, new: str, *, names_variable: bool = False) -> Any:  # noqa: ANN401 - any setting
    """The setting with one variable's name in place of another's: in templates, in conditions, and where it is set.

    A text that `names_variable` is the name itself.
    """
    match thing:
        case Template():
            return thing.renamed(old, new)
        case str():
            return new + thing[len(old) :] if names_variable and is_inside(thing, old) else thing
        case BaseModel():
            fields = type(thing).model_fields
            changed = {
                name: renamed(getattr(thing, name), old, new, names_variable=is_variable_field(type(thing), name))
                for name in fields
            }
            return thing.model_copy(update=changed)
        case tuple():
            return tuple(renamed(item, old, new) for item in thing)
        case dict():
            return {key: renamed(item, old, new) for key, item in thing.items()}
        case _:
            return thing


def rename_variable(flows: Mapping[str, Flow], old: str, new: str) -> dict[str, Flow]:
    """The flows that change when the variable gets another name, changed. EditError says why it cannot have it."""
    name = new.strip()
    known = variables_of(flows)
    if old not in known:
        raise EditError(f"There is no variable “{old}” any more.")
    if old in NAMES:
        raise EditError(f"“{old}” comes from Intercom and keeps its name.")
    check_name(name)
    if name in known:
        raise EditError(f"There is a variable “{name}” already; both would become one. Choose another name.")
    changed = {id: _in_flow(flow, old, name) for id, flow in flows.items()}
    return {id: flow for id, flow in changed.items() if flow != flows[id]}


def check_name(name: str) -> None:
    """EditError when no variable can have this name."""
    if not NAME.fullmatch(name) or f"{name}." == PREFIX:
        raise EditError(f"“{name}” cannot name a variable: begin with a letter, then letters, digits, - and _.")


def _in_flow(flow: Flow, old: str, new: str) -> Flow:
    twin = flow.copy()
    for block in flow.blocks:
        after = renamed_block(block, old, new)
        if after != block:
            twin.graph.nodes[block.id]["block"] = after
    if old in twin.variables:
        twin.variables[new] = twin.variables.pop(old).model_copy(update={"name": new})
    return twin


def renamed_block(block: Block, old: str, new: str) -> Block:
    """The block with the other name; one whose kind is not installed stays as it is."""
    after: Block = block if isinstance(block, UnknownBlock) else renamed(block, old, new)
    return after
