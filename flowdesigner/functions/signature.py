"""What a function looks like, read off its annotations by pydantic: its arguments, its result, and how it is called."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from typing import Any, cast, get_type_hints, is_typeddict

from pydantic import BaseModel, ConfigDict, PydanticUndefinedAnnotation, TypeAdapter, ValidationError, create_model
from pydantic.errors import PydanticSchemaGenerationError, PydanticUserError
from pydantic_core import to_jsonable_python

from flowdesigner.flow.event import Value
from flowdesigner.flow.python_function import ArgumentKind, ArgumentShape, FunctionShape
from flowdesigner.functions.declaring import declared

Schema = dict[str, Any]
BY_TYPE: dict[str, ArgumentKind] = {"string": "text", "integer": "number", "number": "number", "boolean": "yes_no"}
FREE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)


class UnfitFunctionError(Exception):
    """A function that no form can be made of; the reason is a sentence for its author."""


class Signature:
    """One function's arguments as a model, and its result."""

    def __init__(self, found: Callable[..., Any]) -> None:
        self._found = found
        try:
            # Not the wrapper's: a decorator in between keeps the signature, but not the names in its annotations.
            self._hints = get_type_hints(inspect.unwrap(found), include_extras=True)
            self._model = create_model(
                "Arguments", __config__=ConfigDict(arbitrary_types_allowed=False), **self._fields()
            )
            self._schema = self._model.model_json_schema()
        except (NameError, PydanticUndefinedAnnotation, PydanticSchemaGenerationError, PydanticUserError) as error:
            raise UnfitFunctionError(
                f"its arguments have no types that a form can be made of: {first(error)}"
            ) from error

    def _fields(self) -> dict[str, Any]:
        fields = {}
        for name, parameter in inspect.signature(self._found).parameters.items():
            if parameter.kind in FREE or name.startswith("_"):
                raise UnfitFunctionError(f"its argument “{name}” has no name that a form could give a value to.")
            default = ... if parameter.default is inspect.Parameter.empty else parameter.default
            fields[name] = (self._hints.get(name, str), default)
        return fields

    def shape(self, name: str) -> FunctionShape:
        """What the page needs to know."""
        said = declared(self._found)
        listed = [self._argument(argument, one) for argument, one in self._schema.get("properties", {}).items()]
        documented = (inspect.getdoc(self._found) or "").strip()
        return FunctionShape(
            name=name,
            description=documented.splitlines()[0] if documented else "",
            arguments=tuple(listed),
            fields=self._result_fields(),
            repeatable=bool(said and said.repeatable),
        )

    def _argument(self, name: str, schema: Schema) -> ArgumentShape:
        kind, choices = self._kind(schema)
        return ArgumentShape(
            name=name,
            kind=kind,
            required=self._model.model_fields[name].is_required(),
            default=default_of(schema.get("default")),
            choices=choices,
            description=str(schema.get("description", "")),
        )

    def _kind(self, schema: Schema) -> tuple[ArgumentKind, tuple[str, ...]]:
        schema = resolved(schema, self._schema.get("$defs", {}))
        if "enum" in schema or "const" in schema:
            return "choice", tuple(as_text(one) for one in schema.get("enum", [schema.get("const")]))
        if schema.get("type") == "string" and schema.get("format") in ("date", "date-time"):
            return "date", ()
        if schema.get("type") == "array" and schema.get("items", {}).get("type") in (None, "string"):
            return "list", ()
        return BY_TYPE.get(str(schema.get("type")), "other"), ()

    def _result_fields(self) -> tuple[str, ...]:
        hint = self._hints.get("return")
        if hint is None or hint is dict:
            return ()
        if is_typeddict(hint):
            return tuple(get_type_hints(hint))
        try:
            schema = TypeAdapter(hint).json_schema(mode="serialization")
        except (PydanticSchemaGenerationError, PydanticUserError, TypeError):
            return ()
        return tuple(resolved(schema, schema.get("$defs", {})).get("properties", {}))

    def bound(self, given: Mapping[str, Value]) -> dict[str, Any]:
        """The arguments as the function wants them; UnfitFunctionError, in words, when they do not fit."""
        shapes = {one.name: one for one in self.shape("").arguments}
        unknown = sorted(given.keys() - shapes.keys())
        if unknown:
            raise UnfitFunctionError(f"it has no argument “{unknown[0]}”.")
        told = {name: self._understood(shapes[name], value) for name, value in given.items()}
        fields = self._model.model_fields
        told = {name: value for name, value in told.items() if value is not None or fields[name].is_required()}
        try:
            model: BaseModel = self._model.model_validate(told)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in fault["loc"])
            if told.get(str(fault["loc"][0])) is None:
                raise UnfitFunctionError(f"it needs “{where}”, which has no value.") from None
            raise UnfitFunctionError(f"{where}: {fault['msg']}.") from None
        return {name: getattr(model, name) for name in fields}

    def _understood(self, shape: ArgumentShape, value: Value) -> Value:
        """A text as what it stands for: a list of its parts, the choice that is written so, JSON."""
        if not isinstance(value, str):
            return value
        text = value.strip()
        if shape.kind == "choice":
            schema = resolved(self._schema["properties"][shape.name], self._schema.get("$defs", {}))
            return next((one for one in schema.get("enum", []) if as_text(one) == text), text)
        if shape.kind == "list" and not text.startswith("["):
            return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
        if shape.kind in ("list", "other"):
            try:
                return cast("Value", json.loads(text))
            except ValueError:
                return value
        return value if shape.kind == "text" else text


def resolved(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """The schema with its reference followed, and "or nothing" left out."""
    if "$ref" in schema:
        return resolved(definitions.get(str(schema["$ref"]).rpartition("/")[2], {}), definitions)
    choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return resolved(choices[0], definitions) if len(choices) == 1 else schema


def default_of(value: object) -> str:
    """What an argument is without being given, as the form shows it."""
    if value is None:
        return ""
    return ", ".join(as_text(one) for one in value) if isinstance(value, list) else as_text(value)


def as_text(value: object) -> str:
    """A value as the form shows it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def as_json(result: object) -> str:
    """The result as JSON; UnfitFunctionError when it is none."""
    try:
        return json.dumps(to_jsonable_python(result), ensure_ascii=True, allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        raise UnfitFunctionError(f"its result cannot be kept in variables: {first(error)}") from error


def first(error: Exception) -> str:
    """The first line of what an error says."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
