"""Addresses that authors write, with variables in them: which server is called is theirs to say, never a customer's."""

from __future__ import annotations

import re
from urllib.parse import unquote

from flowdesigner.flow.sealed import PREFIX, Reader, Sealed, Secret, encode, joined
from flowdesigner.flow.template import Place, Template, pieces

HOST = re.compile(r"https?://([^/?#\\\s@]+)(?:[/?#]|$)", re.IGNORECASE)
HOST_NAME = re.compile(r"(?:[^\s/?#@:\[\]{}]|\{[^{}]+\})+(?::\d+)?|\[[0-9a-fA-F:.]+\](?::\d+)?")


def server(address: Template) -> str:
    """Name and port of the server; "" when there is none."""
    found = HOST.match(address.strip())
    return found[1] if found and HOST_NAME.fullmatch(found[1]) else ""


def is_decided_by_a_variable(address: Template) -> bool:
    """Whether a variable says which server is called; only the beginning of its name (`{shop}.example.com`) may."""
    return server(address).partition(":")[0].endswith("}")


def is_safe_to_send(address: Template) -> bool:
    """Whether nobody on the way can read what is sent."""
    return address.strip().lower().startswith("https://")


def in_logs(address: Template) -> str:
    """The address as logs, errors and transcripts show it: without values, and without what follows the `?`."""
    return re.split(r"[?#]", address.strip(), maxsplit=1)[0]


def sealed_address(address: Template, get: Reader) -> Sealed:
    """The address with its variables, each encoded so that it stays one part of a path, or one value after the `?`.

    ValueError, in words, when a variable of the path is empty or leads elsewhere (`..`).
    """
    parts: list[str | Secret] = []
    path = ""
    for piece in pieces(Template(address.strip())):
        if isinstance(piece, str):
            parts.append(piece)
            path += piece
        elif piece.name.startswith(PREFIX):
            parts.append(Secret(piece.name.removeprefix(PREFIX), piece.modifiers, "url"))
            path += "secret"
        else:
            parts.append(_filled(piece, get, is_in_path="?" not in path and "#" not in path))
            path += str(parts[-1])
    steps = re.split(r"[?#]", path, maxsplit=1)[0].split("/")
    if any(unquote(step) in (".", "..") for step in steps):
        raise ValueError("A variable in the address leads out of its place (“..”), so nothing was called.")
    return joined(parts)


def _filled(place: Place, get: Reader, *, is_in_path: bool) -> str:
    text = place.fill(get)
    if is_in_path and not text.strip():
        raise ValueError(f"{{{place.name}}} is empty, and without it the address leads elsewhere: nothing was called.")
    return encode(text, "url")
