"""Bodies of calls, with variables in them: what a customer writes stays a value, whatever signs are in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flowdesigner.flow.sealed import PREFIX, Reader, Sealed, Secret, encode, joined, seal
from flowdesigner.flow.template import Template, in_words


def json_of(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The author's JSON; ValueError when it is none."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def sealed_json(text: str, get: Reader) -> Sealed:
    """The JSON with its variables: a text that is one variable alone becomes its value, a number or a list too."""
    return joined(_json(json_of(text), get))


def _json(value: object, get: Reader) -> Iterator[str | Secret]:
    match value:
        case str() if (name := Template(value).alone()) and not name.startswith(PREFIX):
            yield json.dumps(get(name), ensure_ascii=False)
        case str():
            yield '"'
            yield from seal(Template(value), get, "json")
            yield '"'
        case dict():
            yield "{"
            for place, (key, item) in enumerate(value.items()):
                yield f"{', ' if place else ''}{json.dumps(key, ensure_ascii=False)}: "
                yield from _json(item, get)
            yield "}"
        case list():
            yield "["
            for place, item in enumerate(value):
                yield ", " if place else ""
                yield from _json(item, get)
            yield "]"
        case _:
            yield json.dumps(value)


def is_form(text: str) -> bool:
    """Whether the text is a JSON object of plain values, which a form can send."""
    try:
        fields = json_of(text)
    except ValueError:
        return False
    return isinstance(fields, dict) and not any(isinstance(value, dict | list) for value in fields.values())


def sealed_form(text: str, get: Reader) -> Sealed:
    """The object's fields as a web form sends them: `a=1&b=2`."""
    return joined(_form(json_of(text), get))


def _form(fields: dict[str, Any], get: Reader) -> Iterator[str | Secret]:
    for place, (key, value) in enumerate(fields.items()):
        yield f"{'&' if place else ''}{encode(key, 'url')}="
        # Standing text of a form is a value too, and is encoded with the rest.
        if not isinstance(value, str):
            yield encode(in_words(value), "url")
            continue
        for part in seal(Template(value), get):
            yield encode(part, "url") if isinstance(part, str) else Secret(part.name, part.modifiers, "url")
