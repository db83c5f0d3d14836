"""`Beginning`: a conversation's first step in the very transaction that took its notification in.

That spares a commit a notification. What was begun waits in memory for a worker of this process; the dispatcher's
sweep leaves it alone, since whoever claimed it once more would find its first call in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from flowdesigner.errors import LeaseLostError
from flowdesigner.runtime.outcome import MakeCall, Queued
from flowdesigner.runtime.steps import Claim, Steps
from flowdesigner.store import inbox, outbox
from flowdesigner.store.inbox import Arrival, TakenIn
from flowdesigner.store.transaction import Transaction


class Begun:
    """The claims of conversations that were begun and that no worker has looked at yet, by their rows."""

    def __init__(self, steps: Steps, has_free_hands: Callable[[], bool] = lambda: True) -> None:
        self.steps = steps
        self.claims: dict[int, Claim] = {}
        self._kept: set[int] = set()
        self._has_free_hands = has_free_hands

    def beginning(self) -> Beginning | None:
        """For one notification; None while no worker would go on at once."""
        return Beginning(self) if self._has_free_hands() else None

    def take(self, row: int) -> Claim:
        """The claim of a conversation, for the worker that goes on with it; None when it was not begun.

        None before its transaction is on the disk: no call may leave before its intent; whoever claims it then finds
        that call in doubt. Also None for one that stood in line for a place: it may have been given one since, and its
        wake-up was no news while it was queued for a worker. Whoever claims it once more sees that.
        """
        claim, is_kept = self.claims.pop(row, None), row in self._kept
        self._kept.discard(row)
        return None if not is_kept or (isinstance(claim, tuple) and isinstance(claim[1], Queued)) else claim

    def keep(self, rows: Iterable[int]) -> None:
        """What was begun of these is on the disk."""
        self._kept.update(row for row in rows if row in self.claims)

    def forget(self) -> None:
        """Nobody will go on."""
        self.claims.clear()
        self._kept.clear()

    def give_back(self, conn: Transaction) -> None:
        """Before `forget`: calls that were intended and never left are queued again, and in no doubt."""
        for claim in list(self.claims.values()):
            if isinstance(claim, tuple) and isinstance(claim[1], MakeCall):
                with suppress(LeaseLostError):
                    outbox.put_back(conn, claim[0].lease, [claim[1].row, *claim[1].following])


class Beginning:
    """Begins what one notification woke."""

    def __init__(self, begun: Begun) -> None:
        self._begun = begun
        self._rows: list[int] = []

    def begin(self, conn: Transaction, arrival: Arrival) -> TakenIn:
        """Keep the notification; if its conversation slept, claim it and take its first step.

        The claim is known from now on, before anybody can see the commit.
        """
        # A server may undo a transaction and have it run once more: what the first run has claimed was never claimed.
        self.forget()
        steps = self._begun.steps
        found = inbox.begin(conn, arrival, steps.runner)
        if found is None:
            return inbox.take_in(conn, [arrival])
        row, arrived = found
        self._rows.append(row.id)
        self._begun.claims[row.id] = steps.begin(conn, row, arrived)
        return TakenIn((row.id,), int(arrived is not None), (row.id,))

    def keep(self) -> None:
        """The transaction was committed: a worker may go on."""
        self._begun.keep(self._rows)

    def forget(self) -> None:
        """The transaction was undone, or nobody will go on: the sweep is to find the conversation."""
        for row in self._rows:
            self._begun.claims.pop(row, None)
        self._rows.clear()
