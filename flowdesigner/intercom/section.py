"""`Section`: base of the parts of the API (`intercom.conversations`, ...), and how ids stand in paths."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from flowdesigner.intercom.client import Intercom


class Section:
    """Calls about one kind of thing, made by the client that owns it."""

    def __init__(self, intercom: Intercom) -> None:
        self._intercom = intercom


def in_path(id: str) -> str:
    """An id as a piece of a path; whatever it holds, it stays one piece."""
    return id if id.isascii() and id.isalnum() else quote(id, safe="")
