"""`Sealed`: a text in which secrets are left out. A flow names secrets (`{secret.crm_token}`); only who makes the call
puts them in. What customers write is never read as the name of one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from flowdesigner.errors import ApiCallError
from flowdesigner.flow.event import Value
from flowdesigner.flow.template import MODIFIERS, Place, Template, pieces

PREFIX = "secret."
MASK = "\N{BULLET}\N{BULLET}\N{BULLET}"
SHORTEST_MASKED = 4
"""Letters; a shorter secret is none, and its letters stand everywhere."""
Encoding = Literal["plain", "json", "url"]


@dataclass(frozen=True, slots=True)
class Secret:
    """The place of a secret in a text, and how it is changed before it is put there."""

    name: str
    modifiers: tuple[str, ...] = ()
    encoding: Encoding = "plain"


Sealed = tuple[str | Secret, ...]
Reader = Callable[[str], Value]


def encode(text: str, encoding: Encoding) -> str:
    """The text as it can stand inside a JSON string or an address."""
    match encoding:
        case "json":
            return json.dumps(text, ensure_ascii=False)[1:-1]
        case "url":
            return quote(text, safe="", errors="replace")
        case _:
            return text


def seal(template: Template, get: Reader, encoding: Encoding = "plain") -> Sealed:
    """The template with its variables, each encoded, and its secrets left out."""
    return joined(_part(piece, get, encoding) for piece in pieces(template))


def _part(piece: str | Place, get: Reader, encoding: Encoding) -> str | Secret:
    if isinstance(piece, str):
        # In JSON the standing text was encoded by the author already, and read before it came here.
        return encode(piece, encoding) if encoding == "json" else piece
    if piece.name.startswith(PREFIX):
        return Secret(piece.name.removeprefix(PREFIX), piece.modifiers, encoding)
    return encode(piece.fill(get), encoding)


def joined(parts: Iterable[str | Secret]) -> Sealed:
    """The parts with neighbouring texts put together."""
    found: list[str | Secret] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, str) and isinstance(last, str):
            found[-1] = last + part
        else:
            found.append(part)
    return tuple(part for part in found if part)


def secrets_in(*templates: str) -> frozenset[str]:
    """Names of the secrets that these templates ask for."""
    names = (name for template in templates for name in Template(template).variables())
    return frozenset(name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX))


class Unsealing:
    """Puts secrets in, and remembers those that it used, to mask them in whatever comes back."""

    def __init__(self, secret: Callable[[str], str | None]) -> None:
        self._secret = secret
        self._used: set[str] = set()
        self.has_used_any = False

    def open(self, sealed: Sealed) -> str:
        """The whole text; ApiCallError for a secret that is not kept."""
        return "".join(part if isinstance(part, str) else self._fill(part) for part in sealed)

    def _fill(self, place: Secret) -> str:
        text = self._secret(place.name)
        if text is None:
            raise ApiCallError(f"The secret “{place.name}” is not kept: enter it, then try again.")
        shapes = [text]
        for modifier in place.modifiers:
            shapes.append(MODIFIERS[modifier](shapes[-1]))
        shapes.append(encode(shapes[-1], place.encoding))
        self._used.update(shape for shape in shapes if len(shape) >= SHORTEST_MASKED)
        self.has_used_any = True
        return shapes[-1]

    def masked(self, value: Value) -> Value:
        """The value without the secrets, wherever they stand in it."""
        match value:
            case str():
                # Longest first: one may be the beginning of another.
                for secret in sorted(self._used, key=len, reverse=True):
                    value = value.replace(secret, MASK)
                return value
            case list():
                return [self.masked(item) for item in value]
            case dict():
                return {str(self.masked(key)): self.masked(item) for key, item in value.items()}
            case _:
                return value


def parts_to_data(sealed: Sealed) -> list[Any]:
    """The parts as JSON data."""
    return [part if isinstance(part, str) else [part.name, list(part.modifiers), part.encoding] for part in sealed]


def parts_from_data(data: Iterable[Any]) -> Iterator[str | Secret]:
    """The parts that `parts_to_data` wrote."""
    for part in data:
        yield part if isinstance(part, str) else Secret(part[0], tuple(part[1]), part[2])
