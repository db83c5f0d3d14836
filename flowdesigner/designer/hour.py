"""`Hour`: the last hour minute by minute, read once whole and then only as far as it goes on."""

from __future__ import annotations

from datetime import datetime

from flowdesigner.runtime.records import Records
from flowdesigner.runtime.views import Minute

MINUTES = 60


class Hour:
    """Of one store. A minute that is over does not change any more, but for what was being written at its end."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: dict[datetime, Minute] = {}

    def read(self, at: datetime) -> tuple[Minute, ...]:
        """The minutes up to `at`, oldest first."""
        newest = max(self._known, default=None)
        missing = MINUTES if newest is None else int((at - newest).total_seconds()) // 60 + 2
        fresh = self._records.minutes(at, max(1, min(MINUTES, missing)))
        self._known.update((one.at, one) for one in fresh)
        self._known = dict(sorted(self._known.items())[-MINUTES:])
        return tuple(self._known.values())
