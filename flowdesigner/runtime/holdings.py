"""`Holdings`: since when this process has had each conversation that it moves, without anybody else between."""

from __future__ import annotations

from datetime import datetime

from flowdesigner.store.conversations import ConversationRow


class Holdings:
    """By the conversations' rows. Each claim makes the epoch one more, so a gap tells that somebody else had it."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[int, datetime]] = {}

    def since(self, row: ConversationRow, now: datetime) -> datetime:
        """Of a conversation that has just been claimed."""
        epoch, since = self._held.get(row.id, (0, now))
        # A clock that was set back must not have anybody wait for the time that it told before.
        since = min(since, now) if epoch == row.epoch - 1 else now
        self._held[row.id] = (row.epoch, since)
        return since

    def rests(self, conversation: int) -> None:
        """Nothing is left to do in it."""
        self._held.pop(conversation, None)
