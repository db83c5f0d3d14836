"""`Live`: whether the bot answers, and the way to start and stop it. The runner is a process of its own.

Nothing here holds up the page's kernel: starting, stopping and looking are done in threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from flowdesigner.designer.background import Background
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.release import Release
from flowdesigner.errors import ConfigurationError, FlowdesignerError, PortTakenError

State = Literal["stopped", "starting", "listening", "live", "failed"]
NOT_PUBLISHED = "Nothing is published yet. Publish the flow first, then go live."
WHERE_PORTS_ARE = " It is set on Channels, in the step Behaviour: Port on this computer."


class Runners(Protocol):
    """How the page starts, finds and stops a bot's runner; each call may take seconds."""

    def start(self, folder: Path, port: int, *, live: bool) -> None:
        """Start it, or let one that only listens go live; ConfigurationError in words."""

    def stop(self, folder: Path) -> None:
        """Stop it; calls under way are finished first."""

    def status(self, folder: Path) -> Mapping[str, Any] | None:
        """What it says of itself, None when there is none."""


@dataclass(frozen=True, slots=True)
class Look:
    """The runner as it was seen last; `trouble` says why it is not as it should be."""

    state: State = "stopped"
    text: str = "Not running"
    trouble: str = ""
    status: Mapping[str, Any] = field(default_factory=dict)


class Live:
    """One bot's runner as the page sees it. `changed` is called whenever `look` is another one than before."""

    def __init__(
        self,
        folder: Path,
        runners: Runners,
        connections: Connections,
        release: Release,
        background: Background,
        *,
        changed: Callable[[], None],
        notice: Callable[[str], None],
    ) -> None:
        self.look = Look()
        self._folder = folder
        self._runners = runners
        self._connections = connections
        self._release = release
        self._background = background
        self._changed = changed
        self._notice = notice
        self._busy = False
        self._looking = False
        self._moves = False

    def go(self) -> None:
        """Let the bot answer; what is missing is said at once."""
        try:
            self._demand_ready()
        except FlowdesignerError as error:
            self._notice(str(error))
            return
        self._start(live=True)

    def listen(self) -> None:
        """Let a runner receive notifications without answering, so that the first one can be seen."""
        if self.look.state in ("stopped", "failed") and not self._busy:
            self._start(live=False)

    def move(self) -> None:
        """The port is another one now: one that only listens, or could not, listens there."""
        if self._busy:
            self._moves = True
        elif self.look.state != "live":
            self._start(live=False)

    def stop(self) -> None:
        """Stop the runner, whatever it does."""
        if self._busy:
            return
        self._busy = True
        self._show(replace(self.look, text="Stopping"))
        self._background.run(lambda: self._runners.stop(self._folder), lambda _: self._settled(), self._failed)

    def poll(self) -> None:
        """Look again, unless a look, a start or a stop is under way."""
        if not (self._looking or self._busy):
            self._looking = True
            self._background.run(lambda: self._runners.status(self._folder), self._saw, self._unseen)

    def _start(self, *, live: bool) -> None:
        if self._busy:
            return
        self._busy = True
        self._show(Look("starting", "Starting"))
        port = self._connections.port
        failed = self._failed if live else self._not_listening
        self._background.run(
            lambda: self._runners.start(self._folder, port, live=live), lambda _: self._settled(), failed
        )

    def _demand_ready(self) -> None:
        if not self._release.is_published:
            raise ConfigurationError(NOT_PUBLISHED)
        self._connections.demand_complete()

    def _settled(self) -> None:
        self._busy = False
        self.poll()

    def _failed(self, error: Exception) -> None:
        """Going live or stopping failed: the author did that, on whatever page, and is told."""
        self._not_listening(error)
        self._notice(self.look.trouble)

    def _not_listening(self, error: Exception) -> None:
        self._busy = False
        words = str(error) if isinstance(error, FlowdesignerError) else f"The bot could not be started: {error}"
        if isinstance(error, PortTakenError):
            words += WHERE_PORTS_ARE
        self._show(Look("failed", "Not running", words))
        self._catch_up()

    def _saw(self, status: Mapping[str, Any] | None) -> None:
        self._looking = False
        if not self._busy:
            self._show(seen(status, self.look))
            self._catch_up()

    def _catch_up(self) -> None:
        """Move after all, when the port was changed during a start."""
        if self._moves:
            self._moves = False
            self.move()

    def _unseen(self, error: Exception) -> None:
        self._looking = False
        if not self._busy:
            self._show(Look("failed", "No answer", f"The runner does not answer: {error}"))

    def _show(self, look: Look) -> None:
        if look != self.look:
            self.look = look
            self._changed()


def seen(status: Mapping[str, Any] | None, before: Look) -> Look:
    """What the runner's status means; a failed start stays said until something runs."""
    if status is None:
        return before if before.state == "failed" else Look()
    if status.get("state") == "starting":
        return Look("starting", "Starting", "", status)
    if status.get("live"):
        version = status.get("revision")
        return Look("live", f"Live: version {version}" if version else "Live", status.get("trouble") or "", status)
    return Look("listening", "Listening only", status.get("trouble") or "", status)
