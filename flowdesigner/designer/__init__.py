"""The designer: the screen on which bots are drawn, tried, published and run.

In a notebook: `from flowdesigner.designer import open_designer; open_designer("my-bot")`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdesigner.designer.shell import Designer, open_designer

__all__ = ["Designer", "open_designer"]


def __getattr__(name: str) -> object:
    """The screen is loaded when it is asked for: the server that shows it needs no widgets."""
    if name in __all__:
        return getattr(import_module("flowdesigner.designer.shell"), name)
    raise AttributeError(f"{__name__} has no {name}")
