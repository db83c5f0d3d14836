"""The runner: a bot's listener and engine in a Jupyter kernel of their own, kept alive by a supervisor.

Pages, commands and notebooks use the names below. They are loaded when they are first used: a kernel that comes back
after a crash must not spend its first tenths of a second on what only its callers need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdesigner.runner.attached import Attached
    from flowdesigner.runner.foreground import run_in_foreground
    from flowdesigner.runner.launch import attach, set_live, start, stop
    from flowdesigner.runner.registry import Registration, all_running, find

__all__ = [
    "Attached",
    "Registration",
    "all_running",
    "attach",
    "find",
    "run_in_foreground",
    "set_live",
    "start",
    "stop",
]

_HOMES = {
    "Attached": "attached",
    "Registration": "registry",
    "all_running": "registry",
    "attach": "launch",
    "find": "registry",
    "run_in_foreground": "foreground",
    "set_live": "launch",
    "start": "launch",
    "stop": "launch",
}


def __getattr__(name: str) -> object:
    """A public name, from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return __all__
