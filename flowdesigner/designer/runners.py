"""`OwnRunners`: the runner as the page uses it; imported when it is needed, since most pages only draw."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


class OwnRunners:
    """Starts, finds and stops this machine's runners."""

    def start(self, folder: Path, port: int, *, live: bool) -> None:
        """Start it, or let one that only listens go live."""
        from flowdesigner import runner

        runner.start(folder, port=port, live=live)

    def stop(self, folder: Path) -> None:
        """Stop it."""
        from flowdesigner import runner

        runner.stop(folder)

    def status(self, folder: Path) -> Mapping[str, Any] | None:
        """What it says of itself."""
        from flowdesigner import runner

        found = runner.find(folder)
        return found.status() if found else None
