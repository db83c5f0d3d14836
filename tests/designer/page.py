"""A page that is not there: sends the canvas messages as the browser does and keeps what it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flowdesigner.designer.canvas import Canvas


class RecordingCanvas(Canvas):
    """A canvas whose messages to the page are kept in `told`, the newest last."""

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)
        self.told: list[dict[str, Any]] = []

    def send(self, content: Any, buffers: Any = None) -> None:
        """Keep the message."""
        self.told.append(content)

    def ask(self, type: str, **content: Any) -> list[dict[str, Any]]:
        """Send a message as the page; everything that it was told in answer."""
        before = len(self.told)
        self.hear({"type": type, **content})
        return self.told[before:]

    def last(self, type: str) -> dict[str, Any]:
        """The newest message of this type."""
        return next(message for message in reversed(self.told) if message["type"] == type)


class RehearsedRunners:
    """Runners that start and stop nothing; what was asked of them is in `asked`. `refuses` is raised by `start`,
    and `meanwhile` is called before it returns."""

    def __init__(self, refuses: Exception | None = None) -> None:
        self.asked: list[str] = []
        self.now: dict[str, Any] | None = None
        self.refuses = refuses
        self.meanwhile: Callable[[], None] = lambda: None

    def start(self, folder: Path, port: int, *, live: bool) -> None:
        """Remember it."""
        self.asked.append(f"{'live' if live else 'listen'} on {port}")
        if self.refuses:
            raise self.refuses
        self.now = {"live": live, "revision": 1}
        self.meanwhile()

    def stop(self, folder: Path) -> None:
        """Remember it."""
        self.asked.append("stop")
        self.now = None

    def status(self, folder: Path) -> Mapping[str, Any] | None:
        """As `start` and `stop` left it."""
        return self.now
