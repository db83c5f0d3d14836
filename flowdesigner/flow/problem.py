"""`Problem`: one thing that is wrong with a flow; and `CheckContext`, what a check must know besides the flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flowdesigner.flow.block import Block, Severity
from flowdesigner.flow.document import Flow
from flowdesigner.flow.mend import Mend
from flowdesigner.flow.python_function import FunctionShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where, and as a sentence. `code` names the rule; `block` is None for the flow itself."""

    flow: str
    message: str
    code: str
    severity: Severity = "error"
    block: str | None = None
    title: str = ""
    field: str = ""
    port: str = ""
    mend: Mend | None = None

    def __str__(self) -> str:
        return f"{self.flow}: {self.title}: {self.message}" if self.title else f"{self.flow}: {self.message}"


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a flow alone does not know.

    The teams in which the bot answers, and the teammate as whom; the account's teams and teammates by id, its tags by
    name, the secrets that are kept (None: not known); the bot's flows, its main one and the one for errors ("": not
    known, so conversations may begin in any that no other leads to); the hashes of the files in the bot's
    folder, and the Python functions by name (None: not known); the bot's languages, the main one first.
    """

    bot_teams: frozenset[str] = frozenset()
    teams: Mapping[str, str] | None = None
    flows: Mapping[str, Flow] = field(default_factory=dict)
    secrets: frozenset[str] | None = None
    agent: str = ""
    agents: Mapping[str, str] | None = None
    tags: frozenset[str] | None = None
    main: str = ""
    error_flow: str = ""
    files: frozenset[str] | None = None
    functions: Mapping[str, FunctionShape] | None = None
    languages: tuple[str, ...] = ()


def about(flow: str, block: Block, code: str, message: str, **more: Any) -> Problem:  # noqa: ANN401 - Problem's fields
    """A problem of a block of the flow with this id."""
    return Problem(flow=flow, block=block.id, title=block.title, code=code, message=message, **more)
