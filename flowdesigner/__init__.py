"""flowdesigner: a no-code designer of chat-bot flows for Intercom that lives in Jupyter.

The public names are loaded when they are first used, so that `import flowdesigner` is quick and loads no widgets, no
server and no pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdesigner.bot import Bot
    from flowdesigner.flow.check import Problem, check
    from flowdesigner.flow.condition import Condition
    from flowdesigner.flow.document import Flow
    from flowdesigner.flow.edge import Edge
    from flowdesigner.flow.variable import Variable
    from flowdesigner.functions.declaring import function
    from flowdesigner.runner import attach
    from flowdesigner.testing import talk

__version__ = "0.1.0"

__all__ = [
    "Bot", "Condition", "Edge", "Flow", "Problem", "Variable", "__version__", "attach", "check", "function", "talk",
]  # fmt: skip

_HOMES = {
    "Bot": "flowdesigner.bot",
    "Condition": "flowdesigner.flow.condition",
    "Edge": "flowdesigner.flow.edge",
    "Flow": "flowdesigner.flow.document",
    "Problem": "flowdesigner.flow.check",
    "Variable": "flowdesigner.flow.variable",
    "attach": "flowdesigner.runner",
    "check": "flowdesigner.flow.check",
    "function": "flowdesigner.functions.declaring",
    "talk": "flowdesigner.testing",
}


def __getattr__(name: str) -> object:
    """A public name, from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return __all__
