"""The kinds of blocks, one module each; `from flowdesigner.blocks import SendMessage` finds them by the Catalog."""

from __future__ import annotations

from typing import Any

from flowdesigner.flow.catalog import Catalog


def __getattr__(name: str) -> Any:  # noqa: ANN401 - which settings a kind takes is known only when it is found
    """The kind whose class has this name, of flowdesigner or of an installed package."""
    if not name.startswith("_"):
        for kind in Catalog.default().kinds.values():
            if kind.__name__ == name:
                return kind
    raise AttributeError(f"There is no block kind {name!r} in {__name__}.")


def __dir__() -> list[str]:
    """The names of all kinds."""
    return sorted(kind.__name__ for kind in Catalog.default().kinds.values())
