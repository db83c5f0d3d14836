"""`@flowdesigner.function`: makes a function one that flows can run, and leaves it what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

F = TypeVar("F", bound=Callable[..., Any])
MARK = "__flowdesigner_function__"


@dataclass(frozen=True, slots=True)
class Declared:
    """What the author says of a function besides its signature."""

    repeatable: bool = False


@overload
def function(found: F) -> F: ...


@overload
def function(*, repeatable: bool = False) -> Callable[[F], F]: ...


def function(found: F | None = None, *, repeatable: bool = False) -> F | Callable[[F], F]:
    """Let flows run this function.

    `repeatable` says that running it twice does no harm (it only looks something up): after a crash in its middle it is
    run again. Others have failed then.
    """

    def mark(made: F) -> F:
        setattr(made, MARK, Declared(repeatable))
        return made

    return mark if found is None else mark(found)


def declared(thing: object) -> Declared | None:
    """What was said of it; None when it is no such function."""
    said = getattr(thing, MARK, None) if callable(thing) else None
    return said if isinstance(said, Declared) else None
