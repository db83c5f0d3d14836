"""`CallFunction`: the action of running an author's Python function, and `FunctionShape`, what is known of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from flowdesigner.errors import FunctionError
from flowdesigner.flow.action import Action
from flowdesigner.flow.event import Value
from flowdesigner.flow.json_path import take

MOST_KEPT = 64 * 1024
"""Letters of JSON that a conversation keeps of one result."""
WHOLE = "@"
"""The path to a result as a whole."""

Severity = Literal["error", "warning"]
ArgumentKind = Literal["text", "number", "yes_no", "choice", "date", "list", "other"]


class ArgumentShape(BaseModel):
    """One argument, as the form of the block asks for it; `choices` are the texts of the values that it may have."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: ArgumentKind = "text"
    required: bool = True
    default: str = ""
    choices: tuple[str, ...] = ()
    description: str = ""


class FunctionShape(BaseModel):
    """A function that authors may choose; `fields` are the names in its result, none when it is one plain value."""

    model_config = ConfigDict(frozen=True)

    name: str
    description: str = ""
    arguments: tuple[ArgumentShape, ...] = ()
    fields: tuple[str, ...] = ()
    repeatable: bool = False


class FunctionTrouble(BaseModel):
    """Why the functions of a file cannot be used."""

    model_config = ConfigDict(frozen=True)

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class FoundFunctions(BaseModel):
    """All functions that were found, and what kept others from being found."""

    model_config = ConfigDict(frozen=True)

    functions: tuple[FunctionShape, ...] = ()
    troubles: tuple[FunctionTrouble, ...] = ()

    def named(self) -> dict[str, FunctionShape]:
        """By name."""
        return {one.name: one for one in self.functions}


@dataclass(frozen=True, slots=True)
class FunctionUse:
    """How a block uses a function: the arguments that it gives, and the fields of the result that it keeps."""

    name: str
    arguments: frozenset[str]
    fields: tuple[str, ...]


def fits(use: FunctionUse, shape: FunctionShape) -> Iterator[tuple[str, Severity, str]]:
    """Where a block gives or wants what the function does not have: the field of its form, how bad, and a sentence."""
    names = {one.name for one in shape.arguments}
    for one in shape.arguments:
        if one.required and one.name not in use.arguments:
            yield (
                "arguments",
                "error",
                f"The function needs “{one.name}”, so this fails. Give it a value.",
            )
    for name in sorted(use.arguments - names):
        yield "arguments", "error", f"The function has no argument “{name}” any more, so this fails. Take it away."
    for path in use.fields if shape.fields else ():
        first = re.split(r"[.\[|]", path.removeprefix("$").lstrip("."), maxsplit=1)[0].strip('"')
        if first and first != WHOLE and first.isidentifier() and first not in shape.fields:
            yield "results", "warning", f"The result has no field “{first}”; it has {', '.join(shape.fields)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFunction(Action):
    """Run `function`; `results` are pairs of a variable and the path to its value in the result.

    `example` is the result, as JSON, that a rehearsal gives ("" for none).
    """

    function: str
    arguments: tuple[tuple[str, Value], ...] = field(default=(), repr=False)
    results: tuple[tuple[str, str], ...] = ()
    seconds: int = 10
    megabytes: int = 512
    example: str = ""

    def to_data(self) -> dict[str, Any]:
        """JSON data for the outbox."""
        return {
            "function": self.function,
            "arguments": [[name, value] for name, value in self.arguments],
            "results": [list(pair) for pair in self.results],
            "seconds": self.seconds,
            "megabytes": self.megabytes,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> CallFunction:
        """The call that `to_data` wrote."""
        return cls(
            function=data["function"],
            arguments=tuple((name, value) for name, value in data["arguments"]),
            results=tuple((variable, path) for variable, path in data["results"]),
            seconds=data["seconds"],
            megabytes=data["megabytes"],
        )

    @property
    def title(self) -> str:
        """As a sentence begins with it."""
        return f"The function “{self.function}”"

    def __str__(self) -> str:
        return f"the function “{self.function}”"


def values_of(call: CallFunction, result: Value) -> dict[str, Value]:
    """`{"values": {variable: value}}`: what `ActionDone` brings; FunctionError when it is too much."""
    values: dict[str, Value] = {variable: take(result, path or WHOLE) for variable, path in call.results}
    if len(json.dumps(values)) > MOST_KEPT:
        raise FunctionError(f"What is kept of the result of {call} is larger than {MOST_KEPT // 1024} KB.")
    return {"values": values}
