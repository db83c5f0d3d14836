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
from flowdesigner.store.leases import Lease
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

    def is_under_way(self, row: int) -> bool:
        """Whether the transaction that begins it is not on the disk yet.

        Its place for the first call may be given out meanwhile, and a worker that is woken by that must not claim it:
        the one that goes on with it after the commit would not know.
        """
        return row in self.claims and row not in self._kept

    def take(self, row: int) -> Claim:
        """The claim of a conversation, for the worker that goes on with it; None when it was not begun, or is not on
        the disk yet: no call may leave before its intent.

        Also None for one that stood in line for a place: it may have been given one since, and its wake-up was no news
        while it was queued for a worker. Whoever claims it once more sees that.
        """
        if row not in self._kept:
            return None
        self._kept.discard(row)
        claim = self.claims.pop(row, None)
        return None if isinstance(claim, tuple) and isinstance(claim[1], Queued) else claim

    def forget_older_than(self, lease: Lease) -> None:
        """Somebody has claimed the conversation since: what was begun of it before counts no more."""
        claim = self.claims.get(lease.conversation)
        if isinstance(claim, tuple) and claim[0].lease.epoch < lease.epoch:
            self.drop([lease.conversation])

    def keep(self, rows: Iterable[int]) -> None:
        """What was begun of these is on the disk."""
        self._kept.update(row for row in rows if row in self.claims)

    def drop(self, rows: Iterable[int]) -> None:
        """Nobody will go on with these."""
        for row in rows:
            self.claims.pop(row, None)
            self._kept.discard(row)

    def forget(self) -> None:
        """Nobody will go on."""
        self.drop(list(self.claims))

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
        self._is_over = False

    def begin(self, conn: Transaction, arrival: Arrival) -> TakenIn:
        """Keep the notification; if its conversation slept, claim it and take its first step.

        The claim is known from now on, before anybody can see the commit.
        """
        # A server may undo a transaction and have it run once more: what the first run has claimed was never claimed.
        self._drop()
        steps = self._begun.steps
        found = inbox.begin(conn, arrival, steps.tenure.id)
        if found is None:
            return inbox.take_in(conn, [arrival])
        row, arrived = found
        self._rows.append(row.id)
        # Known as under way before it is told that it has its place.
        self._begun.claims[row.id] = None
        self._begun.claims[row.id] = steps.begin(conn, row, arrived)
        if self._is_over:
            self._drop()
        return TakenIn((row.id,), int(arrived is not None), (row.id,))

    def keep(self) -> None:
        """The transaction was committed: a worker may go on."""
        self._begun.keep(self._rows)

    def forget(self) -> None:
        """The transaction was undone, or nobody waits for it any more: the sweep is to find the conversation."""
        self._is_over = True
        self._drop()

    def _drop(self) -> None:
        self._begun.drop(self._rows)
        self._rows.clear()
