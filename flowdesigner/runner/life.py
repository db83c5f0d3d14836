"""What a supervisor gives a kernel along, and the words in which the kernel tells how it is.

Loaded before anything else where a runner is started, so it needs little.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import flowdesigner

NOT_INHERITED = ("JPY_PARENT_PID", "JPY_SESSION_NAME", "JPY_INTERRUPT_EVENT")
"""What a page's kernel gives its children along; a runner is not its child."""
LONGEST = 4096
"""Bytes that the system writes to a pipe as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One life of a kernel. `socket`, `lifeline` and `voice` are open files that are handed to it.

    `is_first`: whoever starts the bot waits for it, so what is wrong ends it. Later lives are to go on whatever
    Intercom or the network does at the moment.
    """

    bot_folder: str
    connection_file: str
    live: bool
    is_first: bool
    socket: int
    lifeline: int
    voice: int

    @property
    def files(self) -> tuple[int, ...]:
        """The open files."""
        return self.socket, self.lifeline, self.voice

    def as_text(self) -> bytes:
        """Everything but the files, whose numbers are others in another process."""
        return json.dumps({**asdict(self), "socket": -1, "lifeline": -1, "voice": -1}).encode()

    @classmethod
    def received(cls, text: bytes, files: Sequence[int]) -> Self:
        """A life and the files that came along; nobody below this process gets them too."""
        for file in files:
            os.set_inheritable(file, False)
        told: dict[str, Any] = json.loads(text)
        told.update(zip(("socket", "lifeline", "voice"), files, strict=True))
        return cls(**told)


class Voice:
    """The kernel's end: tells its supervisor what has changed, a line of JSON each."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def tell(self, news: Mapping[str, Any]) -> None:
        """One line, which the system writes whole; a long text in it is cut."""
        short = {name: value[:500] if isinstance(value, str) else value for name, value in news.items()}
        line = json.dumps(short).encode() + b"\n"
        assert len(line) <= LONGEST
        os.write(self._pipe, line)


def without_parent(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for a process that outlives this one, and finds this very flowdesigner."""
    kept = {name: value for name, value in environ.items() if name not in NOT_INHERITED}
    ours = str(Path(flowdesigner.__file__).parent.parent)
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, [environ.get("PYTHONPATH"), ours]))
    return kept
