"""Paths into an answer, such as `order.items[0].name`: what a call keeps of it. The language is JMESPath."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flowdesigner.flow.event import Value

MOST_PATHS = 200
"""So many fields of an answer are offered; nobody looks through more."""


def take(answer: Value, path: str) -> Value:
    """What stands at the path; None when there is nothing, or the path makes no sense."""
    try:
        found = _compiled(path).search(answer)
    except ValueError:
        return None
    return found if isinstance(found, str | int | float | list | dict) else None


def is_path(text: str) -> bool:
    """Whether the text is a path."""
    try:
        _compiled(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def _compiled(path: str) -> Any:  # noqa: ANN401 - jmespath's own
    """The path, also as JSONPath writes it: `$` is the whole answer, `$.order` one field; ValueError for none."""
    # Imported when it is needed: most pages and runners open without.
    import jmespath

    text = path.strip()
    if text.startswith("$"):
        text = text[1:].removeprefix(".") or "@"
    return jmespath.compile(text)


def paths_of(answer: Value) -> Iterator[tuple[str, Value]]:
    """The paths of an answer that lead to one value each, with it, in their order; at most 200."""
    for number, found in enumerate(_leaves(answer, "")):
        if number >= MOST_PATHS:
            return
        yield found


def _leaves(value: Value, path: str) -> Iterator[tuple[str, Value]]:
    match value:
        case dict() if value:
            for key, item in value.items():
                yield from _leaves(item, f"{path}.{_key(key)}" if path else _key(key))
        case list() if value:
            for place, item in enumerate(value):
                yield from _leaves(item, f"{path}[{place}]")
        case _:
            yield path or "@", value


def _key(key: str) -> str:
    """A key as a path has it: quoted where it is no plain name."""
    plain = key.isascii() and key.isidentifier()
    return key if plain else json.dumps(key)
