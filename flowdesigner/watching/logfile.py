"""`LogFile`: where lines of a log go: an open file, bounded where it is one of ours, so that it never fills the disk.

Several processes append to a runner's log: its supervisor, its kernel, and whatever they print. So a full one is not
moved away, which would leave the others writing to the old one: it is copied and emptied.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

LARGEST = 20_000_000
"""Bytes of a log."""
LOOK_AFTER = 50_000
"""Bytes that are written between two looks how large the log is: a look takes as long as a line."""
LOOK_EVERY = 1.0
"""Seconds likewise: others write as well."""
KEPT = 4
"""So many full ones are kept beside it: `runner.log.1` is the newest."""


class LogFile:
    """An open file, by its number; with a `path` it is bounded. A line that cannot be written is lost, no more."""

    def __init__(self, number: int, path: Path | None = None, *, largest: int = LARGEST, kept: int = KEPT) -> None:
        self._number = number
        self._path = path
        self._largest = largest
        self._kept = kept
        self._lock = threading.Lock()
        self._look_after = min(largest // 100, LOOK_AFTER)
        self._since_look = 0
        self._next_look = 0.0

    def write(self, line: bytes) -> None:
        """One line, with its end; whole, whoever else writes."""
        with self._lock:
            try:
                if self._path is not None:
                    self._stay_below(self._path, len(line))
                os.write(self._number, line)
            except OSError:
                return

    def _stay_below(self, path: Path, size: int) -> None:
        self._since_look += size
        now = time.monotonic()
        if self._since_look >= self._look_after or now >= self._next_look:
            self._since_look, self._next_look = 0, now + LOOK_EVERY
            if os.fstat(self._number).st_size + size > self._largest:
                self._begin_anew(path)

    def _begin_anew(self, path: Path) -> None:
        names = [path, *(path.with_name(f"{path.name}.{number}") for number in range(1, self._kept + 1))]
        try:
            for older, newer in zip(names[:1:-1], names[-2:0:-1], strict=True):
                if newer.exists():
                    newer.replace(older)
            shutil.copyfile(path, names[1])
            names[1].chmod(0o600)
        except OSError:
            # The disk is full, most likely: what is lost is better lost than what cannot be written.
            names[1].unlink(missing_ok=True)
        finally:
            os.ftruncate(self._number, 0)


def stderr(path: Path | None = None) -> LogFile:
    """What the process has as standard error; bounded if that is the file at `path`."""
    with suppress(OSError):
        if path is not None and os.path.samestat(os.fstat(2), path.stat()):
            return LogFile(2, path)
    return LogFile(2)
